#include "services/statistics/mutual_information.h"

#include "services/statistics/quantile.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace binnacle {

std::vector<int> quantileCodes(std::span<const double> finite, std::size_t bins)
{
    const auto sorted = sortedFinite(finite);
    std::vector<double> upper = sorted; // the greatest value of each class
    upper.erase(std::unique(upper.begin(), upper.end()), upper.end());
    if (upper.size() > bins) {
        upper.clear();
        for (std::size_t i = 1; i <= bins; ++i)
            upper.push_back(quantile(sorted, static_cast<double>(i) / static_cast<double>(bins)));
        upper.erase(std::unique(upper.begin(), upper.end()), upper.end());
        // A class whose only value is the smallest is the first one's lower end.
        if (upper.size() > 1 && upper.front() == sorted.front())
            upper.erase(upper.begin());
    }
    std::vector<int> codes;
    codes.reserve(finite.size());
    for (const double value : finite)
        codes.push_back(static_cast<int>(std::ranges::lower_bound(upper, value) - upper.begin()));
    return codes;
}

std::size_t classCount(std::size_t count)
{
    const auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(count) / 5));
    return std::clamp(root, std::size_t{2}, std::size_t{10});
}

double mutualInformation(std::span<const int> x, std::span<const int> y)
{
    const std::size_t size = std::min(x.size(), y.size());
    if (size == 0)
        return 0;
    std::map<int, double> ofX, ofY;
    std::map<std::pair<int, int>, double> ofBoth;
    for (std::size_t i = 0; i < size; ++i) {
        ++ofX[x[i]];
        ++ofY[y[i]];
        ++ofBoth[{x[i], y[i]}];
    }
    const auto count = static_cast<double>(size);
    double information = 0;
    for (const auto& [pair, both] : ofBoth)
        information += both / count * std::log(both * count / (ofX[pair.first] * ofY[pair.second]));
    const double classes = static_cast<double>(ofX.size()) + static_cast<double>(ofY.size()) -
                           static_cast<double>(ofBoth.size()) - 1;
    return std::max(0.0, information + classes / (2 * count));
}

} // namespace binnacle
