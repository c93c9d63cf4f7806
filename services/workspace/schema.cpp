#include "services/workspace/schema.h"

#include <string>

namespace binnacle {

SchemaMismatch::SchemaMismatch(Why reason, int found)
    : std::runtime_error("schema version " + std::to_string(found)), why(reason), version(found)
{
}

int schemaVersion()
{
    return static_cast<int>(schemaSteps().size());
}

void migrate(SQLite::Database& db)
{
    db.exec("BEGIN IMMEDIATE"); // two programs may start at once
    try {
        const int version = db.execAndGet("PRAGMA user_version").getInt();
        const int application = db.execAndGet("PRAGMA application_id").getInt();
        const bool isNew = db.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
        if (!isNew && application != workspaceApplicationId)
            throw SchemaMismatch(SchemaMismatch::Why::NotAWorkspace, version);
        if (version > schemaVersion())
            throw SchemaMismatch(SchemaMismatch::Why::Newer, version);
        if (isNew)
            db.exec("PRAGMA application_id = " + std::to_string(workspaceApplicationId));
        for (int step = version; step < schemaVersion(); ++step)
            db.exec(schemaSteps()[static_cast<std::size_t>(step)]);
        if (version < schemaVersion())
            db.exec("PRAGMA user_version = " + std::to_string(schemaVersion()));
        db.exec("COMMIT");
    } catch (...) {
        db.tryExec("ROLLBACK");
        throw;
    }
}

} // namespace binnacle
