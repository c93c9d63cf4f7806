#pragma once

#include "models/column_spec.h"
#include "services/query/run_query_engine.h"

#include <stop_token>
#include <vector>

namespace binnacle {

// The columns of a table that nobody has arranged yet: name, state, the most frequent metrics (one
// of them over its steps as well), the params that vary, source, duration, start. `rows`: the runs
// shown; a sample of them decides what varies. Blocks: for worker threads.
Result<ColumnList> defaultColumns(RunQueryEngine& engine, const RunQuery& scope,
                                  const std::vector<RunRowId>& rows, std::stop_token stop);

} // namespace binnacle
