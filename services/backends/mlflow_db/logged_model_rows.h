#pragma once

#include "services/backends/mlflow_db/schema.h"
#include "services/backends/tracking_backend.h"

#include <span>

namespace binnacle::mlflow_db {

// Logged models of the experiments, deleted ones left out; of each metric the point with the
// greatest (step, timestamp, value). Throws SqliteFailure.
Result<void> readLoggedModels(SqliteFile& file, std::span<const std::string> experimentIds,
                              const ModelSink& sink);

} // namespace binnacle::mlflow_db
