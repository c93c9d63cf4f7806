#include "services/workspace/dataset_store.h"

#include "services/workspace/sqlite_values.h"

namespace binnacle {

namespace {

constexpr auto versionColumns = "SELECT id, path, digest, format, rows, first_seen, last_seen, "
                                "profile, table_name, encoding, stamp FROM data_version";

DataVersionRow versionFrom(SQLite::Statement& get)
{
    return {
        get.getColumn(0).getInt64(),  get.getColumn(1).getString(),   get.getColumn(2).getString(),
        get.getColumn(3).getString(), get.getColumn(4).getInt64(),    get.getColumn(5).getInt64(),
        get.getColumn(6).getInt64(),  optionalText(get.getColumn(7)), get.getColumn(8).getString(),
        get.getColumn(9).getString(), get.getColumn(10).getString()};
}

} // namespace

Result<std::int64_t> DatasetStore::see(const DataVersionRow& seen) const
{
    return workspace_->write(
        +Workspace::Subject::Datasets, [&](SQLite::Database& db) -> Result<std::int64_t> {
            SQLite::Statement put(
                db,
                "INSERT INTO data_version (path, digest, format, rows, first_seen, last_seen, "
                "profile, "
                "table_name, encoding, stamp) VALUES (?, ?, ?, ?, ?5, ?5, ?6, ?7, ?8, ?9) ON "
                "CONFLICT "
                "(path, table_name, encoding, digest) DO UPDATE SET last_seen = max(last_seen, "
                "excluded.last_seen), rows = excluded.rows, profile = coalesce(excluded.profile, "
                "profile), stamp = excluded.stamp RETURNING id");
            put.bind(1, seen.path);
            put.bind(2, seen.digest);
            put.bind(3, seen.format);
            put.bind(4, seen.rows);
            put.bind(5, seen.lastSeen);
            bindOptional(put, 6, seen.profile);
            put.bind(7, seen.table);
            put.bind(8, seen.encoding);
            put.bind(9, seen.stamp);
            put.executeStep();
            return put.getColumn(0).getInt64();
        });
}

Result<void> DatasetStore::addCheck(std::int64_t version, const DataCheckRow& check) const
{
    return workspace_->write(
        +Workspace::Subject::Datasets, [&](SQLite::Database& db) -> Result<void> {
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
        SQLite::Statement get(db, std::string(versionColumns) +
                                      " WHERE path = ? ORDER BY last_seen DESC, id DESC");
        get.bind(1, path);
        std::vector<DataVersionRow> rows;
        while (get.executeStep())
            rows.push_back(versionFrom(get));
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

Result<std::vector<KnownDataset>> DatasetStore::known() const
{
    return workspace_->read([&](SQLite::Database& db) -> Result<std::vector<KnownDataset>> {
        // SQLite takes the bare columns from the row of the maximum.
        SQLite::Statement get(
            db, "SELECT path, table_name, encoding, digest, format, rows, max(last_seen), "
                "count(*), (SELECT c.passed FROM data_check c JOIN data_version o ON o.id = "
                "c.version WHERE o.path = v.path AND o.table_name = v.table_name AND o.encoding = "
                "v.encoding ORDER BY c.created_at DESC, c.id DESC LIMIT 1) FROM data_version v "
                "GROUP BY path, table_name, encoding ORDER BY 7 DESC, path");
        std::vector<KnownDataset> known;
        while (get.executeStep()) {
            known.push_back({get.getColumn(0).getString(), get.getColumn(1).getString(),
                             get.getColumn(2).getString(), get.getColumn(3).getString(),
                             get.getColumn(4).getString(), get.getColumn(5).getInt64(),
                             get.getColumn(6).getInt64(), get.getColumn(7).getInt64(),
                             std::nullopt});
            if (!get.getColumn(8).isNull())
                known.back().passed = get.getColumn(8).getInt() != 0;
        }
        return known;
    });
}

Result<std::optional<DataVersionRow>> DatasetStore::find(const DataVersionRow& wanted) const
{
    return workspace_->read([&](SQLite::Database& db) -> Result<std::optional<DataVersionRow>> {
        SQLite::Statement get(db, std::string(versionColumns) +
                                      " WHERE path = ? AND table_name = ? AND encoding = ? AND "
                                      "stamp = ? AND stamp <> '' ORDER BY last_seen DESC LIMIT 1");
        get.bind(1, wanted.path);
        get.bind(2, wanted.table);
        get.bind(3, wanted.encoding);
        get.bind(4, wanted.stamp);
        return get.executeStep() ? std::optional(versionFrom(get)) : std::nullopt;
    });
}

Result<void> DatasetStore::forget(const std::string& path) const
{
    return workspace_->write(
        +Workspace::Subject::Datasets, [&](SQLite::Database& db) -> Result<void> {
            SQLite::Statement checks(db, "DELETE FROM data_check WHERE version IN (SELECT id FROM "
                                         "data_version WHERE path = ?)");
            checks.bind(1, path);
            checks.exec();
            SQLite::Statement versions(db, "DELETE FROM data_version WHERE path = ?");
            versions.bind(1, path);
            versions.exec();
            return {};
        });
}

} // namespace binnacle
