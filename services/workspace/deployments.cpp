#include "services/workspace/deployments.h"

#include <SQLiteCpp/Statement.h>

namespace binnacle {

namespace {

// Phases as the journal of rollouts names them (phaseName).
constexpr const char* newestOfEach =
    "SELECT t.name, t.address, r.model, r.version, json_extract(r.plan, '$.old.version'), r.phase "
    "FROM rollout r JOIN serving_target t ON t.id = r.target WHERE NOT EXISTS (SELECT 1 FROM "
    "rollout n WHERE n.target = r.target AND n.model = r.model AND (n.created_at, n.id) > "
    "(r.created_at, r.id)) ORDER BY r.model, t.name";

} // namespace

Result<std::vector<Deployment>> readDeployments(const std::shared_ptr<Workspace>& workspace)
{
    return workspace->read([](auto& db) -> Result<std::vector<Deployment>> {
        std::vector<Deployment> found;
        SQLite::Statement row(db, newestOfEach);
        while (row.executeStep()) {
            const auto phase = row.getColumn(5).getString();
            Deployment served{row.getColumn(0).getString(),
                              row.getColumn(1).getString(),
                              row.getColumn(2).getString(),
                              {},
                              false};
            const bool ended = phase == "done" || phase == "rolled-back";
            served.inRollout = !ended && phase != "prepared";
            const bool fresh = phase == "done" || served.inRollout;
            const bool old = phase != "done" && !row.getColumn(4).isNull();
            for (const int column : {fresh ? 3 : -1, old ? 4 : -1}) {
                if (column < 0)
                    continue;
                served.version = row.getColumn(column).getString();
                found.push_back(served);
            }
        }
        return found;
    });
}

} // namespace binnacle
