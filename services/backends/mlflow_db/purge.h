#pragma once

#include "services/backends/mlflow_db/schema.h"
#include "services/domain/result.h"

#include <string>

namespace binnacle::mlflow_db {

// Deletes for good what “mlflow gc” deletes of a run (mlflow/store/tracking/sqlalchemy_store.py,
// _hard_delete_run, with SQLite's foreign keys on): its metrics, params and tags, what the schema
// says goes with them, and the run. Logged models and datasets stay. Points go in short
// transactions, so that no training waits; the run itself goes last: a purge that was cut is begun
// again. `file` is open for writing. Errors: NotFound where the run is not there, Conflict where it
// is not deleted. Throws SqliteFailure.
Result<void> purgeRun(SqliteFile& file, const Schema& schema, const std::string& runId);

} // namespace binnacle::mlflow_db
