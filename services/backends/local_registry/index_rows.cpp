#include "services/backends/local_registry/index_rows.h"

#include "services/backends/registry_checks.h"

#include <SQLiteCpp/Statement.h>

#include <QCryptographicHash>

#include <map>

namespace binnacle::local_registry {

namespace {

std::vector<KeyValue> pairs(SQLite::Statement& row)
{
    std::vector<KeyValue> list;
    while (row.executeStep())
        list.push_back({row.getColumn(0).getString(), row.getColumn(1).getString()});
    return list;
}

} // namespace

std::optional<std::int64_t> modelId(SQLite::Database& db, const std::string& name)
{
    SQLite::Statement row(db, "SELECT id FROM model WHERE name = ?");
    row.bind(1, name);
    return row.executeStep() ? std::optional(row.getColumn(0).getInt64()) : std::nullopt;
}

Result<std::int64_t> checked(SQLite::Database& db, const std::string& name,
                             std::optional<std::int64_t> version)
{
    const auto model = modelId(db, name);
    if (!model)
        return failure(noSuchModel(name));
    if (!version)
        return *model;
    SQLite::Statement row(db, "SELECT 1 FROM version WHERE model = ? AND number = ?");
    row.bind(1, *model);
    row.bind(2, *version);
    if (!row.executeStep())
        return failure(noSuchVersion(name, std::to_string(*version)));
    return *model;
}

void touch(SQLite::Database& db, std::int64_t model, std::optional<std::int64_t> version)
{
    SQLite::Statement update(db, "UPDATE model SET last_update_time = ? WHERE id = ?");
    update.bind(1, nowInMilliseconds());
    update.bind(2, model);
    update.exec();
    if (!version)
        return;
    SQLite::Statement of(db, "UPDATE version SET last_update_time = ? WHERE model = ? AND number "
                             "= ?");
    of.bind(1, nowInMilliseconds());
    of.bind(2, model);
    of.bind(3, *version);
    of.exec();
}

RegisteredModel readModel(SQLite::Database& db, std::int64_t model)
{
    RegisteredModel result;
    SQLite::Statement row(db, "SELECT name, description, creation_time, last_update_time FROM "
                              "model WHERE id = ?");
    row.bind(1, model);
    if (!row.executeStep())
        return result;
    result.name = row.getColumn(0).getString();
    result.description = row.getColumn(1).getString();
    result.creationTime = row.getColumn(2).getInt64();
    result.lastUpdateTime = row.getColumn(3).getInt64();
    SQLite::Statement tag(db, "SELECT key, value FROM model_tag WHERE model = ? ORDER BY key");
    tag.bind(1, model);
    result.tags = pairs(tag);
    SQLite::Statement alias(db, "SELECT name, number FROM alias WHERE model = ? ORDER BY name");
    alias.bind(1, model);
    for (auto& [name, version] : pairs(alias))
        result.aliases.push_back({std::move(name), std::move(version)});
    return result;
}

std::vector<ModelVersion> readVersions(SQLite::Database& db, std::int64_t model,
                                       std::optional<std::int64_t> version)
{
    std::map<std::int64_t, std::vector<KeyValue>> tags;
    SQLite::Statement tag(db, "SELECT number, key, value FROM version_tag WHERE model = ?1 AND "
                              "(?2 IS NULL OR number = ?2) ORDER BY number, key");
    SQLite::Statement row(
        db, "SELECT m.name, v.number, v.user_id, v.description, v.source, v.run_id, v.run_link, "
            "v.logged_model_id, v.creation_time, v.last_update_time FROM version v JOIN model m "
            "ON m.id = v.model WHERE v.model = ?1 AND (?2 IS NULL OR v.number = ?2) ORDER BY "
            "v.number");
    for (auto* statement : {&tag, &row}) {
        statement->bind(1, model);
        if (version)
            statement->bind(2, *version);
    }
    while (tag.executeStep())
        tags[tag.getColumn(0).getInt64()].push_back(
            {tag.getColumn(1).getString(), tag.getColumn(2).getString()});
    std::vector<ModelVersion> versions;
    while (row.executeStep()) {
        const auto string = [&](int i) { return row.getColumn(i).getString(); };
        auto& made = versions.emplace_back();
        made.model = string(0);
        made.version = string(1);
        made.userId = string(2);
        made.description = string(3);
        made.source = string(4);
        made.runId = string(5);
        made.runLink = string(6);
        made.loggedModelId = string(7);
        made.status = "READY";
        made.creationTime = row.getColumn(8).getInt64();
        made.lastUpdateTime = row.getColumn(9).getInt64();
        if (const auto found = tags.find(row.getColumn(1).getInt64()); found != tags.end())
            made.tags = std::move(found->second);
    }
    return versions;
}

std::vector<RegistryBatch> readAll(SQLite::Database& db)
{
    std::vector<RegistryBatch> batches;
    SQLite::Statement row(db, "SELECT id FROM model ORDER BY name");
    while (row.executeStep()) {
        const auto model = row.getColumn(0).getInt64();
        batches.push_back({readModel(db, model), readVersions(db, model, std::nullopt)});
    }
    return batches;
}

std::vector<StoredFile> readFiles(SQLite::Database& db, const std::string& folder,
                                  std::int64_t model, std::int64_t version)
{
    std::vector<StoredFile> files;
    SQLite::Statement row(db, "SELECT path, size, digest FROM file WHERE folder = ? AND model = ? "
                              "AND number = ? ORDER BY path");
    row.bind(1, folder);
    row.bind(2, model);
    row.bind(3, version);
    while (row.executeStep())
        files.push_back({row.getColumn(0).getString(), row.getColumn(1).getInt64(),
                         row.getColumn(2).getString()});
    return files;
}

void putFile(SQLite::Database& db, const std::string& folder, std::int64_t model,
             std::int64_t version, const StoredFile& file)
{
    SQLite::Statement put(db, "INSERT OR REPLACE INTO file(folder, model, number, path, size, "
                              "digest) VALUES(?, ?, ?, ?, ?, ?)");
    put.bind(1, folder);
    put.bind(2, model);
    put.bind(3, version);
    put.bind(4, file.path);
    put.bind(5, file.size);
    put.bind(6, file.digest);
    put.exec();
}

namespace {

// Of `digests`, those that no row names any more.
std::vector<std::string> unused(SQLite::Database& db, std::vector<std::string> digests)
{
    SQLite::Statement used(db, "SELECT 1 FROM file WHERE digest = ? LIMIT 1");
    std::erase_if(digests, [&](const std::string& digest) {
        used.bind(1, digest);
        const bool isUsed = used.executeStep();
        used.reset();
        return isUsed;
    });
    return digests;
}

std::vector<std::string> digestsOf(SQLite::Statement& rows)
{
    std::vector<std::string> digests;
    while (rows.executeStep())
        digests.push_back(rows.getColumn(0).getString());
    return digests;
}

} // namespace

std::vector<std::string> dropFiles(SQLite::Database& db, std::int64_t model,
                                   std::optional<std::int64_t> version)
{
    SQLite::Statement row(db, "SELECT DISTINCT digest FROM file WHERE folder = '' AND model = ?1 "
                              "AND (?2 IS NULL OR number = ?2)");
    SQLite::Statement drop(db, "DELETE FROM file WHERE folder = '' AND model = ?1 AND (?2 IS NULL "
                               "OR number = ?2)");
    for (auto* statement : {&row, &drop}) {
        statement->bind(1, model);
        if (version)
            statement->bind(2, *version);
    }
    auto digests = digestsOf(row);
    drop.exec();
    return unused(db, std::move(digests));
}

std::vector<std::string> dropUpload(SQLite::Database& db, const std::string& folder)
{
    SQLite::Statement row(db, "SELECT DISTINCT digest FROM file WHERE folder = ?");
    SQLite::Statement drop(db, "DELETE FROM file WHERE folder = ?");
    row.bind(1, folder);
    drop.bind(1, folder);
    auto digests = digestsOf(row);
    drop.exec();
    return unused(db, std::move(digests));
}

std::string digestOf(const std::vector<StoredFile>& files)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto& file : files) {
        const auto line = file.digest + "  " + file.path + '\n';
        hash.addData(QByteArrayView(line.data(), qsizetype(line.size())));
    }
    return "sha256:" + hash.result().toHex().toStdString();
}

} // namespace binnacle::local_registry
