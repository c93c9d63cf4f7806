#include "services/workspace/outbox_store.h"

#include "services/workspace/edit_row.h"
#include "services/workspace/pending_edits.h"

#include <QDateTime>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("OutboxStore", source);
}

constexpr auto outboxAndRuns = Workspace::Subject::Outbox | Workspace::Subject::Runs;

// Edits of one kind of thing replace each other: a tag is set or deleted, a run deleted or
// restored.
int thingOf(Edit::Kind kind)
{
    switch (kind) {
    case Edit::Kind::Rename:
        return 0;
    case Edit::Kind::SetTag:
    case Edit::Kind::DeleteTag:
        return 1;
    case Edit::Kind::Delete:
    case Edit::Kind::Restore:
        return 2;
    }
    return 0;
}

Result<Edit> findEdit(SQLite::Database& db, EditId id)
{
    SQLite::Statement row(db, std::string(editColumns) + "WHERE id = ?");
    row.bind(1, raw(id));
    if (row.executeStep())
        return readEdit(row);
    return failure(Error::Kind::NotFound, text("This edit is not waiting any more."));
}

void removeEdit(SQLite::Database& db, const Edit& edit)
{
    SQLite::Statement drop(db, "DELETE FROM edit WHERE id = ?");
    drop.bind(1, raw(edit.id));
    drop.exec();
    markPending(db, edit.run);
}

void setState(SQLite::Database& db, EditId id, Edit::State state, const std::string& message,
              const std::optional<std::string>& serverValue)
{
    SQLite::Statement update(
        db, "UPDATE edit SET state = ?, message = ?, server_value = ? WHERE id = ?");
    update.bind(1, static_cast<int>(state));
    update.bind(2, message);
    bindOptional(update, 3, serverValue);
    update.bind(4, raw(id));
    update.exec();
}

std::optional<Edit> pendingTwin(SQLite::Database& db, const Edit& edit)
{
    SQLite::Statement row(db, std::string(editColumns) + "WHERE run = ? AND " + isPending +
                                  "ORDER BY id");
    row.bind(1, raw(edit.run));
    while (row.executeStep()) {
        Edit other = readEdit(row);
        if (thingOf(other.kind) == thingOf(edit.kind) && other.key == edit.key)
            return other;
    }
    return std::nullopt;
}

EditId insertEdit(SQLite::Database& db, const Edit& edit)
{
    SQLite::Statement insert(db, "INSERT INTO edit(source, run, run_id, kind, key, value, before, "
                                 "created_at, state) VALUES(?, ?, ?, ?, ?, ?, ?, ?, 0)");
    insert.bind(1, raw(edit.source));
    insert.bind(2, raw(edit.run));
    insert.bind(3, edit.runId);
    insert.bind(4, static_cast<int>(edit.kind));
    insert.bind(5, edit.key);
    insert.bind(6, edit.value);
    bindOptional(insert, 7, edit.before);
    insert.bind(8, static_cast<std::int64_t>(QDateTime::currentMSecsSinceEpoch()));
    insert.exec();
    return EditId{db.getLastInsertRowid()};
}

} // namespace

Result<EditId> OutboxStore::add(const Edit& edit) const
{
    return workspace_->write(outboxAndRuns, [&](auto& db) -> Result<EditId> {
        SQLite::Statement run(db, "SELECT source, run_id FROM run WHERE id = ?");
        run.bind(1, raw(edit.run));
        if (!run.executeStep())
            return failure(Error::Kind::NotFound, text("This run is not in the workspace."));
        Edit made = edit;
        made.source = SourceId{run.getColumn(0).getInt64()};
        made.runId = run.getColumn(1).getString();
        made.before = mirroredValue(db, edit);
        if (const auto twin = pendingTwin(db, edit)) {
            made.before = twin->before;
            removeEdit(db, *twin);
        }
        const EditId id = insertEdit(db, made);
        applyEdit(db, made);
        markPending(db, made.run);
        return id;
    });
}

Result<std::vector<Edit>> OutboxStore::list() const
{
    return workspace_->read([](auto& db) -> Result<std::vector<Edit>> {
        std::vector<Edit> edits;
        SQLite::Statement row(db, std::string(editColumns) + "ORDER BY id");
        while (row.executeStep())
            edits.push_back(readEdit(row));
        return edits;
    });
}

Result<std::vector<Edit>> OutboxStore::pending(SourceId source) const
{
    return workspace_->read([&](auto& db) -> Result<std::vector<Edit>> {
        std::vector<Edit> edits;
        SQLite::Statement row(db, std::string(editColumns) + "WHERE source = ? AND " + isPending +
                                      "ORDER BY id");
        row.bind(1, raw(source));
        while (row.executeStep())
            edits.push_back(readEdit(row));
        return edits;
    });
}

Result<void> OutboxStore::markSent(EditId id) const
{
    return workspace_->write(+Workspace::Subject::Outbox, [&](auto& db) -> Result<void> {
        SQLite::Statement update(db, "UPDATE edit SET state = ? WHERE id = ? AND state = 0");
        update.bind(1, sentState);
        update.bind(2, raw(id));
        update.exec();
        return {};
    });
}

Result<void> OutboxStore::confirm(EditId id) const
{
    return workspace_->write(outboxAndRuns, [&](auto& db) -> Result<void> {
        return findEdit(db, id).map([&](const Edit& edit) { removeEdit(db, edit); });
    });
}

Result<void> OutboxStore::markConflict(EditId id,
                                       const std::optional<std::string>& serverValue) const
{
    return workspace_->write(+Workspace::Subject::Outbox, [&](auto& db) -> Result<void> {
        setState(db, id, Edit::State::Conflict,
                 text("It was changed at the source meanwhile.").toStdString(), serverValue);
        return {};
    });
}

Result<void> OutboxStore::markFailed(EditId id, const std::string& message) const
{
    return workspace_->write(+Workspace::Subject::Outbox, [&](auto& db) -> Result<void> {
        setState(db, id, Edit::State::Failed, message, std::nullopt);
        return {};
    });
}

Result<void> OutboxStore::resolve(EditId id, bool keepMine) const
{
    return workspace_->write(outboxAndRuns, [&](auto& db) -> Result<void> {
        auto edit = findEdit(db, id);
        if (!edit)
            return failure(edit.error());
        const bool conflict = edit->state == Edit::State::Conflict;
        if (keepMine) {
            // From here on the source's present value is what the edit goes over.
            if (conflict) {
                SQLite::Statement update(db, "UPDATE edit SET before = server_value WHERE id = ?");
                update.bind(1, raw(id));
                update.exec();
            }
            setState(db, id, Edit::State::Pending, {}, std::nullopt);
            return {};
        }
        revertEdit(db, *edit, conflict ? edit->serverValue : edit->before);
        removeEdit(db, *edit);
        applyPendingEdits(db, edit->run);
        // The next pass writes the run anew, whatever its digest.
        SQLite::Statement forget(db, "UPDATE run SET digest = 0 WHERE id = ?");
        forget.bind(1, raw(edit->run));
        forget.exec();
        return {};
    });
}

} // namespace binnacle
