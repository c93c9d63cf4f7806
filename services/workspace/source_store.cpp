#include "services/workspace/source_store.h"

#include "services/workspace/sqlite_values.h"

#include <QDateTime>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("SourceStore", source);
}

Source readSource(SQLite::Statement& row)
{
    return {SourceId{row.getColumn(0).getInt64()}, row.getColumn(1).getString(),
            row.getColumn(2).getString(), row.getColumn(3).getString()};
}

constexpr const char* stateColumns =
    "SELECT s.id, s.name, s.kind, s.uri, s.reach, s.last_sync, s.last_attempt, s.offline_since, "
    "s.product, s.message, "
    "(SELECT count(*) FROM run WHERE source = s.id AND lifecycle = 0), "
    "(SELECT count(*) FROM edit WHERE source = s.id) FROM source s ";

SourceState readState(SQLite::Statement& row)
{
    SourceState state;
    state.reach = static_cast<SourceState::Reach>(row.getColumn(4).getInt());
    state.lastSync = optionalInt(row.getColumn(5));
    state.lastAttempt = optionalInt(row.getColumn(6));
    state.offlineSince = optionalInt(row.getColumn(7));
    state.product = row.getColumn(8).getString();
    state.message = row.getColumn(9).getString();
    state.runs = row.getColumn(10).getInt64();
    state.pendingEdits = row.getColumn(11).getInt64();
    return state;
}

Result<void> oneRow(int changed)
{
    if (changed == 1)
        return {};
    return failure(Error::Kind::NotFound, text("This source is not in the workspace any more."));
}

} // namespace

Result<SourceId> SourceStore::add(const Source& source) const
{
    return workspace_->write(+Workspace::Subject::Sources, [&](auto& db) -> Result<SourceId> {
        SQLite::Statement taken(db, "SELECT name FROM source WHERE name = ? OR uri = ?");
        taken.bind(1, source.name);
        taken.bind(2, source.uri);
        if (taken.executeStep()) {
            return failure(Error::Kind::Conflict,
                           text("The source “%1” has this name or address already.")
                               .arg(QString::fromStdString(taken.getColumn(0).getString())));
        }
        SQLite::Statement insert(db, "INSERT INTO source(name, kind, uri) VALUES(?, ?, ?)");
        insert.bind(1, source.name);
        insert.bind(2, source.kind);
        insert.bind(3, source.uri);
        insert.exec();
        return SourceId{db.getLastInsertRowid()};
    });
}

Result<void> SourceStore::remove(SourceId source) const
{
    const auto subjects = (Workspace::Subject::Sources | Workspace::Subject::Runs) |
                          (Workspace::Subject::Histories | Workspace::Subject::Outbox) |
                          +Workspace::Subject::Registry;
    return workspace_->write(subjects, [&](auto& db) -> Result<void> {
        const auto exec = [&](const char* sql) {
            SQLite::Statement statement(db, sql);
            statement.bind(1, raw(source));
            return statement.exec();
        };
        for (const char* sql :
             {"DELETE FROM metric WHERE run IN (SELECT id FROM run WHERE source = ?)",
              "DELETE FROM param WHERE run IN (SELECT id FROM run WHERE source = ?)",
              "DELETE FROM tag WHERE run IN (SELECT id FROM run WHERE source = ?)",
              "DELETE FROM series WHERE run IN (SELECT id FROM run WHERE source = ?)",
              "DELETE FROM chunk WHERE run IN (SELECT id FROM run WHERE source = ?)",
              "DELETE FROM run_dataset WHERE run IN (SELECT id FROM run WHERE source = ?)",
              "DELETE FROM run_model WHERE run IN (SELECT id FROM run WHERE source = ?)",
              "DELETE FROM edit WHERE source = ?", "DELETE FROM dataset WHERE source = ?",
              "DELETE FROM logged_model WHERE source = ?", "DELETE FROM run WHERE source = ?",
              "DELETE FROM experiment WHERE source = ?",
              R"(DELETE FROM model_file WHERE version IN (SELECT v.id FROM model_version v
                 JOIN registered_model m ON m.id = v.model WHERE m.source = ?))",
              R"(DELETE FROM model_alias WHERE model IN
                 (SELECT id FROM registered_model WHERE source = ?))",
              R"(DELETE FROM model_version WHERE model IN
                 (SELECT id FROM registered_model WHERE source = ?))",
              "DELETE FROM registered_model WHERE source = ?",
              "DELETE FROM model_event WHERE source = ?",
              "DELETE FROM registry_state WHERE source = ?"})
            exec(sql);
        return oneRow(exec("DELETE FROM source WHERE id = ?"));
    });
}

Result<void> SourceStore::rename(SourceId source, const std::string& name) const
{
    return workspace_->write(+Workspace::Subject::Sources, [&](auto& db) -> Result<void> {
        SQLite::Statement taken(db, "SELECT 1 FROM source WHERE name = ? AND id <> ?");
        taken.bind(1, name);
        taken.bind(2, raw(source));
        if (taken.executeStep())
            return failure(
                Error::Kind::Conflict,
                text("Another source is called “%1”.").arg(QString::fromStdString(name)));
        SQLite::Statement update(db, "UPDATE source SET name = ? WHERE id = ?");
        update.bind(1, name);
        update.bind(2, raw(source));
        return oneRow(update.exec());
    });
}

Result<std::vector<Source>> SourceStore::list() const
{
    return workspace_->read([](auto& db) -> Result<std::vector<Source>> {
        std::vector<Source> sources;
        SQLite::Statement row(db, "SELECT id, name, kind, uri FROM source ORDER BY id");
        while (row.executeStep())
            sources.push_back(readSource(row));
        return sources;
    });
}

Result<Source> SourceStore::find(const std::string& name) const
{
    return workspace_->read([&](auto& db) -> Result<Source> {
        SQLite::Statement row(db, "SELECT id, name, kind, uri FROM source WHERE name = ?");
        row.bind(1, name);
        if (row.executeStep())
            return readSource(row);
        return failure(Error::Kind::NotFound,
                       text("There is no source called “%1”.").arg(QString::fromStdString(name)));
    });
}

Result<Source> SourceStore::find(SourceId source) const
{
    return workspace_->read([&](auto& db) -> Result<Source> {
        SQLite::Statement row(db, "SELECT id, name, kind, uri FROM source WHERE id = ?");
        row.bind(1, raw(source));
        if (row.executeStep())
            return readSource(row);
        return failure(Error::Kind::NotFound, text("This source was removed."));
    });
}

Result<std::vector<std::pair<Source, SourceState>>> SourceStore::listWithState() const
{
    return workspace_->read([](auto& db) -> Result<std::vector<std::pair<Source, SourceState>>> {
        std::vector<std::pair<Source, SourceState>> sources;
        SQLite::Statement row(db, std::string(stateColumns) + "ORDER BY s.id");
        while (row.executeStep())
            sources.emplace_back(readSource(row), readState(row));
        return sources;
    });
}

Result<SourceState> SourceStore::state(SourceId source) const
{
    return workspace_->read([&](auto& db) -> Result<SourceState> {
        SQLite::Statement row(db, std::string(stateColumns) + "WHERE s.id = ?");
        row.bind(1, raw(source));
        if (row.executeStep())
            return readState(row);
        return tl::unexpected(oneRow(0).error());
    });
}

Result<void> SourceStore::recordReached(SourceId source, const std::string& product,
                                        const std::string& warning, bool fullPass) const
{
    return workspace_->write(+Workspace::Subject::Sources, [&](auto& db) -> Result<void> {
        SQLite::Statement update(
            db, "UPDATE source SET reach = ?, last_sync = ?2, last_attempt = ?2, offline_since = "
                "NULL, product = ?3, message = ?4, last_full = iif(?5, ?2, last_full) "
                "WHERE id = ?6");
        update.bind(1, static_cast<int>(SourceState::Reach::Online));
        update.bind(2, static_cast<std::int64_t>(QDateTime::currentMSecsSinceEpoch()));
        update.bind(3, product);
        update.bind(4, warning);
        update.bind(5, fullPass ? 1 : 0);
        update.bind(6, raw(source));
        return oneRow(update.exec());
    });
}

Result<void> SourceStore::recordFailure(SourceId source, const Error& error) const
{
    return workspace_->write(+Workspace::Subject::Sources, [&](auto& db) -> Result<void> {
        const auto reach = error.kind == Error::Kind::Network ? SourceState::Reach::Offline
                                                              : SourceState::Reach::Failed;
        SQLite::Statement update(
            db, "UPDATE source SET reach = ?, last_attempt = ?2, "
                "offline_since = coalesce(offline_since, ?2), message = ?3 WHERE id = ?4");
        update.bind(1, static_cast<int>(reach));
        update.bind(2, static_cast<std::int64_t>(QDateTime::currentMSecsSinceEpoch()));
        update.bind(3, error.message.toStdString());
        update.bind(4, raw(source));
        return oneRow(update.exec());
    });
}

Result<std::string> SourceStore::cursor(SourceId source) const
{
    return workspace_->read([&](auto& db) -> Result<std::string> {
        SQLite::Statement row(db, "SELECT cursor FROM source WHERE id = ?");
        row.bind(1, raw(source));
        if (row.executeStep())
            return row.getColumn(0).getString();
        return tl::unexpected(oneRow(0).error());
    });
}

Result<void> SourceStore::setCursor(SourceId source, const std::string& cursor) const
{
    return workspace_->write(0, [&](auto& db) -> Result<void> {
        SQLite::Statement update(db, "UPDATE source SET cursor = ? WHERE id = ?");
        update.bind(1, cursor);
        update.bind(2, raw(source));
        return oneRow(update.exec());
    });
}

Result<std::optional<std::int64_t>> SourceStore::lastFullPass(SourceId source) const
{
    return workspace_->read([&](auto& db) -> Result<std::optional<std::int64_t>> {
        SQLite::Statement row(db, "SELECT last_full FROM source WHERE id = ?");
        row.bind(1, raw(source));
        if (row.executeStep())
            return optionalInt(row.getColumn(0));
        return tl::unexpected(oneRow(0).error());
    });
}

} // namespace binnacle
