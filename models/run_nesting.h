#pragma once

#include "services/query/run_query_engine.h"

#include <cstdint>
#include <stop_token>
#include <unordered_map>
#include <vector>

namespace binnacle {

// Which runs stand below which: children in the order of the query. A run whose parent is not
// among the runs given stands at the top.
struct RunNesting
{
    std::vector<RunRowId> top;
    std::unordered_map<std::int64_t, std::vector<RunRowId>> children;
};

// From the tag mlflow.parentRunId. Blocks: for worker threads.
Result<RunNesting> nestRuns(RunQueryEngine& engine, const std::vector<RunRowId>& runs,
                            std::stop_token stop);

} // namespace binnacle
