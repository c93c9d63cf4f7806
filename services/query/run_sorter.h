#pragma once

#include "services/domain/result.h"
#include "services/query/column_data.h"
#include "services/query/run_mask.h"

#include <stop_token>
#include <vector>

namespace binnacle {

struct SortKey
{
    ColumnPointer column; // null: no run has it
    bool descending = false;
};

// The members of `mask` by the keys, first key first; equal ones by position. In both directions
// runs without a value come last, those with NaN before them. Errors: Cancelled.
Result<std::vector<std::uint32_t>> sortRuns(const RunMask& mask, const std::vector<SortKey>& keys,
                                            const std::stop_token& stop);

} // namespace binnacle
