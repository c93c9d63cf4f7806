#include "services/compare/smoothing.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

std::vector<double> debiasedAverage(std::span<const double> values, double weight)
{
    std::vector<double> smooth(values.begin(), values.end());
    const bool constant =
        std::ranges::all_of(values, [&](double value) { return value == values.front(); });
    if (constant || weight <= 0)
        return smooth;
    double average = 0;
    int counted = 0;
    for (double& value : smooth) {
        if (!std::isfinite(value))
            continue;
        average = average * weight + (1 - weight) * value;
        ++counted;
        value = average / (1 - std::pow(weight, counted));
    }
    return smooth;
}

} // namespace binnacle
