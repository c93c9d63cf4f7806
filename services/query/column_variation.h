#pragma once

#include "services/query/column_cache.h"

namespace binnacle {

// Which columns are empty or equal among the runs given. Reads a column only until two values
// differ, and only where the runs lie. Errors: Storage, Cancelled.
Result<std::vector<ColumnVariation>> findVariation(ColumnCache& cache,
                                                   std::span<const RunRowId> rows,
                                                   std::span<const RunColumn> columns,
                                                   const std::stop_token& stop);

} // namespace binnacle
