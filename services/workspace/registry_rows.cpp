#include "services/workspace/registry_rows.h"

#include "services/workspace/sqlite_values.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace binnacle {

using Kind = ModelEvent::Kind;

namespace {

struct HeldAlias
{
    std::int64_t version = 0;
    std::int64_t since = 0;
    bool exact = false;
};

std::map<std::string, HeldAlias> heldAliases(SQLite::Database& db, std::int64_t model)
{
    std::map<std::string, HeldAlias> held;
    SQLite::Statement row(
        db, "SELECT name, version, since, since_exact FROM model_alias WHERE model = ?");
    row.bind(1, model);
    while (row.executeStep())
        held[row.getColumn(0).getString()] = {row.getColumn(1).getInt64(),
                                              row.getColumn(2).getInt64(),
                                              row.getColumn(3).getInt() != 0};
    return held;
}

} // namespace

std::optional<std::int64_t> versionNumber(const std::string& version)
{
    std::int64_t number = 0;
    const auto* end = version.data() + version.size();
    const auto [last, fault] = std::from_chars(version.data(), end, number);
    if (fault != std::errc() || last != end || number < 0)
        return std::nullopt;
    return number;
}

RegistryRows::RegistryRows(SQLite::Database& db, SourceId source)
    : db_(db)
    , source_(source)
    , find_(db, "SELECT id, digest, confirmed_at, coalesce(creation_time, 0) FROM "
                "registered_model WHERE source = ? AND name = ?")
    , addEvent_(db, "INSERT INTO model_event(source, model_name, kind, name, version, before, "
                    "after, at, not_before, actor, act) VALUES(?,?,?,?,?,?,?,?,?,?,?)")
{
}

std::optional<ModelRow> RegistryRows::find(const std::string& name)
{
    find_.bind(1, raw(source_));
    find_.bind(2, name);
    std::optional<ModelRow> row;
    if (find_.executeStep())
        row = ModelRow{find_.getColumn(0).getInt64(), find_.getColumn(1).getInt64(),
                       find_.getColumn(2).getInt64(), find_.getColumn(3).getInt64(), false};
    find_.reset();
    return row;
}

ModelRow RegistryRows::ensure(const std::string& name, std::optional<std::int64_t> created,
                              std::int64_t seenAt)
{
    if (const auto row = find(name))
        return *row;
    SQLite::Statement insert(db_, "INSERT INTO registered_model(source, name, creation_time, "
                                  "digest, confirmed_at) VALUES(?, ?, ?, 0, ?)");
    insert.bind(1, raw(source_));
    insert.bind(2, name);
    bindOptional(insert, 3, created);
    insert.bind(4, seenAt);
    insert.exec();
    const auto id = db_.getLastInsertRowid();
    ModelEvent event;
    event.kind = Kind::ModelCreated;
    event.model = name;
    event.at = created.value_or(seenAt);
    if (!created)
        event.notBefore = 0;
    add(event);
    return {id, 0, seenAt, created.value_or(0), true};
}

void RegistryRows::add(const ModelEvent& event)
{
    addEvent_.bind(1, raw(source_));
    addEvent_.bind(2, event.model);
    addEvent_.bind(3, static_cast<int>(event.kind));
    addEvent_.bind(4, event.name);
    bindOptional(addEvent_, 5, versionNumber(event.version));
    bindOptional(addEvent_, 6, event.before);
    bindOptional(addEvent_, 7, event.after);
    addEvent_.bind(8, event.at);
    bindOptional(addEvent_, 9, event.notBefore);
    addEvent_.bind(10, event.actor);
    addEvent_.bind(11, event.act);
    addEvent_.exec();
    addEvent_.reset();
}

bool RegistryRows::changedHereSince(const std::string& model, Kind kind, const std::string& name,
                                    std::optional<std::int64_t> version, std::int64_t seenAt)
{
    SQLite::Statement row(db_, "SELECT 1 FROM model_event WHERE source = ?1 AND model_name = "
                               "?2 AND at > ?3 AND kind = ?4 AND act <> '' AND (?5 IS NULL OR "
                               "name = ?5) AND (?6 IS NULL OR version = ?6)");
    row.bind(1, raw(source_));
    row.bind(2, model);
    row.bind(3, seenAt);
    row.bind(4, static_cast<int>(kind));
    if (kind == Kind::Alias)
        row.bind(5, name);
    if (version)
        row.bind(6, *version);
    return row.executeStep();
}

void RegistryRows::putAlias(std::int64_t model, const std::string& name, std::int64_t version,
                            const ModelEvent& event)
{
    SQLite::Statement put(db_, "INSERT OR REPLACE INTO model_alias(model, name, version, since, "
                               "since_after, since_exact, actor) VALUES(?, ?, ?, ?, ?, ?, ?)");
    put.bind(1, model);
    put.bind(2, name);
    put.bind(3, version);
    put.bind(4, event.at);
    bindOptional(put, 5, event.notBefore);
    put.bind(6, event.notBefore ? 0 : 1);
    put.bind(7, event.actor);
    put.exec();
}

void RegistryRows::dropAlias(std::int64_t model, const std::string& name)
{
    SQLite::Statement drop(db_, "DELETE FROM model_alias WHERE model = ? AND name = ?");
    drop.bind(1, model);
    drop.bind(2, name);
    drop.exec();
}

void RegistryRows::followAliases(const RegisteredModel& model, const ModelRow& row,
                                 std::int64_t seenAt)
{
    const auto held = heldAliases(db_, row.id);
    std::map<std::string, std::int64_t> told;
    for (const auto& [name, version] : model.aliases) {
        if (const auto number = versionNumber(version))
            told[name] = *number;
    }
    const auto changed = [&](const std::string& name, const HeldAlias* before,
                             std::optional<std::int64_t> after) {
        if (changedHereSince(model.name, Kind::Alias, name, {}, seenAt))
            return;
        ModelEvent event;
        event.model = model.name;
        event.name = name;
        event.at = seenAt;
        // When the registry last said otherwise; of a model that is new here: its creation.
        event.notBefore = row.isNew ? model.creationTime.value_or(0) : row.confirmedAt;
        if (before) {
            event.before = std::to_string(before->version);
            if (before->exact)
                event.notBefore = std::max(*event.notBefore, before->since);
        }
        event.notBefore = std::min(*event.notBefore, seenAt);
        if (after) {
            event.version = std::to_string(*after);
            event.after = event.version;
            putAlias(row.id, name, *after, event);
        } else {
            event.version = *event.before;
            dropAlias(row.id, name);
        }
        add(event);
    };
    for (const auto& [name, version] : told) {
        const auto before = held.find(name);
        if (before == held.end())
            changed(name, nullptr, version);
        else if (before->second.version != version)
            changed(name, &before->second, version);
    }
    for (const auto& [name, before] : held) {
        if (!told.contains(name))
            changed(name, &before, std::nullopt);
    }
}

} // namespace binnacle
