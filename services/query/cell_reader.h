#pragma once

#include "services/query/column_cache.h"

namespace binnacle {

// Heads and cells of a few runs, by look-ups; many runs of many columns are read column by column.
// Errors: Storage, Cancelled.
Result<std::vector<RunRowCells>> readCells(ColumnCache& cache, std::span<const RunRowId> rows,
                                           std::span<const RunColumn> columns,
                                           const std::stop_token& stop);

// By look-ups alone. A row that is gone is left out.
Result<std::vector<RunRowCells>> lookUpCells(Workspace& workspace, MetricDirections& directions,
                                             std::span<const RunRowId> rows,
                                             std::span<const RunColumn> columns,
                                             const std::stop_token& stop);

// The cell of a run from a column; Missing for a null column.
RunCell cellOf(const ColumnPointer& column, bool isTime, std::size_t at);

RunCell textCell(std::string_view text, bool maybeNumber);

} // namespace binnacle
