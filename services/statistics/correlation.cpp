#include "services/statistics/correlation.h"

#include "services/statistics/distributions.h"
#include "services/statistics/moments.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

bool varies(std::span<const double> values)
{
    return std::ranges::adjacent_find(values, std::not_equal_to<>()) != values.end();
}

// From the mean, in units in which squares neither overflow nor vanish.
std::vector<double> deviations(std::span<const double> values)
{
    auto scaled = scaledSample(values).values;
    const double mean =
        std::accumulate(scaled.begin(), scaled.end(), 0.0) / static_cast<double>(scaled.size());
    for (double& value : scaled)
        value -= mean;
    return scaled;
}

double product(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

double pearson(std::span<const double> x, std::span<const double> y)
{
    if (x.size() < 2 || !varies(x) || !varies(y))
        return none;
    const auto a = deviations(x), b = deviations(y);
    return std::clamp(product(a, b) / std::sqrt(product(a, a) * product(b, b)), -1.0, 1.0);
}

} // namespace

std::vector<double> averageRanks(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]])
            ++end;
        const double rank = static_cast<double>(begin + 1 + end) / 2;
        for (; begin < end; ++begin)
            ranks[order[begin]] = rank;
    }
    return ranks;
}

Correlation correlation(std::span<const double> x, std::span<const double> y,
                        CorrelationMethod method)
{
    std::vector<double> a, b;
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i]))
            continue;
        a.push_back(x[i]);
        b.push_back(y[i]);
    }
    Correlation result{a.size(), none, none};
    result.r = method == CorrelationMethod::Pearson ? pearson(a, b)
                                                    : pearson(averageRanks(a), averageRanks(b));
    if (a.size() < 3 || std::isnan(result.r))
        return result;
    const auto freedom = static_cast<double>(a.size() - 2);
    const double rest = (1 - result.r) * (1 + result.r);
    result.pValue = studentTwoSided(result.r * std::sqrt(freedom / rest), freedom);
    return result;
}

} // namespace binnacle
