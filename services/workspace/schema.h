#pragma once

#include <SQLiteCpp/Database.h>

#include <stdexcept>

namespace binnacle {

extern const char* const schemaText; // schema.sql

// PRAGMA user_version of a workspace written by this program.
inline constexpr int schemaVersion = 1;
// PRAGMA application_id: "Binn".
inline constexpr int workspaceApplicationId = 0x42696e6e;

// Thrown where a file is no workspace, or one of a newer program.
struct SchemaMismatch : std::runtime_error
{
    enum class Why { NotAWorkspace, Newer };
    SchemaMismatch(Why reason, int found);
    Why why;
    int version;
};

// Brings the schema of the open file to schemaVersion, in one transaction. Throws SchemaMismatch
// and SQLite::Exception.
void migrate(SQLite::Database& db);

} // namespace binnacle
