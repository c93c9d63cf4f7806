#pragma once

#include "services/query/run_query_engine.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace binnacle {

// What is known of a column over all runs shown.
struct ColumnFacts
{
    std::optional<double> best; // metrics of known direction
    bool empty = false;
    bool equal = false; // one value, or empty
};

// One for each column. Blocks: for worker threads.
Result<std::vector<ColumnFacts>> columnFacts(RunQueryEngine& engine,
                                             const std::vector<RunRowId>& rows,
                                             const std::vector<RunColumn>& columns,
                                             bool withVariation, std::stop_token stop);

} // namespace binnacle
