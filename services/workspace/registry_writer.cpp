#include "services/workspace/registry_writer.h"

#include "services/workspace/json_pairs.h"
#include "services/workspace/registry_digest.h"
#include "services/workspace/registry_rows.h"
#include "services/workspace/sqlite_values.h"

#include <algorithm>
#include <map>
#include <utility>

namespace binnacle {

namespace {

using Kind = ModelEvent::Kind;

// The former time, where it tells anything of what was seen at `seenAt`.
std::int64_t noLater(std::optional<std::int64_t> time, std::int64_t notBefore, std::int64_t seenAt)
{
    return time && *time > notBefore && *time <= seenAt ? *time : seenAt;
}

void putModel(RegistryRows& rows, const RegisteredModel& model, std::int64_t seenAt)
{
    const auto row = rows.ensure(model.name, model.creationTime, seenAt);
    rows.followAliases(model, row, seenAt);
    SQLite::Statement update(rows.db(),
                             "UPDATE registered_model SET description = ?, creation_time = ?, "
                             "last_update_time = ?, tags = ?, digest = ?, confirmed_at = "
                             "max(confirmed_at, ?) WHERE id = ?");
    update.bind(1, model.description);
    bindOptional(update, 2, model.creationTime);
    bindOptional(update, 3, model.lastUpdateTime);
    update.bind(4, pairsText(model.tags));
    update.bind(5, digestOf(model));
    update.bind(6, seenAt);
    update.bind(7, row.id);
    update.exec();
}

// Writes versions; keeps the statements for a whole batch.
class VersionRows
{
public:
    VersionRows(RegistryRows& rows, std::int64_t seenAt)
        : rows_(rows)
        , seenAt_(seenAt)
        , find_(rows.db(), "SELECT id, digest, stage, confirmed_at FROM model_version WHERE model "
                           "= ? AND version = ?")
        , insert_(rows.db(), "INSERT INTO model_version(user_id, stage, description, "
                             "artifact_source, run_id, run_link, logged_model_id, status, "
                             "status_message, creation_time, last_update_time, tags, digest, "
                             "confirmed_at, model, version) "
                             "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
        , update_(rows.db(), "UPDATE model_version SET user_id = ?, stage = ?, description = ?, "
                             "artifact_source = ?, run_id = ?, run_link = ?, logged_model_id = ?, "
                             "status = ?, status_message = ?, creation_time = ?, last_update_time "
                             "= ?, tags = ?, digest = ?, confirmed_at = max(confirmed_at, ?) "
                             "WHERE model = ? AND version = ?")
    {
    }

    void put(const ModelVersion& version)
    {
        const auto number = versionNumber(version.version);
        if (!number)
            return;
        const auto& model = modelRow(version.model);
        find_.bind(1, model.id);
        find_.bind(2, *number);
        std::optional<std::string> stage;
        std::int64_t notBefore = 0;
        const bool known = find_.executeStep();
        if (known) {
            stage = find_.getColumn(2).getString();
            notBefore = find_.getColumn(3).getInt64();
        }
        find_.reset();
        bool keepStage = false;
        if (!known)
            created(version);
        else if (*stage != version.stage)
            keepStage = rows_.changedHereSince(version.model, Kind::Stage, {}, number, seenAt_);
        if ((!known && hasStage(version.stage)) || (known && *stage != version.stage && !keepStage))
            staged(version, stage, known ? notBefore : version.creationTime.value_or(0));
        bind(known ? update_ : insert_, version, keepStage ? *stage : version.stage, model.id,
             *number);
    }

private:
    static bool hasStage(const std::string& stage) { return !stage.empty() && stage != "None"; }

    const ModelRow& modelRow(const std::string& name)
    {
        const auto found = models_.find(name);
        if (found != models_.end())
            return found->second;
        return models_.emplace(name, rows_.ensure(name, {}, seenAt_)).first->second;
    }

    void created(const ModelVersion& version)
    {
        ModelEvent event;
        event.kind = Kind::VersionCreated;
        event.model = version.model;
        event.version = version.version;
        event.at = version.creationTime.value_or(seenAt_);
        if (!version.creationTime)
            event.notBefore = 0;
        event.actor = version.userId;
        rows_.add(event);
    }

    // A change of stage moves the time of the last update, so it was no later than that.
    void staged(const ModelVersion& version, const std::optional<std::string>& before,
                std::int64_t notBefore)
    {
        ModelEvent event;
        event.kind = Kind::Stage;
        event.model = version.model;
        event.name = version.stage;
        event.version = version.version;
        event.before = before;
        event.after = version.stage;
        event.at = noLater(version.lastUpdateTime, notBefore, seenAt_);
        event.notBefore = std::min(notBefore, event.at);
        rows_.add(event);
    }

    void bind(SQLite::Statement& put, const ModelVersion& version, const std::string& stage,
              std::int64_t model, std::int64_t number) const
    {
        put.bind(1, version.userId);
        put.bind(2, stage);
        put.bind(3, version.description);
        put.bind(4, version.source);
        put.bind(5, version.runId);
        put.bind(6, version.runLink);
        put.bind(7, version.loggedModelId);
        put.bind(8, version.status);
        put.bind(9, version.statusMessage);
        bindOptional(put, 10, version.creationTime);
        bindOptional(put, 11, version.lastUpdateTime);
        put.bind(12, pairsText(version.tags));
        put.bind(13, digestOf(version));
        put.bind(14, seenAt_);
        put.bind(15, model);
        put.bind(16, number);
        put.exec();
        put.reset();
    }

    RegistryRows& rows_;
    std::int64_t seenAt_;
    mutable SQLite::Statement find_, insert_, update_;
    std::map<std::string, ModelRow> models_;
};

void removeVersion(RegistryRows& rows, std::int64_t id, const ModelEvent& event)
{
    SQLite::Statement file(rows.db(), "DELETE FROM model_file WHERE version = ?");
    file.bind(1, id);
    file.exec();
    SQLite::Statement drop(rows.db(), "DELETE FROM model_version WHERE id = ?");
    drop.bind(1, id);
    drop.exec();
    rows.add(event);
}

// Versions that were not confirmed since `begunAt`, of models that are still there.
void removeVersions(RegistryRows& rows, SourceId source, std::int64_t begunAt, std::int64_t now)
{
    std::vector<std::pair<std::int64_t, ModelEvent>> gone;
    SQLite::Statement row(rows.db(),
                          "SELECT v.id, m.name, v.version, v.stage, v.confirmed_at FROM "
                          "model_version v JOIN registered_model m ON m.id = v.model WHERE "
                          "m.source = ? AND v.confirmed_at < ?");
    row.bind(1, raw(source));
    row.bind(2, begunAt);
    while (row.executeStep()) {
        ModelEvent event;
        event.kind = Kind::VersionDeleted;
        event.model = row.getColumn(1).getString();
        event.version = std::to_string(row.getColumn(2).getInt64());
        if (!row.getColumn(3).getString().empty())
            event.before = row.getColumn(3).getString();
        event.at = now;
        event.notBefore = row.getColumn(4).getInt64();
        gone.emplace_back(row.getColumn(0).getInt64(), std::move(event));
    }
    for (const auto& [id, event] : gone)
        removeVersion(rows, id, event);
}

void removeModels(RegistryRows& rows, SourceId source, std::int64_t begunAt, std::int64_t now)
{
    std::vector<std::pair<std::int64_t, ModelEvent>> gone;
    SQLite::Statement row(rows.db(), "SELECT id, name, confirmed_at FROM registered_model WHERE "
                                     "source = ? AND confirmed_at < ?");
    row.bind(1, raw(source));
    row.bind(2, begunAt);
    while (row.executeStep()) {
        ModelEvent event;
        event.kind = Kind::ModelDeleted;
        event.model = row.getColumn(1).getString();
        event.at = now;
        event.notBefore = row.getColumn(2).getInt64();
        gone.emplace_back(row.getColumn(0).getInt64(), std::move(event));
    }
    for (const auto& [id, event] : gone) {
        RegisteredModel empty;
        empty.name = event.model;
        rows.followAliases(empty, ModelRow{id, 0, *event.notBefore, 0, false}, now);
        SQLite::Statement drop(rows.db(), "DELETE FROM registered_model WHERE id = ?");
        drop.bind(1, id);
        drop.exec();
        rows.add(event);
    }
}

// Splits what was delivered into what is as before (row ids) and what is to be written.
template <class T>
struct Delivered
{
    std::vector<std::int64_t> same;
    std::vector<const T*> changed;
};

Result<void> confirm(const std::shared_ptr<Workspace>& workspace, const char* sql,
                     const std::vector<std::int64_t>& rows, std::int64_t seenAt)
{
    if (rows.empty())
        return {};
    return workspace->write(0, [&](auto& db) -> Result<void> {
        SQLite::Statement update(db, sql);
        for (const auto row : rows) {
            update.bind(1, seenAt);
            update.bind(2, row);
            update.exec();
            update.reset();
        }
        return {};
    });
}

} // namespace

Result<void> RegistryWriter::putModels(const std::vector<RegisteredModel>& models,
                                       std::int64_t seenAt) const
{
    // A confirmation is no change: nobody needs to look again because of it.
    const auto delivered = workspace_->read([&](auto& db) -> Result<Delivered<RegisteredModel>> {
        Delivered<RegisteredModel> split;
        RegistryRows rows(db, source_);
        for (const auto& model : models) {
            const auto row = rows.find(model.name);
            if (row && row->digest == digestOf(model))
                split.same.push_back(row->id);
            else
                split.changed.push_back(&model);
        }
        return split;
    });
    if (!delivered)
        return failure(delivered.error());
    auto done = confirm(workspace_,
                        "UPDATE registered_model SET confirmed_at = max(confirmed_at, ?) WHERE "
                        "id = ?",
                        delivered->same, seenAt);
    if (!done || delivered->changed.empty())
        return done;
    return workspace_->write(+Workspace::Subject::Registry, [&](auto& db) -> Result<void> {
        RegistryRows rows(db, source_);
        for (const auto* model : delivered->changed)
            putModel(rows, *model, seenAt);
        return {};
    });
}

Result<void> RegistryWriter::putVersions(const std::vector<ModelVersion>& versions,
                                         std::int64_t seenAt) const
{
    const auto delivered = workspace_->read([&](auto& db) -> Result<Delivered<ModelVersion>> {
        Delivered<ModelVersion> split;
        SQLite::Statement find(db, "SELECT v.id, v.digest FROM registered_model m JOIN "
                                   "model_version v ON v.model = m.id WHERE m.source = ? AND "
                                   "m.name = ? AND v.version = ?");
        for (const auto& version : versions) {
            find.bind(1, raw(source_));
            find.bindNoCopy(2, version.model);
            find.bind(3, versionNumber(version.version).value_or(-1));
            if (find.executeStep() && find.getColumn(1).getInt64() == digestOf(version))
                split.same.push_back(find.getColumn(0).getInt64());
            else
                split.changed.push_back(&version);
            find.reset();
        }
        return split;
    });
    if (!delivered)
        return failure(delivered.error());
    auto done = confirm(workspace_,
                        "UPDATE model_version SET confirmed_at = max(confirmed_at, ?) WHERE id = ?",
                        delivered->same, seenAt);
    if (!done || delivered->changed.empty())
        return done;
    return workspace_->write(+Workspace::Subject::Registry, [&](auto& db) -> Result<void> {
        RegistryRows rows(db, source_);
        VersionRows writer(rows, seenAt);
        for (const auto* version : delivered->changed)
            writer.put(*version);
        return {};
    });
}

Result<void> RegistryWriter::removeUnseen(std::int64_t begunAt,
                                          std::optional<std::int64_t> seenAt) const
{
    return workspace_->write(+Workspace::Subject::Registry, [&](auto& db) -> Result<void> {
        RegistryRows rows(db, source_);
        removeVersions(rows, source_, begunAt, seenAt.value_or(begunAt));
        removeModels(rows, source_, begunAt, seenAt.value_or(begunAt));
        return {};
    });
}

Result<void> RegistryWriter::aliasMoved(const std::string& model, const std::string& alias,
                                        const std::optional<std::string>& from,
                                        const std::optional<std::string>& to,
                                        const OwnChange& change) const
{
    return workspace_->write(+Workspace::Subject::Registry, [&](auto& db) -> Result<void> {
        RegistryRows rows(db, source_);
        const auto row = rows.ensure(model, {}, change.at);
        ModelEvent event;
        event.model = model;
        event.name = alias;
        event.version = to ? *to : from.value_or(std::string());
        event.before = from;
        event.after = to;
        event.at = change.at;
        event.actor = change.actor;
        event.act = change.act;
        if (const auto number = to ? versionNumber(*to) : std::nullopt)
            rows.putAlias(row.id, alias, *number, event);
        else
            rows.dropAlias(row.id, alias);
        rows.add(event);
        SQLite::Statement forget(db, "UPDATE registered_model SET digest = 0 WHERE id = ?");
        forget.bind(1, row.id);
        forget.exec();
        return {};
    });
}

Result<void> RegistryWriter::stageSet(const std::string& model, const std::string& version,
                                      const std::string& from, const std::string& to,
                                      const OwnChange& change) const
{
    return workspace_->write(+Workspace::Subject::Registry, [&](auto& db) -> Result<void> {
        RegistryRows rows(db, source_);
        const auto row = rows.ensure(model, {}, change.at);
        ModelEvent event;
        event.kind = Kind::Stage;
        event.model = model;
        event.name = to;
        event.version = version;
        event.before = from;
        event.after = to;
        event.at = change.at;
        event.actor = change.actor;
        event.act = change.act;
        rows.add(event);
        SQLite::Statement update(db, "UPDATE model_version SET stage = ?, digest = 0 WHERE model "
                                     "= ? AND version = ?");
        update.bind(1, to);
        update.bind(2, row.id);
        update.bind(3, versionNumber(version).value_or(-1));
        update.exec();
        return {};
    });
}

Result<std::string> RegistryWriter::cursor() const
{
    return workspace_->read([&](auto& db) -> Result<std::string> {
        SQLite::Statement row(db, "SELECT cursor FROM registry_state WHERE source = ?");
        row.bind(1, raw(source_));
        return row.executeStep() ? row.getColumn(0).getString() : std::string();
    });
}

Result<void> RegistryWriter::finishScan(const std::string& cursor, bool full, std::int64_t at,
                                        std::int64_t took) const
{
    return workspace_->write(0, [&](auto& db) -> Result<void> {
        SQLite::Statement put(
            db, "INSERT INTO registry_state(source, cursor, last_mirror, last_full, took) "
                "VALUES(?1, ?2, ?3, iif(?4, ?3, NULL), ?5) ON CONFLICT DO UPDATE SET cursor = ?2, "
                "last_mirror = ?3, last_full = iif(?4, ?3, last_full), took = ?5");
        put.bind(1, raw(source_));
        put.bind(2, cursor);
        put.bind(3, at);
        put.bind(4, full ? 1 : 0);
        put.bind(5, took);
        put.exec();
        return {};
    });
}

Result<RegistryWriter::LastScan> RegistryWriter::lastScan() const
{
    return workspace_->read([&](auto& db) -> Result<LastScan> {
        SQLite::Statement row(
            db, "SELECT coalesce(last_mirror, 0), took FROM registry_state WHERE source = ?");
        row.bind(1, raw(source_));
        if (!row.executeStep())
            return LastScan{};
        return LastScan{row.getColumn(0).getInt64(), row.getColumn(1).getInt64()};
    });
}

} // namespace binnacle
