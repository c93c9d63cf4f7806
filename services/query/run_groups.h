#pragma once

#include "services/query/column_cache.h"

namespace binnacle {

// Groups by value: numbers ascending, then texts by bytes; runs without a value last. Times are
// grouped by day ("2026-11-25", of this machine's time zone). Errors: Storage, Cancelled.
Result<std::vector<RunGroup>> groupRuns(ColumnCache& cache, std::span<const RunRowId> rows,
                                        const RunColumn& by, std::span<const RunColumn> aggregated,
                                        const std::stop_token& stop);

} // namespace binnacle
