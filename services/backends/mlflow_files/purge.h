#pragma once

#include "services/backends/mlflow_files/store_layout.h"
#include "services/domain/result.h"

#include <filesystem>
#include <stop_token>

namespace binnacle::mlflow_files {

// Deletes for good what “mlflow gc” deletes of a run (mlflow/store/tracking/file_store.py,
// _hard_delete_run): its folder, and its artifacts where the experiment keeps them in another
// folder. The meta.yaml goes last: a purge that was cut leaves a deleted run, and is begun again.
// An address of artifacts that ends as in this store (<experiment>/<run>/artifacts) is taken for
// the store's own, before it was moved or copied: nothing outside is touched then.
// `base`: where relative addresses of artifacts begin. Errors: Conflict where the run is not
// deleted, Invalid where its folder is a link, Unsupported where its artifacts are out of reach.
Result<void> purgeRun(const RunFolder& folder, const Run& run, const std::filesystem::path& base,
                      const std::stop_token& stop);

} // namespace binnacle::mlflow_files
