#include "services/statistics/moments.h"

#include "services/statistics/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

ScaledSample scaledSample(std::span<const double> finite)
{
    double greatest = 0;
    for (const double value : finite)
        greatest = std::max(greatest, std::abs(value));
    ScaledSample scaled;
    std::frexp(greatest, &scaled.exponent);
    scaled.values.reserve(finite.size());
    for (const double value : finite)
        scaled.values.push_back(std::ldexp(value, -scaled.exponent));
    return scaled;
}

Moments moments(std::span<const double> finite)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    Moments result{finite.size(), none, none};
    if (finite.empty())
        return result;
    const auto scaled = scaledSample(finite);
    const auto count = static_cast<double>(finite.size());
    double sum = 0;
    for (const double value : scaled.values)
        sum += value;
    const double mean = sum / count;
    double squares = 0, rest = 0; // the rest mends what rounding left in the mean
    for (const double value : scaled.values) {
        squares += (value - mean) * (value - mean);
        rest += value - mean;
    }
    result.mean = std::ldexp(mean + rest / count, scaled.exponent);
    if (finite.size() < 2)
        return result;
    const double variance = (squares - rest * rest / count) / (count - 1);
    const bool equal = std::ranges::adjacent_find(finite, std::not_equal_to<>()) == finite.end();
    result.standardDeviation =
        equal ? 0 : std::ldexp(std::sqrt(std::max(variance, 0.0)), scaled.exponent);
    return result;
}

double standardError(const Moments& moments)
{
    return moments.standardDeviation / std::sqrt(static_cast<double>(moments.count));
}

double intervalHalfWidth(const Moments& moments, double level)
{
    if (moments.count < 2)
        return std::numeric_limits<double>::quiet_NaN();
    return standardError(moments) *
           studentQuantile(0.5 + level / 2, static_cast<double>(moments.count - 1));
}

} // namespace binnacle
