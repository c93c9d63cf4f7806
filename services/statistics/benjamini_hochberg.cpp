#include "services/statistics/benjamini_hochberg.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

std::vector<double> benjaminiHochberg(std::span<const double> pValues)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < pValues.size(); ++i)
        if (!std::isnan(pValues[i]))
            order.push_back(i);
    std::ranges::sort(order, {}, [&](std::size_t i) { return pValues[i]; });
    std::vector<double> adjusted(pValues.begin(), pValues.end());
    double least = 1;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
        const auto i = order[rank - 1];
        least = std::min(least, pValues[i] * static_cast<double>(order.size()) /
                                    static_cast<double>(rank));
        adjusted[i] = least;
    }
    return adjusted;
}

} // namespace binnacle
