#pragma once

#include <SQLiteCpp/Database.h>

#include <stdexcept>
#include <vector>

namespace binnacle {

// The texts of schema/*.sql: the n-th brings a workspace of version n to n + 1.
const std::vector<const char*>& schemaSteps();

// PRAGMA user_version of a workspace written by this program.
int schemaVersion();
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

// Brings the schema of the open file to schemaVersion(), in one transaction. Throws SchemaMismatch
// and SQLite::Exception.
void migrate(SQLite::Database& db);

} // namespace binnacle
