#include "services/statistics/box_summary.h"

#include "services/statistics/moments.h"
#include "services/statistics/quantile.h"

#include <algorithm>

namespace binnacle {

BoxSummary boxSummary(std::span<const double> sorted)
{
    BoxSummary box;
    box.count = sorted.size();
    box.mean = moments(sorted).mean;
    box.q1 = quantile(sorted, 0.25);
    box.median = quantile(sorted, 0.5);
    box.q3 = quantile(sorted, 0.75);
    box.lowWhisker = box.q1;
    box.highWhisker = box.q3;
    const double reach = 1.5 * (box.q3 - box.q1);
    const auto low = std::ranges::find_if(
        sorted, [least = box.q1 - reach](double value) { return value >= least; });
    if (low != sorted.end())
        box.lowWhisker = std::min(*low, box.q1);
    const auto high = std::ranges::upper_bound(sorted, box.q3 + reach);
    if (high != sorted.begin())
        box.highWhisker = std::max(*std::prev(high), box.q3);
    return box;
}

} // namespace binnacle
