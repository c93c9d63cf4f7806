#pragma once

#include "services/domain/identifiers.h"
#include "services/workspace/outbox_store.h"

#include <SQLiteCpp/Database.h>

#include <optional>
#include <string>

// How edits that wait in the outbox show on the mirrored run. Within one transaction; throws
// SQLite::Exception.

namespace binnacle {

// What the mirror holds now of the thing that `edit` changes; nullopt: a tag that is not there.
std::optional<std::string> mirroredValue(SQLite::Database& db, const Edit& edit);

void applyEdit(SQLite::Database& db, const Edit& edit);
// Shows `value` (nullopt: no such tag) where the edit had been.
void revertEdit(SQLite::Database& db, const Edit& edit, const std::optional<std::string>& value);

// Applies all pending edits of the run again, after the source's summary was written over it.
void applyPendingEdits(SQLite::Database& db, RunRowId run);
// Sets run.pending to whether the outbox holds an edit of it.
void markPending(SQLite::Database& db, RunRowId run);

} // namespace binnacle
