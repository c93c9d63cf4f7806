#pragma once

#include "models/comparison_layout.h"
#include "services/compare/run_comparison.h"

#include <functional>

namespace binnacle {

// The cards that a comparison begins with: the two metrics that promise most as lines, the
// differences, and where there are enough runs to see a pattern, parallel coordinates, a scatter
// and the importance of the params. Only kinds for which `known` is true.
ComparisonLayout::State defaultLayout(const RunComparison& comparison,
                                      const std::function<bool(const QString&)>& known);

} // namespace binnacle
