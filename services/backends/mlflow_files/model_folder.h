#pragma once

#include "services/backends/mlflow_files/store_layout.h"

namespace binnacle::mlflow_files {

// The logged models (MLflow 3.x) of an experiment, deleted ones left out. Broken ones are skipped.
std::vector<LoggedModel> readModels(const std::filesystem::path& root,
                                    const ExperimentFolder& experiment,
                                    const std::stop_token& stop);

} // namespace binnacle::mlflow_files
