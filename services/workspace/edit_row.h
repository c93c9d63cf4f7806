#pragma once

#include "services/workspace/outbox_store.h"
#include "services/workspace/sqlite_values.h"

namespace binnacle {

inline constexpr const char* editColumns =
    "SELECT id, source, run, run_id, kind, key, value, before, created_at, state, message, "
    "server_value FROM edit ";

// Beside those of Edit::State: pending, and sent.
inline constexpr int sentState = 3;
inline constexpr const char* isPending = "state IN (0, 3) ";

inline Edit readEdit(SQLite::Statement& row)
{
    Edit edit;
    edit.id = EditId{row.getColumn(0).getInt64()};
    edit.source = SourceId{row.getColumn(1).getInt64()};
    edit.run = RunRowId{row.getColumn(2).getInt64()};
    edit.runId = row.getColumn(3).getString();
    edit.kind = static_cast<Edit::Kind>(row.getColumn(4).getInt());
    edit.key = row.getColumn(5).getString();
    edit.value = row.getColumn(6).getString();
    edit.before = optionalText(row.getColumn(7));
    edit.createdAt = row.getColumn(8).getInt64();
    const int state = row.getColumn(9).getInt();
    edit.sent = state == sentState;
    edit.state = edit.sent ? Edit::State::Pending : static_cast<Edit::State>(state);
    edit.message = row.getColumn(10).getString();
    edit.serverValue = optionalText(row.getColumn(11));
    return edit;
}

} // namespace binnacle
