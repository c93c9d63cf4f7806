#pragma once

#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle {

// A dataset that mirrored runs name as their input (mlflow.log_input).
struct RunInputRow
{
    std::string name;
    std::string digest;     // as MLflow made it
    std::string sourceType; // "local", "http", "s3", …
    std::string source;     // JSON, by the type
    std::string profile;    // JSON
    std::string tracking;   // the name of the mirrored source
    std::int64_t runs = 0;
    RunRowId newest{}; // the run that began last

    bool operator==(const RunInputRow&) const = default;
};

// By name, then the most used first; at most `limit`. Blocks; any worker thread.
Result<std::vector<RunInputRow>> runInputs(Workspace& workspace, std::size_t limit = 1000);

} // namespace binnacle
