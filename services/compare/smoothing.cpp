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
    double bias = 1; // weight^counted; nothing once 1 - bias is 1
    for (double& value : smooth) {
        if (!std::isfinite(value))
            continue;
        average = average * weight + (1 - weight) * value;
        ++counted;
        if (bias > 0)
            bias = std::pow(weight, counted);
        if (1 - bias == 1)
            bias = 0;
        value = average / (1 - bias);
    }
    return smooth;
}

} // namespace binnacle
