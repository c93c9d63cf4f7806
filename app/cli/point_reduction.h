#pragma once

#include "services/domain/run.h"

#include <cstddef>
#include <vector>

namespace binnacle::cli {

// At most `wanted` of the points (which stand by step, then timestamp), all of them as logged. The
// series is cut into bands of equal count; of each the smallest and the greatest finite value stay,
// and the first NaN, +Inf and -Inf where it has any; the first and the last point of the series
// stay as well. Where `wanted` is too small for one band, what a band keeps is returned: no extreme
// is ever hidden.
std::vector<MetricPoint> reducePoints(const std::vector<MetricPoint>& points, std::size_t wanted);

} // namespace binnacle::cli
