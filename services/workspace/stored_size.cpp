#include "services/workspace/stored_size.h"

#include <SQLiteCpp/Statement.h>

namespace binnacle {

Result<StoredSize> storedSize(Workspace& workspace, std::span<const RunRowId> runs,
                              const std::stop_token& stop)
{
    return workspace.read([&](SQLite::Database& db) -> Result<StoredSize> {
        // A metric is its key, run, value, step and time: 40 bytes.
        SQLite::Statement size(
            db, "SELECT (SELECT TOTAL(count) FROM chunk WHERE run = ?1), "
                "(SELECT TOTAL(LENGTH(top) + IFNULL(LENGTH(bands), 0) + LENGTH(points)) "
                "FROM chunk WHERE run = ?1) "
                "+ (SELECT TOTAL(LENGTH(CAST(value AS BLOB)) + 16) FROM param WHERE run = ?1) "
                "+ (SELECT TOTAL(LENGTH(CAST(value AS BLOB)) + 16) FROM tag WHERE run = ?1) "
                "+ (SELECT 40 * COUNT(*) FROM metric WHERE run = ?1) "
                "FROM run WHERE id = ?1");
        StoredSize total;
        for (const auto run : runs) {
            if (stop.stop_requested())
                return failure(cancelledError());
            size.bind(1, raw(run));
            if (size.executeStep()) {
                ++total.runs;
                total.points += size.getColumn(0).getInt64();
                total.bytes += size.getColumn(1).getInt64();
            }
            size.reset();
        }
        return total;
    });
}

} // namespace binnacle
