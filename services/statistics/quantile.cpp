#include "services/statistics/quantile.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace binnacle {

std::vector<double> sortedFinite(std::span<const double> values)
{
    std::vector<double> sorted;
    std::ranges::copy_if(values, std::back_inserter(sorted),
                         [](double value) { return std::isfinite(value); });
    std::ranges::sort(sorted);
    return sorted;
}

double quantile(std::span<const double> sorted, double q)
{
    if (sorted.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const double place = std::clamp(q, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, sorted.size() - 1);
    const double share = place - static_cast<double>(below);
    // Neighbours of opposite signs near the greatest double do not overflow this way.
    return sorted[below] * (1 - share) + sorted[above] * share;
}

} // namespace binnacle
