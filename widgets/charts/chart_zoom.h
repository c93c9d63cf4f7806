#pragma once

#include "services/compare/chart_axis.h"

#include <optional>

namespace binnacle {

// Moves of the hand over the step axis. The answer is what is in sight then; nullopt: everything.
// `now` lies within `full`, and so does the answer; it is never narrower than two steps.

// `factor` < 1 comes nearer. The step `anchor` keeps its place.
std::optional<AxisRange> zoomed(const AxisRange& now, const AxisRange& full, double factor,
                                double anchor);
// `share` of the width to the right.
std::optional<AxisRange> panned(const AxisRange& now, const AxisRange& full, double share);

} // namespace binnacle
