#pragma once

#include "services/backends/mlflow_files/store_layout.h"

namespace binnacle::mlflow_files {

// Edits in the form of MLflow's file store. A file is written beside its place and then put there
// in one step, so that no reader sees half of it. Errors: Conflict where the run is deleted,
// Invalid where the store can not hold the tag, Storage where the disk refuses.
Result<void> setTag(const RunFolder& run, const std::string& key, const std::string& value);
// A tag that is not there is no error: what was asked for is so.
Result<void> deleteTag(const RunFolder& run, const std::string& key);
Result<void> renameRun(const RunFolder& run, const std::string& name);
Result<void> setLifecycle(const RunFolder& run, Lifecycle lifecycle);

} // namespace binnacle::mlflow_files
