#include "services/backends/mlflow_db/registry_tables.h"

#include "services/backends/model_source.h"
#include "services/backends/registry_checks.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <unordered_map>

namespace binnacle::mlflow_db {

namespace {

constexpr std::size_t batchVersions = 2000;
constexpr std::int64_t beforeAll = std::numeric_limits<std::int64_t>::min();
constexpr const char* deletedStage = "Deleted_Internal";

constexpr const char* modelColumns =
    "m.rowid, m.name, m.creation_time, m.last_updated_time, m.description";
constexpr const char* versionColumns =
    "v.rowid, v.name, v.version, v.creation_time, v.last_updated_time, v.description, v.user_id, "
    "v.current_stage, v.source, v.run_id, v.status, v.status_message, v.run_link";

RegisteredModel modelOf(const Statement& row)
{
    RegisteredModel model;
    model.name = row.string(1);
    model.creationTime = row.optionalInteger(2);
    model.lastUpdateTime = row.optionalInteger(3);
    model.description = row.string(4);
    return model;
}

ModelVersion versionOf(const Statement& row)
{
    ModelVersion version;
    version.model = row.string(1);
    version.version = std::to_string(row.integer(2));
    version.creationTime = row.optionalInteger(3);
    version.lastUpdateTime = row.optionalInteger(4);
    version.description = row.string(5);
    version.userId = row.string(6);
    version.stage = row.string(7);
    version.source = row.string(8);
    version.runId = row.string(9);
    version.status = row.string(10);
    version.statusMessage = row.string(11);
    version.runLink = row.string(12);
    version.loggedModelId = loggedModelOf(version.source);
    return version;
}

std::string versionKey(std::string_view name, std::int64_t version)
{
    return std::to_string(version) + '/' + std::string(name);
}

using TagsByKey = std::unordered_map<std::string, std::vector<KeyValue>>;

void sortTags(std::vector<KeyValue>& tags)
{
    std::ranges::sort(tags, {}, &KeyValue::key);
}

TagsByKey tagsOfModels(SqliteFile& file, const RegistrySchema& schema)
{
    TagsByKey tags;
    Statement rows(file.handle(), "SELECT t.rowid, t.name, t.key, t.value FROM "
                                  "registered_model_tags t WHERE t.rowid > ?1" +
                                      schema.only("t") + " ORDER BY t.rowid");
    readInSlices(file, rows, beforeAll, [&](const Statement& row) {
        tags[row.string(1)].push_back({row.string(2), row.string(3)});
    });
    return tags;
}

TagsByKey tagsOfVersions(SqliteFile& file, const RegistrySchema& schema)
{
    TagsByKey tags;
    Statement rows(file.handle(), "SELECT t.rowid, t.name, t.version, t.key, t.value FROM "
                                  "model_version_tags t WHERE t.rowid > ?1" +
                                      schema.only("t") + " ORDER BY t.rowid");
    readInSlices(file, rows, beforeAll, [&](const Statement& row) {
        tags[versionKey(row.text(1), row.integer(2))].push_back({row.string(3), row.string(4)});
    });
    return tags;
}

std::unordered_map<std::string, std::vector<ModelAlias>>
aliasesOfModels(SqliteFile& file, const RegistrySchema& schema)
{
    std::unordered_map<std::string, std::vector<ModelAlias>> aliases;
    if (!schema.aliases)
        return aliases;
    Statement rows(file.handle(), "SELECT a.rowid, a.name, a.alias, a.version FROM "
                                  "registered_model_aliases a WHERE a.rowid > ?1" +
                                      schema.only("a") + " ORDER BY a.rowid");
    readInSlices(file, rows, beforeAll, [&](const Statement& row) {
        aliases[row.string(1)].push_back({row.string(2), std::to_string(row.integer(3))});
    });
    return aliases;
}

std::map<std::string, RegisteredModel> allModels(SqliteFile& file, const RegistrySchema& schema)
{
    const auto aliases = aliasesOfModels(file, schema);
    auto tags = tagsOfModels(file, schema);
    std::map<std::string, RegisteredModel> models;
    Statement rows(file.handle(), std::string("SELECT ") + modelColumns +
                                      " FROM registered_models m WHERE m.rowid > ?1" +
                                      schema.only("m") + " ORDER BY m.rowid");
    readInSlices(file, rows, beforeAll, [&](const Statement& row) {
        auto model = modelOf(row);
        model.tags = std::move(tags[model.name]);
        if (isPromptModel(model.tags))
            return;
        sortTags(model.tags);
        if (const auto held = aliases.find(model.name); held != aliases.end())
            model.aliases = held->second;
        models.emplace(model.name, std::move(model));
    });
    return models;
}

Result<void> deliverModels(const std::map<std::string, RegisteredModel>& models,
                           const RegistrySink& sink)
{
    std::vector<RegistryBatch> batches;
    for (const auto& [name, model] : models)
        batches.push_back({model, {}});
    return batches.empty() ? Result<void>() : sink(std::move(batches));
}

Result<void> deliverVersions(const std::map<std::string, RegisteredModel>& models,
                             std::vector<ModelVersion>& versions, const RegistrySink& sink)
{
    std::map<std::string, RegistryBatch> batches;
    for (auto& version : versions) {
        const auto model = models.find(version.model);
        if (model == models.end())
            continue;
        auto& batch = batches[version.model];
        batch.model = model->second;
        batch.versions.push_back(std::move(version));
    }
    versions.clear();
    std::vector<RegistryBatch> list;
    for (auto& [name, batch] : batches)
        list.push_back(std::move(batch));
    return list.empty() ? Result<void>() : sink(std::move(list));
}

std::string firstText(SqliteFile& file, const std::string& sql, const std::string& id)
{
    Statement row(file.handle(), sql);
    return row.bind(1, id).step() ? row.string(0) : std::string();
}

std::string storedPlace(SqliteFile& file, const RegistrySchema& schema, const std::string& name,
                        std::int64_t version)
{
    Statement row(file.handle(),
                  std::string("SELECT coalesce(nullif(") +
                      (schema.storageLocation ? "v.storage_location" : "NULL") +
                      ", ''), v.source) FROM model_versions v WHERE v.name = ?1 AND v.version = "
                      "?2 AND v.current_stage IS NOT ?3" +
                      schema.only("v"));
    row.bind(1, name).bind(2, version).bind(3, std::string_view(deletedStage));
    return row.step() ? row.string(0) : std::string();
}

std::string resolved(SqliteFile& file, const RegistrySchema& schema, std::string source, int depth)
{
    if (depth > 8) // sources that name each other in a circle
        return {};
    if (const auto run = runReference(source)) {
        const auto root =
            firstText(file, "SELECT artifact_uri FROM runs WHERE run_uuid = ?1", run->runId);
        return root.empty() || run->path.empty() ? root : root + '/' + run->path;
    }
    if (!source.starts_with("models:"))
        return source;
    if (const auto logged = loggedModelOf(source); !logged.empty())
        return file.hasColumn("logged_models", "artifact_location")
                   ? firstText(file,
                               "SELECT artifact_location FROM logged_models WHERE model_id = ?1",
                               logged)
                   : std::string();
    const auto other = versionReference(source);
    if (!other)
        return {};
    auto number = other->version;
    if (number.starts_with('@'))
        number =
            readAliasHolder(file, schema, other->model, number.substr(1)).value_or(std::string());
    const auto version = versionNumberOf(other->model, number);
    return version ? resolved(file, schema, storedPlace(file, schema, other->model, *version),
                              depth + 1)
                   : std::string();
}

} // namespace

std::string RegistrySchema::only(const char* table) const
{
    return workspaces ? std::string(" AND ") + table + ".workspace = '" + workspace + "'"
                      : std::string();
}

RegistrySchema readRegistrySchema(SqliteFile& file)
{
    RegistrySchema schema;
    schema.aliases = file.hasColumn("registered_model_aliases", "alias");
    schema.storageLocation = file.hasColumn("model_versions", "storage_location");
    schema.workspaces = file.hasColumn("registered_models", "workspace");
    const char* named = std::getenv("MLFLOW_WORKSPACE");
    schema.workspace = named && *named ? named : "default";
    const auto known = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (!std::ranges::all_of(schema.workspace, known)) // it becomes a part of statements
        schema.workspace = "default";
    return schema;
}

Result<void> readRegistry(SqliteFile& file, const RegistrySchema& schema, const RegistrySink& sink)
{
    const auto models = allModels(file, schema);
    if (auto done = deliverModels(models, sink); !done)
        return done;
    auto tags = tagsOfVersions(file, schema);
    std::vector<ModelVersion> versions;
    Result<void> result;
    Statement rows(file.handle(), std::string("SELECT ") + versionColumns +
                                      " FROM model_versions v WHERE v.rowid > ?1 AND "
                                      "v.current_stage IS NOT 'Deleted_Internal'" +
                                      schema.only("v") + " ORDER BY v.rowid");
    readInSlices(file, rows, beforeAll, [&](const Statement& row) {
        auto version = versionOf(row);
        if (const auto found = tags.find(versionKey(version.model, row.integer(2)));
            found != tags.end()) {
            version.tags = std::move(found->second);
            sortTags(version.tags);
        }
        versions.push_back(std::move(version));
    });
    // Written after the last statement was ended: a slow sink keeps no writer waiting.
    for (std::size_t begin = 0; begin < versions.size() && result; begin += batchVersions) {
        const auto end = std::min(versions.size(), begin + batchVersions);
        std::vector<ModelVersion> batch(
            std::make_move_iterator(versions.begin() + std::ptrdiff_t(begin)),
            std::make_move_iterator(versions.begin() + std::ptrdiff_t(end)));
        result = file.stop().stop_requested() ? Result<void>(failure(cancelledError()))
                                              : deliverVersions(models, batch, sink);
    }
    return result;
}

std::optional<RegisteredModel> readModel(SqliteFile& file, const RegistrySchema& schema,
                                         const std::string& name)
{
    const ReadTransaction transaction(file);
    Statement row(file.handle(), std::string("SELECT ") + modelColumns +
                                     " FROM registered_models m WHERE m.name = ?1" +
                                     schema.only("m"));
    if (!row.bind(1, name).step())
        return std::nullopt;
    auto model = modelOf(row);
    Statement tag(file.handle(), "SELECT t.key, t.value FROM registered_model_tags t WHERE t.name "
                                 "= ?1" +
                                     schema.only("t") + " ORDER BY t.key");
    tag.bind(1, name);
    while (tag.step())
        model.tags.push_back({tag.string(0), tag.string(1)});
    if (!schema.aliases)
        return model;
    Statement alias(file.handle(), "SELECT a.alias, a.version FROM registered_model_aliases a "
                                   "WHERE a.name = ?1" +
                                       schema.only("a") + " ORDER BY a.alias");
    alias.bind(1, name);
    while (alias.step())
        model.aliases.push_back({alias.string(0), std::to_string(alias.integer(1))});
    return model;
}

std::optional<ModelVersion> readVersion(SqliteFile& file, const RegistrySchema& schema,
                                        const std::string& name, std::int64_t number)
{
    const ReadTransaction transaction(file);
    Statement row(file.handle(), std::string("SELECT ") + versionColumns +
                                     " FROM model_versions v WHERE v.name = ?1 AND v.version = ?2 "
                                     "AND v.current_stage IS NOT 'Deleted_Internal'" +
                                     schema.only("v"));
    if (!row.bind(1, name).bind(2, number).step())
        return std::nullopt;
    auto version = versionOf(row);
    Statement tag(file.handle(), "SELECT t.key, t.value FROM model_version_tags t WHERE t.name = "
                                 "?1 AND t.version = ?2" +
                                     schema.only("t") + " ORDER BY t.key");
    tag.bind(1, name).bind(2, number);
    while (tag.step())
        version.tags.push_back({tag.string(0), tag.string(1)});
    return version;
}

std::optional<std::string> readAliasHolder(SqliteFile& file, const RegistrySchema& schema,
                                           const std::string& name, const std::string& alias)
{
    if (!schema.aliases)
        return std::nullopt;
    Statement row(file.handle(), "SELECT a.version FROM registered_model_aliases a WHERE a.name = "
                                 "?1 AND a.alias = ?2" +
                                     schema.only("a"));
    if (!row.bind(1, name).bind(2, alias).step())
        return std::nullopt;
    return std::to_string(row.integer(0));
}

std::string filesOfVersion(SqliteFile& file, const RegistrySchema& schema, const std::string& name,
                           std::int64_t version)
{
    return resolved(file, schema, storedPlace(file, schema, name, version), 0);
}

std::string filesOfSource(SqliteFile& file, const RegistrySchema& schema, const std::string& source)
{
    return resolved(file, schema, source, 0);
}

} // namespace binnacle::mlflow_db
