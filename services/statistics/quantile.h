#pragma once

#include <span>
#include <vector>

namespace binnacle {

// Statistics of small samples for charts: pure functions, any thread.

// The finite values, ascending.
std::vector<double> sortedFinite(std::span<const double> values);

// The quantile `q` in [0, 1] of a sample in ascending order, by linear interpolation between its
// neighbours (Hyndman and Fan's type 7: NumPy's and pandas' default). NaN where it is empty.
double quantile(std::span<const double> sorted, double q);

} // namespace binnacle
