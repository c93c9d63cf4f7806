#include "services/backends/mlflow_db/registry_edits.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/model_source.h"
#include "services/backends/registry_checks.h"

namespace binnacle::mlflow_db {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

// An absent text is NULL, as MLflow writes it.
void bindText(Statement& statement, int parameter, const std::string& text)
{
    if (!text.empty())
        statement.bind(parameter, text);
}

} // namespace

std::string RegistryEdits::insertInto(const char* table, const char* columns,
                                      const char* values) const
{
    std::string sql = std::string("INSERT OR REPLACE INTO ") + table + " (" + columns;
    if (schema_.workspaces)
        sql += ", workspace";
    sql += std::string(") VALUES (") + values;
    if (schema_.workspaces)
        sql += ", '" + schema_.workspace + "'";
    return sql + ')';
}

bool RegistryEdits::hasModel(const std::string& name)
{
    Statement row(file_.handle(),
                  "SELECT 1 FROM registered_models m WHERE m.name = ?1" + schema_.only("m"));
    return row.bind(1, name).step();
}

bool RegistryEdits::hasVersion(const std::string& name, std::int64_t version)
{
    Statement row(file_.handle(), "SELECT 1 FROM model_versions v WHERE v.name = ?1 AND v.version "
                                  "= ?2 AND v.current_stage IS NOT 'Deleted_Internal'" +
                                      schema_.only("v"));
    return row.bind(1, name).bind(2, version).step();
}

Result<void> RegistryEdits::check(const std::string& name, std::optional<std::int64_t> version)
{
    if (!hasModel(name))
        return failure(noSuchModel(name));
    if (version && !hasVersion(name, *version))
        return failure(noSuchVersion(name, std::to_string(*version)));
    return {};
}

void RegistryEdits::touchModel(const std::string& name, std::int64_t now)
{
    Statement touch(file_.handle(), "UPDATE registered_models AS m SET last_updated_time = ?2 "
                                    "WHERE m.name = ?1" +
                                        schema_.only("m"));
    touch.bind(1, name).bind(2, now).step();
}

Result<void> RegistryEdits::setAlias(const std::string& name, const std::string& alias,
                                     std::int64_t version)
{
    if (!schema_.aliases)
        return failure(Error::Kind::Unsupported,
                       tr("This mlflow.db is older than aliases (MLflow 2.3)."));
    if (auto good = checkAlias(alias); !good)
        return good;
    WriteTransaction transaction(file_);
    if (auto there = check(name, version); !there)
        return there;
    {
        Statement put(file_.handle(),
                      insertInto("registered_model_aliases", "name, alias, version", "?1, ?2, ?3"));
        put.bind(1, name).bind(2, alias).bind(3, version).step();
    }
    transaction.commit();
    return {};
}

Result<void> RegistryEdits::deleteAlias(const std::string& name, const std::string& alias)
{
    WriteTransaction transaction(file_);
    if (auto there = check(name, {}); !there)
        return there;
    if (schema_.aliases) {
        Statement drop(file_.handle(), "DELETE FROM registered_model_aliases AS a WHERE a.name = "
                                       "?1 AND a.alias = ?2" +
                                           schema_.only("a"));
        drop.bind(1, name).bind(2, alias).step();
    }
    transaction.commit();
    return {};
}

Result<void> RegistryEdits::setTag(const std::string& name, std::optional<std::int64_t> version,
                                   const std::string& key, const std::string& value)
{
    if (auto good = checkTag(key, value, registryTagLimit); !good)
        return good;
    WriteTransaction transaction(file_);
    if (auto there = check(name, version); !there)
        return there;
    {
        Statement put(
            file_.handle(),
            version
                ? insertInto("model_version_tags", "name, key, value, version", "?1, ?2, ?3, ?4")
                : insertInto("registered_model_tags", "name, key, value", "?1, ?2, ?3"));
        put.bind(1, name).bind(2, key).bind(3, value);
        if (version)
            put.bind(4, *version);
        put.step();
    }
    transaction.commit();
    return {};
}

Result<void> RegistryEdits::deleteTag(const std::string& name, std::optional<std::int64_t> version,
                                      const std::string& key)
{
    WriteTransaction transaction(file_);
    if (auto there = check(name, version); !there)
        return there;
    {
        Statement drop(file_.handle(),
                       (version ? std::string("DELETE FROM model_version_tags AS t WHERE t.name = "
                                              "?1 AND t.key = ?2 AND t.version = ?3")
                                : std::string("DELETE FROM registered_model_tags AS t WHERE "
                                              "t.name = ?1 AND t.key = ?2")) +
                           schema_.only("t"));
        drop.bind(1, name).bind(2, key);
        if (version)
            drop.bind(3, *version);
        drop.step();
    }
    transaction.commit();
    return {};
}

Result<void> RegistryEdits::describe(const std::string& name, std::optional<std::int64_t> version,
                                     const std::string& text)
{
    if (QString::fromStdString(text).size() > 5000)
        return failure(Error::Kind::Invalid,
                       tr("MLflow keeps a description of at most 5000 characters."));
    WriteTransaction transaction(file_);
    if (auto there = check(name, version); !there)
        return there;
    {
        Statement put(file_.handle(),
                      (version ? std::string("UPDATE model_versions AS t SET description = ?2, "
                                             "last_updated_time = ?3 WHERE t.name = ?1 AND "
                                             "t.version = ?4")
                               : std::string("UPDATE registered_models AS t SET description = "
                                             "?2, last_updated_time = ?3 WHERE t.name = ?1")) +
                          schema_.only("t"));
        put.bind(1, name).bind(2, text).bind(3, nowInMilliseconds());
        if (version)
            put.bind(4, *version);
        put.step();
    }
    transaction.commit();
    return {};
}

Result<void> RegistryEdits::setStage(const std::string& name, std::int64_t version,
                                     const std::string& stage)
{
    const auto canonical = canonicalStage(stage);
    if (!canonical)
        return failure(canonical.error());
    WriteTransaction transaction(file_);
    if (auto there = check(name, version); !there)
        return there;
    const auto now = nowInMilliseconds();
    {
        Statement put(file_.handle(), "UPDATE model_versions AS v SET current_stage = ?3, "
                                      "last_updated_time = ?4 WHERE v.name = ?1 AND v.version = "
                                      "?2" +
                                          schema_.only("v"));
        put.bind(1, name).bind(2, version).bind(3, *canonical).bind(4, now).step();
    }
    touchModel(name, now);
    transaction.commit();
    return {};
}

Result<void> RegistryEdits::createModel(const std::string& name, const std::string& description)
{
    if (auto good = checkModelName(name); !good)
        return good;
    WriteTransaction transaction(file_);
    if (hasModel(name))
        return failure(modelExists(name));
    {
        Statement put(file_.handle(),
                      insertInto("registered_models",
                                 "name, description, creation_time, last_updated_time",
                                 "?1, ?2, ?3, ?3"));
        put.bind(1, name).bind(3, nowInMilliseconds());
        bindText(put, 2, description);
        put.step();
    }
    transaction.commit();
    return {};
}

Result<std::int64_t> RegistryEdits::createVersion(const NewModelVersion& made)
{
    for (const auto& [key, value] : made.tags) {
        if (auto good = checkTag(key, value, registryTagLimit); !good)
            return failure(good.error());
    }
    WriteTransaction transaction(file_);
    if (auto there = check(made.model, {}); !there)
        return failure(there.error());
    const auto now = nowInMilliseconds();
    std::int64_t number = 1;
    {
        // Numbers of deleted versions are not given again: their rows stay.
        Statement last(file_.handle(), "SELECT max(v.version) FROM model_versions v WHERE v.name "
                                       "= ?1" +
                                           schema_.only("v"));
        if (last.bind(1, made.model).step())
            number = last.optionalInteger(0).value_or(0) + 1;
    }
    const auto place = filesOfSource(file_, schema_, made.source);
    {
        Statement put(
            file_.handle(),
            schema_.storageLocation
                ? insertInto("model_versions",
                             "name, version, creation_time, last_updated_time, description, "
                             "current_stage, source, run_id, run_link, status, storage_location",
                             "?1, ?2, ?3, ?3, ?4, 'None', ?5, ?6, ?7, 'READY', ?8")
                : insertInto("model_versions",
                             "name, version, creation_time, last_updated_time, description, "
                             "current_stage, source, run_id, run_link, status",
                             "?1, ?2, ?3, ?3, ?4, 'None', ?5, ?6, ?7, 'READY'"));
        put.bind(1, made.model).bind(2, number).bind(3, now);
        bindText(put, 4, made.description);
        bindText(put, 5, made.source);
        bindText(put, 6, made.runId);
        bindText(put, 7, made.runLink);
        if (schema_.storageLocation)
            bindText(put, 8,
                     made.source.starts_with("runs:") || place.empty() ? made.source : place);
        put.step();
    }
    for (const auto& [key, value] : made.tags) {
        Statement put(file_.handle(), insertInto("model_version_tags", "name, key, value, version",
                                                 "?1, ?2, ?3, ?4"));
        put.bind(1, made.model).bind(2, key).bind(3, value).bind(4, number).step();
    }
    touchModel(made.model, now);
    transaction.commit();
    return number;
}

Result<void> RegistryEdits::deleteVersion(const std::string& name, std::int64_t version)
{
    WriteTransaction transaction(file_);
    if (auto there = check(name, version); !there)
        return there;
    const auto now = nowInMilliseconds();
    if (schema_.aliases) {
        Statement drop(file_.handle(), "DELETE FROM registered_model_aliases AS a WHERE a.name = "
                                       "?1 AND a.version = ?2" +
                                           schema_.only("a"));
        drop.bind(1, name).bind(2, version).step();
    }
    {
        Statement put(file_.handle(),
                      "UPDATE model_versions AS v SET current_stage = 'Deleted_Internal', "
                      "last_updated_time = ?3, description = NULL, user_id = NULL, source = "
                      "'REDACTED-SOURCE-PATH', run_id = 'REDACTED-RUN-ID', run_link = "
                      "'REDACTED-RUN-LINK', status_message = NULL WHERE v.name = ?1 AND v.version "
                      "= ?2" +
                          schema_.only("v"));
        put.bind(1, name).bind(2, version).bind(3, now).step();
    }
    touchModel(name, now);
    transaction.commit();
    return {};
}

Result<void> RegistryEdits::deleteModel(const std::string& name)
{
    WriteTransaction transaction(file_);
    if (auto there = check(name, {}); !there)
        return there;
    for (const char* table : {"model_version_tags", "registered_model_tags",
                              "registered_model_aliases", "model_versions", "registered_models"}) {
        if (!schema_.aliases && std::string_view(table) == "registered_model_aliases")
            continue;
        Statement drop(file_.handle(), std::string("DELETE FROM ") + table +
                                           " AS t WHERE t.name = ?1" + schema_.only("t"));
        drop.bind(1, name).step();
    }
    transaction.commit();
    return {};
}

} // namespace binnacle::mlflow_db
