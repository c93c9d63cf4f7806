#pragma once

#include "services/compare/run_comparison.h"
#include "services/workspace/workspace.h"

#include <span>
#include <stop_token>
#include <vector>

namespace binnacle {

// The rows of all params, metrics and tags that the runs have, in no order, their cells in that of
// `runs` (each once). Reads what the runs hold, run by run, and nothing of the runs beside them:
// the time grows with the cells alone. Blocks and works on several threads. Errors: Storage,
// Cancelled.
Result<std::vector<ComparisonRow>> readKeyRows(Workspace& workspace, std::span<const RunRowId> runs,
                                               const std::stop_token& stop);

} // namespace binnacle
