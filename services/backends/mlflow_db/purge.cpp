#include "services/backends/mlflow_db/purge.h"

#include "services/backends/mlflow_db/edits.h"

namespace binnacle::mlflow_db {

namespace {

constexpr std::int64_t pointsOfTransaction = 5'000;

void remove(SqliteFile& file, const char* sql, const std::string& runId)
{
    Statement statement(file.handle(), sql);
    statement.bind(1, runId).step();
}

// True: there may be more.
Result<bool> removeSomePoints(SqliteFile& file, const std::string& runId)
{
    WriteTransaction transaction(file);
    if (auto deleted = checkDeleted(file, runId); !deleted)
        return failure(deleted.error());
    {
        Statement points(file.handle(),
                         "DELETE FROM metrics WHERE rowid IN (SELECT rowid FROM metrics WHERE "
                         "run_uuid = ?1 LIMIT ?2)");
        points.bind(1, runId).bind(2, pointsOfTransaction).step();
    }
    const bool more = file.changes() == pointsOfTransaction;
    transaction.commit();
    return more;
}

} // namespace

Result<void> purgeRun(SqliteFile& file, const Schema& schema, const std::string& runId)
{
    // MLflow's sessions do the same: other tables name a run and say what is to become of them.
    file.exec("PRAGMA foreign_keys = ON");
    // Without an index every look for points is a scan of the table: then all go at once.
    for (bool more = !schema.pointsByRun.empty() || !schema.pointsByKey.empty(); more;) {
        if (file.stop().stop_requested())
            return failure(cancelledError());
        const auto some = removeSomePoints(file, runId);
        if (!some)
            return failure(some.error());
        more = *some;
    }
    WriteTransaction transaction(file);
    if (auto deleted = checkDeleted(file, runId); !deleted)
        return deleted;
    for (const char* sql :
         {"DELETE FROM metrics WHERE run_uuid = ?1",
          "DELETE FROM latest_metrics WHERE run_uuid = ?1",
          "DELETE FROM params WHERE run_uuid = ?1", "DELETE FROM tags WHERE run_uuid = ?1",
          "DELETE FROM runs WHERE run_uuid = ?1"})
        remove(file, sql, runId);
    transaction.commit();
    return {};
}

} // namespace binnacle::mlflow_db
