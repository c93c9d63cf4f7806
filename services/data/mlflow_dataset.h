#pragma once

#include "services/domain/result.h"

#include <string>

namespace binnacle {

// Which file or folder of this machine a dataset input of MLflow means: by the type of its source
// and the source's JSON (mlflow/data/*_dataset_source.py: "local" and the object stores have "uri",
// "http" has "url", "hugging_face" "path"). Looks at the disk.
// Errors: Unsupported (it is not on a disk: with the reason), NotFound (it is no longer there).
Result<std::string> fileOfMlflowSource(const std::string& sourceType, const std::string& source);

} // namespace binnacle
