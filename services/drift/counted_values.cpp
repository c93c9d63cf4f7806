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
    CountedValues counted;
    for (const double value : sorted) {
        if (!counted.values.empty() && counted.values.back() == value) {
            ++counted.counts.back();
        } else {
            counted.values.push_back(value);
            counted.counts.push_back(1);
        }
    }
    return counted;
}

void walkSteps(const CountedValues& reference, const CountedValues& current,
               const std::function<void(const Step&)>& visit)
{
    std::size_t i = 0, j = 0;
    while (i < reference.values.size() || j < current.values.size()) {
        Step step;
        const bool first = i < reference.values.size() &&
                           (j == current.values.size() || reference.values[i] <= current.values[j]);
        step.value = first ? reference.values[i] : current.values[j];
        if (first)
            step.reference = reference.counts[i++];
        if (j < current.values.size() && current.values[j] == step.value)
            step.current = current.counts[j++];
        visit(step);
    }
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
