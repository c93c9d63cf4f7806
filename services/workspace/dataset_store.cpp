#include "services/workspace/dataset_store.h"

#include "services/workspace/sqlite_values.h"

namespace binnacle {

Result<std::int64_t> DatasetStore::see(const DataVersionRow& seen) const
{
    return workspace_->write(0, [&](SQLite::Database& db) -> Result<std::int64_t> {
        SQLite::Statement put(
            db, "INSERT INTO data_version (path, digest, format, rows, first_seen, last_seen, "
                "profile) VALUES (?, ?, ?, ?, ?5, ?5, ?6) ON CONFLICT (path, digest) DO UPDATE SET "
                "last_seen = max(last_seen, excluded.last_seen), rows = excluded.rows, profile = "
                "coalesce(excluded.profile, profile) RETURNING id");
        put.bind(1, seen.path);
        put.bind(2, seen.digest);
        put.bind(3, seen.format);
        put.bind(4, seen.rows);
        put.bind(5, seen.lastSeen);
        bindOptional(put, 6, seen.profile);
        put.executeStep();
        return put.getColumn(0).getInt64();
    });
}

Result<void> DatasetStore::addCheck(std::int64_t version, const DataCheckRow& check) const
{
    return workspace_->write(0, [&](SQLite::Database& db) -> Result<void> {
        SQLite::Statement put(db, "INSERT INTO data_check (version, rules, passed, body, "
                                  "created_at) VALUES (?, ?, ?, ?, ?)");
        put.bind(1, version);
        put.bind(2, check.rules);
        put.bind(3, check.passed ? 1 : 0);
        put.bind(4, check.body);
        put.bind(5, check.createdAt);
        put.exec();
        return {};
    });
}

Result<std::vector<DataVersionRow>> DatasetStore::versions(const std::string& path) const
{
    return workspace_->read([&](SQLite::Database& db) -> Result<std::vector<DataVersionRow>> {
        SQLite::Statement get(db, "SELECT id, path, digest, format, rows, first_seen, last_seen, "
                                  "profile FROM data_version WHERE path = ? ORDER BY last_seen "
                                  "DESC, id DESC");
        get.bind(1, path);
        std::vector<DataVersionRow> rows;
        while (get.executeStep())
            rows.push_back({get.getColumn(0).getInt64(), get.getColumn(1).getString(),
                            get.getColumn(2).getString(), get.getColumn(3).getString(),
                            get.getColumn(4).getInt64(), get.getColumn(5).getInt64(),
                            get.getColumn(6).getInt64(), optionalText(get.getColumn(7))});
        return rows;
    });
}

Result<std::vector<DataCheckRow>> DatasetStore::checks(std::int64_t version) const
{
    return workspace_->read([&](SQLite::Database& db) -> Result<std::vector<DataCheckRow>> {
        SQLite::Statement get(db, "SELECT id, rules, passed, body, created_at FROM data_check "
                                  "WHERE version = ? ORDER BY created_at DESC, id DESC");
        get.bind(1, version);
        std::vector<DataCheckRow> rows;
        while (get.executeStep())
            rows.push_back({get.getColumn(0).getInt64(), get.getColumn(1).getString(),
                            get.getColumn(2).getInt() != 0, get.getColumn(3).getString(),
                            get.getColumn(4).getInt64()});
        return rows;
    });
}

Result<std::vector<std::string>> DatasetStore::paths() const
{
    return workspace_->read([&](SQLite::Database& db) -> Result<std::vector<std::string>> {
        SQLite::Statement get(db, "SELECT path FROM data_version GROUP BY path ORDER BY "
                                  "max(last_seen) DESC, path");
        std::vector<std::string> paths;
        while (get.executeStep())
            paths.push_back(get.getColumn(0).getString());
        return paths;
    });
}

} // namespace binnacle
