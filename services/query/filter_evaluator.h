#pragma once

#include "services/query/column_data.h"
#include "services/query/filter_parser.h"
#include "services/query/run_mask.h"

#include <map>
#include <stop_token>

namespace binnacle {

using ColumnMap = std::map<RunColumn, ColumnPointer>;

// The columns that a filter reads.
void collectColumns(const FilterNode& node, std::vector<RunColumn>& columns);

// Which of `candidates` the filter matches. `columns` holds every column of the filter; a null
// column is one that no run has. Errors: Cancelled.
Result<RunMask> evaluateFilter(const FilterNode& node, const ColumnMap& columns,
                               const RunMask& candidates, const std::stop_token& stop);

} // namespace binnacle
