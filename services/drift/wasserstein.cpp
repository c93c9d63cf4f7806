#include "services/drift/wasserstein.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

// ∫ of a function of F_R - F_C between the least and the greatest value.
template <class Of>
double integral(const CountedValues& reference, const CountedValues& current, Of of)
{
    const auto n = static_cast<double>(reference.size()), m = static_cast<double>(current.size());
    if (reference.empty() || current.empty())
        return std::numeric_limits<double>::quiet_NaN();
    double sum = 0, before = 0, difference = 0;
    std::uint64_t inReference = 0, inCurrent = 0;
    bool first = true;
    walkSteps(reference, current, [&](const Step& step) {
        if (!first)
            sum += of(difference) * (step.value - before);
        first = false;
        before = step.value;
        inReference += step.reference;
        inCurrent += step.current;
        difference = static_cast<double>(inReference) / n - static_cast<double>(inCurrent) / m;
    });
    return sum;
}

} // namespace

double wassersteinDistance(const CountedValues& reference, const CountedValues& current)
{
    return integral(reference, current, [](double difference) { return std::abs(difference); });
}

double normedWasserstein(const CountedValues& reference, const CountedValues& current)
{
    return wassersteinDistance(reference, current) /
           std::max(std::sqrt(populationMoments(reference).variance), 0.001);
}

double energyDistance(const CountedValues& reference, const CountedValues& current)
{
    return std::sqrt(2 * integral(reference, current,
                                  [](double difference) { return difference * difference; }));
}

} // namespace binnacle
