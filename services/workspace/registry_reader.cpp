#include "services/workspace/registry_reader.h"

#include "services/workspace/json_pairs.h"
#include "services/workspace/logged_model_body.h"
#include "services/workspace/registry_events.h"
#include "services/workspace/registry_rows.h"
#include "services/workspace/sqlite_values.h"

#include <algorithm>
#include <unordered_map>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("RegistryReader", source);
}

tl::unexpected<Error> modelIsGone()
{
    return failure(Error::Kind::NotFound, text("This model is not in the workspace any more."));
}

AliasState aliasOf(SQLite::Statement& row, int first)
{
    AliasState state;
    state.alias.name = row.getColumn(first).getString();
    state.alias.version = std::to_string(row.getColumn(first + 1).getInt64());
    state.since = row.getColumn(first + 2).getInt64();
    state.sinceAfter = optionalInt(row.getColumn(first + 3));
    state.sinceExact = row.getColumn(first + 4).getInt() != 0;
    state.actor = row.getColumn(first + 5).getString();
    return state;
}

constexpr const char* aliasColumns = "name, version, since, since_after, since_exact, actor";

std::vector<AliasState> aliasesOf(SQLite::Database& db, std::int64_t model)
{
    std::vector<AliasState> aliases;
    SQLite::Statement row(db, std::string("SELECT ") + aliasColumns +
                                  " FROM model_alias WHERE model = ? ORDER BY name");
    row.bind(1, model);
    while (row.executeStep())
        aliases.push_back(aliasOf(row, 0));
    return aliases;
}

constexpr const char* modelColumns =
    "SELECT m.id, m.source, s.name, m.name, m.description, m.creation_time, m.last_update_time, "
    "m.tags, m.confirmed_at FROM registered_model m JOIN source s ON s.id = m.source ";

ModelSummary summaryOf(SQLite::Statement& row)
{
    ModelSummary summary;
    summary.row = RegisteredModelRowId{row.getColumn(0).getInt64()};
    summary.source = SourceId{row.getColumn(1).getInt64()};
    summary.sourceName = row.getColumn(2).getString();
    summary.model.name = row.getColumn(3).getString();
    summary.model.description = row.getColumn(4).getString();
    summary.model.creationTime = optionalInt(row.getColumn(5));
    summary.model.lastUpdateTime = optionalInt(row.getColumn(6));
    summary.model.tags = pairsOf(row.getColumn(7).getString());
    summary.confirmedAt = row.getColumn(8).getInt64();
    return summary;
}

void setAliases(ModelSummary& summary, std::vector<AliasState> aliases)
{
    for (const auto& state : aliases)
        summary.model.aliases.push_back(state.alias);
    summary.aliases = std::move(aliases);
}

// Reads one model with what is counted of it.
ModelSummary completed(SQLite::Database& db, ModelSummary summary)
{
    setAliases(summary, aliasesOf(db, raw(summary.row)));
    SQLite::Statement row(db, "SELECT count(*), max(version) FROM model_version WHERE model = ?");
    row.bind(1, raw(summary.row));
    if (row.executeStep()) {
        summary.versions = row.getColumn(0).getInt64();
        if (!row.getColumn(1).isNull())
            summary.latestVersion = std::to_string(row.getColumn(1).getInt64());
    }
    return summary;
}

// The run is looked for in the version's own source first: a version that was copied from another
// registry keeps the id of its run.
constexpr const char* versionColumns =
    "SELECT v.id, v.model, m.source, s.name, m.name, v.version, v.user_id, v.stage, "
    "v.description, v.artifact_source, v.run_id, v.run_link, v.logged_model_id, v.status, "
    "v.status_message, v.creation_time, v.last_update_time, v.tags, v.confirmed_at, "
    "iif(v.run_id = '', NULL, coalesce((SELECT id FROM run WHERE source = m.source AND run_id = "
    "v.run_id), (SELECT id FROM run WHERE run_id = v.run_id))) "
    "FROM model_version v JOIN registered_model m ON m.id = v.model JOIN "
    "source s ON s.id = m.source ";

VersionDetail detailOf(SQLite::Statement& row)
{
    const auto string = [&](int i) { return row.getColumn(i).getString(); };
    VersionDetail detail;
    detail.row = ModelVersionRowId{row.getColumn(0).getInt64()};
    detail.modelRow = RegisteredModelRowId{row.getColumn(1).getInt64()};
    detail.source = SourceId{row.getColumn(2).getInt64()};
    detail.sourceName = string(3);
    auto& version = detail.version;
    version.model = string(4);
    version.version = std::to_string(row.getColumn(5).getInt64());
    version.userId = string(6);
    version.stage = string(7);
    version.description = string(8);
    version.source = string(9);
    version.runId = string(10);
    version.runLink = string(11);
    version.loggedModelId = string(12);
    version.status = string(13);
    version.statusMessage = string(14);
    version.creationTime = optionalInt(row.getColumn(15));
    version.lastUpdateTime = optionalInt(row.getColumn(16));
    version.tags = pairsOf(string(17));
    detail.confirmedAt = row.getColumn(18).getInt64();
    if (const auto run = optionalInt(row.getColumn(19)))
        detail.run = RunRowId{*run};
    return detail;
}

void addLoggedModel(SQLite::Statement& find, VersionDetail& detail)
{
    const auto& id = detail.version.loggedModelId;
    if (id.empty())
        return;
    find.bind(1, raw(detail.source));
    find.bind(2, id);
    if (find.executeStep()) {
        LoggedModel model;
        model.id = id;
        model.experimentId = find.getColumn(0).getString();
        model.sourceRunId = find.getColumn(1).getString();
        model.name = find.getColumn(2).getString();
        readLoggedModelBody(find.getColumn(3).getString(), model);
        detail.loggedModel = std::move(model);
    }
    find.reset();
}

// Reads all rows of `row`, a statement that begins with versionColumns.
std::vector<VersionDetail> detailsOf(SQLite::Database& db, SQLite::Statement& row)
{
    std::vector<VersionDetail> details;
    std::unordered_map<std::int64_t, std::vector<AliasState>> aliases;
    SQLite::Statement logged(db, "SELECT experiment_id, source_run_id, name, body FROM "
                                 "logged_model WHERE source = ? AND model_id = ?");
    while (row.executeStep()) {
        auto detail = detailOf(row);
        const auto model = raw(detail.modelRow);
        auto held = aliases.find(model);
        if (held == aliases.end())
            held = aliases.emplace(model, aliasesOf(db, model)).first;
        std::ranges::copy_if(
            held->second, std::back_inserter(detail.aliases),
            [&](const AliasState& state) { return state.alias.version == detail.version.version; });
        addLoggedModel(logged, detail);
        details.push_back(std::move(detail));
    }
    return details;
}

struct ModelKey
{
    std::int64_t source = 0;
    std::string name;
    std::int64_t confirmedAt = 0;
};

std::optional<ModelKey> keyOf(SQLite::Database& db, RegisteredModelRowId model)
{
    SQLite::Statement row(db,
                          "SELECT source, name, confirmed_at FROM registered_model WHERE id = ?");
    row.bind(1, raw(model));
    if (!row.executeStep())
        return std::nullopt;
    return ModelKey{row.getColumn(0).getInt64(), row.getColumn(1).getString(),
                    row.getColumn(2).getInt64()};
}

// `kinds`: SQL condition on the kind of an event; may be empty.
std::vector<ModelEvent> eventsOf(SQLite::Database& db, const ModelKey& model, const char* order,
                                 const char* kinds)
{
    std::vector<ModelEvent> events;
    SQLite::Statement row(db, std::string("SELECT kind, name, version, before, after, at, "
                                          "not_before, actor, act FROM model_event WHERE source "
                                          "= ? AND model_name = ? ") +
                                  kinds + order);
    row.bind(1, model.source);
    row.bind(2, model.name);
    while (row.executeStep()) {
        ModelEvent event;
        event.kind = static_cast<ModelEvent::Kind>(row.getColumn(0).getInt());
        event.source = SourceId{model.source};
        event.model = model.name;
        event.name = row.getColumn(1).getString();
        if (const auto version = optionalInt(row.getColumn(2)))
            event.version = std::to_string(*version);
        event.before = optionalText(row.getColumn(3));
        event.after = optionalText(row.getColumn(4));
        event.at = row.getColumn(5).getInt64();
        event.notBefore = optionalInt(row.getColumn(6));
        event.actor = row.getColumn(7).getString();
        event.act = row.getColumn(8).getString();
        events.push_back(std::move(event));
    }
    return events;
}

} // namespace

Result<std::vector<ModelSummary>> RegistryReader::models() const
{
    return workspace_->read([](auto& db) -> Result<std::vector<ModelSummary>> {
        std::vector<ModelSummary> models;
        std::unordered_map<std::int64_t, std::size_t> places;
        SQLite::Statement row(db,
                              std::string(modelColumns) + "ORDER BY m.name COLLATE NOCASE, s.id");
        while (row.executeStep()) {
            models.push_back(summaryOf(row));
            places.emplace(raw(models.back().row), models.size() - 1);
        }
        std::unordered_map<std::int64_t, std::vector<AliasState>> aliases;
        SQLite::Statement alias(db, std::string("SELECT model, ") + aliasColumns +
                                        " FROM model_alias ORDER BY model, name");
        while (alias.executeStep())
            aliases[alias.getColumn(0).getInt64()].push_back(aliasOf(alias, 1));
        for (auto& [model, states] : aliases) {
            if (const auto place = places.find(model); place != places.end())
                setAliases(models[place->second], std::move(states));
        }
        SQLite::Statement count(
            db, "SELECT model, count(*), max(version) FROM model_version GROUP BY model");
        while (count.executeStep()) {
            const auto place = places.find(count.getColumn(0).getInt64());
            if (place == places.end())
                continue;
            models[place->second].versions = count.getColumn(1).getInt64();
            models[place->second].latestVersion = std::to_string(count.getColumn(2).getInt64());
        }
        return models;
    });
}

Result<ModelSummary> RegistryReader::model(RegisteredModelRowId model) const
{
    return workspace_->read([&](auto& db) -> Result<ModelSummary> {
        SQLite::Statement row(db, std::string(modelColumns) + "WHERE m.id = ?");
        row.bind(1, raw(model));
        if (!row.executeStep())
            return modelIsGone();
        return completed(db, summaryOf(row));
    });
}

Result<ModelSummary> RegistryReader::find(const std::string& name,
                                          const std::optional<std::string>& sourceName) const
{
    return workspace_->read([&](auto& db) -> Result<ModelSummary> {
        SQLite::Statement row(db, std::string(modelColumns) +
                                      "WHERE m.name = ?1 AND (?2 IS NULL OR s.name = ?2) "
                                      "ORDER BY s.id");
        row.bind(1, name);
        bindOptional(row, 2, sourceName);
        std::vector<ModelSummary> found;
        while (row.executeStep())
            found.push_back(summaryOf(row));
        const auto shown = QString::fromStdString(name);
        if (found.empty())
            return failure(Error::Kind::NotFound,
                           text("There is no model called “%1” in the workspace.").arg(shown));
        if (found.size() > 1)
            return failure(Error::Kind::Conflict,
                           text("Several registries have a model called “%1”: %2 and %3, for "
                                "example. Name the registry as well.")
                               .arg(shown, QString::fromStdString(found[0].sourceName),
                                    QString::fromStdString(found[1].sourceName)));
        return completed(db, std::move(found.front()));
    });
}

Result<std::vector<VersionDetail>>
RegistryReader::versions(RegisteredModelRowId model, std::size_t offset, std::size_t limit) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<VersionDetail>> {
        SQLite::Statement row(db, std::string(versionColumns) +
                                      "WHERE v.model = ? ORDER BY v.version DESC LIMIT ? OFFSET ?");
        constexpr std::size_t all = std::size_t(1) << 40;
        row.bind(1, raw(model));
        row.bind(2, static_cast<std::int64_t>(std::min(limit, all)));
        row.bind(3, static_cast<std::int64_t>(std::min(offset, all)));
        return detailsOf(db, row);
    });
}

Result<VersionDetail> RegistryReader::version(RegisteredModelRowId model,
                                              const std::string& version) const
{
    return workspace_->read([&](auto& db) -> Result<VersionDetail> {
        const auto number = versionNumber(version);
        const auto alias = version.starts_with('@') ? version.substr(1) : version;
        SQLite::Statement row(
            db, std::string(versionColumns) +
                    (number ? "WHERE v.model = ? AND v.version = ?"
                            : "WHERE v.model = ? AND v.version = (SELECT a.version FROM "
                              "model_alias a WHERE a.model = v.model AND a.name = ?)"));
        row.bind(1, raw(model));
        if (number)
            row.bind(2, *number);
        else
            row.bind(2, alias);
        auto found = detailsOf(db, row);
        if (!found.empty())
            return std::move(found.front());
        return failure(Error::Kind::NotFound,
                       (number ? text("This model has no version %1.")
                               : text("No version of this model holds the alias “%1”."))
                           .arg(QString::fromStdString(number ? version : alias)));
    });
}

Result<std::vector<VersionDetail>> RegistryReader::versionsOfRun(RunRowId run) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<VersionDetail>> {
        SQLite::Statement row(db, std::string(versionColumns) +
                                      "WHERE v.run_id <> '' AND v.run_id = (SELECT run_id FROM "
                                      "run WHERE id = ?) ORDER BY m.source, m.name, v.version "
                                      "DESC");
        row.bind(1, raw(run));
        return detailsOf(db, row);
    });
}

Result<std::vector<ModelEvent>> RegistryReader::events(RegisteredModelRowId model) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<ModelEvent>> {
        const auto key = keyOf(db, model);
        if (!key)
            return modelIsGone();
        return eventsOf(db, *key, "ORDER BY at DESC, id DESC", "");
    });
}

Result<std::vector<AliasThen>> RegistryReader::holdersAt(RegisteredModelRowId model,
                                                         std::int64_t time) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<AliasThen>> {
        const auto key = keyOf(db, model);
        if (!key)
            return modelIsGone();
        // Kinds of ModelEvent: Alias, Stage, VersionDeleted.
        const auto events = eventsOf(db, *key, "ORDER BY at, id", "AND kind IN (0, 1, 3) ");
        std::int64_t knownUntil = key->confirmedAt;
        for (const auto& event : events) {
            if (!event.act.empty())
                knownUntil = std::max(knownUntil, event.at);
        }
        return binnacle::holdersAt(events, time, knownUntil);
    });
}

} // namespace binnacle
