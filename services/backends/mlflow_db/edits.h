#pragma once

#include "services/backends/mlflow_db/schema.h"
#include "services/domain/run.h"

namespace binnacle::mlflow_db {

// Edits in the form in which MLflow's own SQL store makes them, each in one short transaction.
// `file` is open for writing. Errors: NotFound where the run is not there, Conflict where it is
// deleted (MLflow refuses edits of deleted runs), Invalid where MLflow takes no such tag. Throw
// SqliteFailure.
Result<void> setTag(SqliteFile& file, const Schema& schema, const std::string& runId,
                    const std::string& key, const std::string& value);
// A tag that is not there is no error: what was asked for is so.
Result<void> deleteTag(SqliteFile& file, const std::string& runId, const std::string& key);
Result<void> renameRun(SqliteFile& file, const Schema& schema, const std::string& runId,
                       const std::string& name);
// Deleted runs keep the time of their deletion, which “mlflow gc” goes by.
Result<void> setLifecycle(SqliteFile& file, const std::string& runId, Lifecycle lifecycle);

// NotFound where there is no such run, Conflict where it is not in the trash.
Result<void> checkDeleted(SqliteFile& file, const std::string& runId);

Error noSuchRun(const std::string& runId);

} // namespace binnacle::mlflow_db
