#pragma once

#include "services/compare/chart_axis.h"

#include <optional>

namespace binnacle {

// Moves of the hand over an axis, linear or log. The answer is what is in sight then; nullopt:
// everything. `now` lies within `full`, and so does the answer.

// `factor` < 1 comes nearer, down to a width of `narrowest` (decades on a log axis). The value
// `anchor` keeps its place.
std::optional<AxisRange> zoomed(const AxisRange& now, const AxisRange& full, double factor,
                                double anchor, double narrowest = 2);
// `share` of the width to the right.
std::optional<AxisRange> panned(const AxisRange& now, const AxisRange& full, double share);
// From one place of the axis in sight to another (0 to 1, in any order).
std::optional<AxisRange> cutOut(const AxisRange& now, const AxisRange& full, double a, double b,
                                double narrowest = 2);

} // namespace binnacle
