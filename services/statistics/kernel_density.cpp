#include "services/statistics/kernel_density.h"

#include "services/statistics/moments.h"

#include <cmath>
#include <numbers>

namespace binnacle {

double scottBandwidth(std::span<const double> finite)
{
    if (finite.size() < 2)
        return 0;
    return moments(finite).standardDeviation *
           std::pow(static_cast<double>(finite.size()), -1.0 / 5);
}

std::vector<double> kernelDensity(std::span<const double> finite, std::span<const double> at)
{
    const double width = scottBandwidth(finite);
    if (!(width > 0))
        return {};
    const double weight =
        std::numbers::inv_sqrtpi / std::numbers::sqrt2 / width / static_cast<double>(finite.size());
    std::vector<double> density;
    density.reserve(at.size());
    for (const double place : at) {
        double sum = 0;
        for (const double value : finite) {
            // Halves: two values at the ends of what a double holds are still apart.
            const double away = (place / 2 - value / 2) / width * 2;
            sum += std::exp(-away * away / 2);
        }
        density.push_back(sum * weight);
    }
    return density;
}

} // namespace binnacle
