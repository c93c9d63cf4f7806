#include "services/workspace/dataset_inputs.h"

#include <SQLiteCpp/Statement.h>

namespace binnacle {

Result<std::vector<RunInputRow>> runInputs(Workspace& workspace, std::size_t limit)
{
    return workspace.read([&](SQLite::Database& db) -> Result<std::vector<RunInputRow>> {
        // SQLite takes the run from the row of the maximum.
        SQLite::Statement get(
            db, "SELECT d.name, d.digest, d.source_type, d.dataset_source, d.profile, s.name, "
                "count(DISTINCT r.id), r.id, max(coalesce(r.start_time, 0)) FROM dataset d JOIN "
                "source s ON s.id = d.source JOIN run_dataset i ON i.dataset = d.id JOIN run r ON "
                "r.id = i.run GROUP BY d.id ORDER BY d.name, 7 DESC, d.digest LIMIT ?");
        get.bind(1, static_cast<std::int64_t>(limit));
        std::vector<RunInputRow> rows;
        while (get.executeStep())
            rows.push_back({get.getColumn(0).getString(), get.getColumn(1).getString(),
                            get.getColumn(2).getString(), get.getColumn(3).getString(),
                            get.getColumn(4).getString(), get.getColumn(5).getString(),
                            get.getColumn(6).getInt64(), RunRowId{get.getColumn(7).getInt64()}});
        return rows;
    });
}

} // namespace binnacle
