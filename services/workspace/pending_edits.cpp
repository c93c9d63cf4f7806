#include "services/workspace/pending_edits.h"

#include "services/workspace/edit_row.h"
#include "services/workspace/key_table.h"

#include "services/domain/run.h"

namespace binnacle {

namespace {

void setColumn(SQLite::Database& db, const char* sql, RunRowId run, const std::string& value)
{
    SQLite::Statement update(db, sql);
    update.bind(1, value);
    update.bind(2, raw(run));
    update.exec();
}

void setLifecycle(SQLite::Database& db, RunRowId run, Lifecycle lifecycle)
{
    SQLite::Statement update(db, "UPDATE run SET lifecycle = ? WHERE id = ?");
    update.bind(1, static_cast<int>(lifecycle));
    update.bind(2, raw(run));
    update.exec();
}

void setTag(SQLite::Database& db, RunRowId run, const std::string& key,
            const std::optional<std::string>& value)
{
    KeyTable keys(db);
    if (value) {
        SQLite::Statement put(db, "INSERT OR REPLACE INTO tag(key, run, value) VALUES(?, ?, ?)");
        put.bind(1, keys.idOf(KeyKind::Tag, key));
        put.bind(2, raw(run));
        put.bind(3, *value);
        put.exec();
    } else {
        SQLite::Statement drop(db, "DELETE FROM tag WHERE key = ? AND run = ?");
        drop.bind(1, keys.find(KeyKind::Tag, key));
        drop.bind(2, raw(run));
        drop.exec();
    }
}

std::optional<std::string> readText(SQLite::Statement& row)
{
    return row.executeStep() ? optionalText(row.getColumn(0)) : std::nullopt;
}

} // namespace

std::optional<std::string> mirroredValue(SQLite::Database& db, const Edit& edit)
{
    switch (edit.kind) {
    case Edit::Kind::Rename: {
        SQLite::Statement row(db, "SELECT name FROM run WHERE id = ?");
        row.bind(1, raw(edit.run));
        return readText(row);
    }
    case Edit::Kind::SetTag:
    case Edit::Kind::DeleteTag: {
        SQLite::Statement row(db, "SELECT value FROM tag WHERE key = ? AND run = ?");
        row.bind(1, KeyTable(db).find(KeyKind::Tag, edit.key));
        row.bind(2, raw(edit.run));
        return readText(row);
    }
    case Edit::Kind::Delete:
    case Edit::Kind::Restore: {
        SQLite::Statement row(db, "SELECT lifecycle FROM run WHERE id = ?");
        row.bind(1, raw(edit.run));
        if (!row.executeStep())
            return std::nullopt;
        return std::string(lifecycleName(static_cast<Lifecycle>(row.getColumn(0).getInt())));
    }
    }
    return std::nullopt;
}

void applyEdit(SQLite::Database& db, const Edit& edit)
{
    switch (edit.kind) {
    case Edit::Kind::Rename:
        setColumn(db, "UPDATE run SET name = ? WHERE id = ?", edit.run, edit.value);
        setTag(db, edit.run, std::string(tags::runName), edit.value);
        break;
    case Edit::Kind::SetTag:
        setTag(db, edit.run, edit.key, edit.value);
        break;
    case Edit::Kind::DeleteTag:
        setTag(db, edit.run, edit.key, std::nullopt);
        break;
    case Edit::Kind::Delete:
        setLifecycle(db, edit.run, Lifecycle::Deleted);
        break;
    case Edit::Kind::Restore:
        setLifecycle(db, edit.run, Lifecycle::Active);
        break;
    }
}

void revertEdit(SQLite::Database& db, const Edit& edit, const std::optional<std::string>& value)
{
    switch (edit.kind) {
    case Edit::Kind::Rename:
        setColumn(db, "UPDATE run SET name = ? WHERE id = ?", edit.run, value.value_or(""));
        setTag(db, edit.run, std::string(tags::runName), value);
        break;
    case Edit::Kind::SetTag:
    case Edit::Kind::DeleteTag:
        setTag(db, edit.run, edit.key, value);
        break;
    case Edit::Kind::Delete:
    case Edit::Kind::Restore:
        setLifecycle(db, edit.run,
                     value == lifecycleName(Lifecycle::Deleted) ? Lifecycle::Deleted
                                                                : Lifecycle::Active);
        break;
    }
}

void applyPendingEdits(SQLite::Database& db, RunRowId run)
{
    SQLite::Statement row(db, std::string(editColumns) + "WHERE run = ? ORDER BY id");
    row.bind(1, raw(run));
    while (row.executeStep())
        applyEdit(db, readEdit(row));
}

void markPending(SQLite::Database& db, RunRowId run)
{
    SQLite::Statement update(
        db, "UPDATE run SET pending = EXISTS (SELECT 1 FROM edit WHERE run = ?1) WHERE id = ?1");
    update.bind(1, raw(run));
    update.exec();
}

} // namespace binnacle
