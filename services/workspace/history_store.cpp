#include "services/workspace/history_store.h"

#include "services/workspace/history_writer.h"
#include "services/workspace/sqlite_values.h"

#include <unordered_set>

namespace binnacle {

namespace {

// Appends the histories of one run that are missing or stale.
void appendMissing(SQLite::Statement& series, std::int64_t run, std::size_t limit,
                   std::vector<SeriesToFetch>& out)
{
    series.bind(1, run);
    while (out.size() < limit && series.executeStep()) {
        out.push_back({RunRowId{run},
                       {series.getColumn(0).getString(), series.getColumn(1).getString(),
                        series.getColumn(2).getString()},
                       series.getColumn(3).getInt() >= 2});
    }
    series.reset();
}

constexpr const char* dueSeries =
    "FROM run r JOIN metric m ON m.run = r.id JOIN key k ON k.id = m.key "
    "LEFT JOIN series s ON s.key = m.key AND s.run = m.run "
    "WHERE (s.run IS NULL OR (s.latest_step, s.latest_time) < (m.step, m.timestamp) "
    "OR (s.final = 0 AND r.status >= 2)) ";

} // namespace

Result<std::vector<SeriesToFetch>>
HistoryStore::missing(SourceId source, std::span<const RunRowId> first, std::size_t limit) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<SeriesToFetch>> {
        std::vector<SeriesToFetch> found;
        SQLite::Statement series(db, std::string("SELECT r.run_id, k.name, coalesce(s.cursor, ''), "
                                                 "r.status ") +
                                         dueSeries + "AND r.id = ?");
        std::unordered_set<std::int64_t> done;
        SQLite::Statement due(db,
                              "SELECT 1 FROM run WHERE id = ? AND source = ? AND history_due = 1");
        for (const auto run : first) {
            due.bind(1, raw(run));
            due.bind(2, raw(source));
            if (due.executeStep() && done.insert(raw(run)).second)
                appendMissing(series, raw(run), limit, found);
            due.reset();
        }
        SQLite::Statement run(db, "SELECT id FROM run WHERE source = ? AND history_due = 1 AND "
                                  "lifecycle = 0 ORDER BY start_time DESC");
        run.bind(1, raw(source));
        while (found.size() < limit && run.executeStep()) {
            const std::int64_t id = run.getColumn(0).getInt64();
            if (done.insert(id).second)
                appendMissing(series, id, limit, found);
        }
        return found;
    });
}

Result<std::int64_t> HistoryStore::countMissing(SourceId source) const
{
    return workspace_->read([&](auto& db) -> Result<std::int64_t> {
        SQLite::Statement count(db, std::string("SELECT count(*) ") + dueSeries +
                                        "AND r.source = ? AND r.history_due = 1 AND "
                                        "r.lifecycle = 0");
        count.bind(1, raw(source));
        count.executeStep();
        return count.getColumn(0).getInt64();
    });
}

Result<void> HistoryStore::write(std::span<const SeriesToFetch> requests,
                                 std::span<SeriesData> data) const
{
    return workspace_->write(+Workspace::Subject::Histories, [&](auto& db) -> Result<void> {
        HistoryWriter writer(db);
        for (auto& series : data)
            writer.put(requests[series.request], series);
        writer.finish();
        return {};
    });
}

} // namespace binnacle
