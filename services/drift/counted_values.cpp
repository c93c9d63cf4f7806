#include "services/drift/counted_values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle {

std::uint64_t CountedValues::size() const
{
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

CountedValues countedValues(std::span<const double> values)
{
    std::vector<double> sorted;
    sorted.reserve(values.size());
    std::ranges::copy_if(values, std::back_inserter(sorted),
                         [](double value) { return std::isfinite(value); });
    std::ranges::sort(sorted);
    return countedRun(sorted);
}

CountedValues countedRun(std::span<const double> sorted)
{
    CountedValues counted;
    for (std::size_t i = 0; i < sorted.size();) {
        const auto first = i;
        while (i < sorted.size() && sorted[i] == sorted[first])
            ++i;
        counted.values.push_back(sorted[first]);
        counted.counts.push_back(i - first);
    }
    return counted;
}

CountedValues merged(const CountedValues& a, const CountedValues& b)
{
    CountedValues both;
    both.values.reserve(std::max(a.values.size(), b.values.size()));
    both.counts.reserve(both.values.capacity());
    walkSteps(a, b, [&](const Step& step) {
        both.values.push_back(step.value);
        both.counts.push_back(step.reference + step.current);
    });
    return both;
}

PopulationMoments populationMoments(const CountedValues& sample)
{
    if (sample.empty())
        return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    if (sample.values.size() == 1)
        return {sample.values.front(), 0};
    // Scaled by a power of two, so that squares of 1e300 and 1e-300 are numbers.
    int exponent = 0;
    std::frexp(std::max(std::abs(sample.values.front()), std::abs(sample.values.back())),
               &exponent);
    const auto count = static_cast<double>(sample.size());
    double sum = 0, squares = 0, rest = 0;
    for (std::size_t i = 0; i < sample.values.size(); ++i)
        sum += std::ldexp(sample.values[i], -exponent) * static_cast<double>(sample.counts[i]);
    const double mean = sum / count;
    for (std::size_t i = 0; i < sample.values.size(); ++i) {
        const double away = std::ldexp(sample.values[i], -exponent) - mean;
        squares += away * away * static_cast<double>(sample.counts[i]);
        rest += away * static_cast<double>(sample.counts[i]);
    }
    return {std::ldexp(mean + rest / count, exponent),
            std::ldexp((squares - rest * rest / count) / count, 2 * exponent)};
}

} // namespace binnacle
