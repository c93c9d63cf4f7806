#include "services/drift/anderson_darling.h"

#include <Eigen/Dense>

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {

namespace {

constexpr std::array levels = {0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001};
// Scholz and Stephens' b0 + b1/√(k - 1) + b2/(k - 1) for k = 2 samples.
constexpr std::array critical = {
    0.675 - 0.245 - 0.105, 1.281 + 0.25 - 0.305,  1.645 + 0.678 - 0.362, 1.96 + 1.149 - 0.391,
    2.326 + 1.822 - 0.396, 2.573 + 2.364 - 0.345, 3.085 + 3.615 - 0.154};

double interpolated(double statistic)
{
    if (statistic < critical.front())
        return levels.front();
    if (statistic > critical.back())
        return levels.back();
    Eigen::Matrix<double, 7, 3> powers;
    Eigen::Matrix<double, 7, 1> logs;
    for (Eigen::Index i = 0; i < 7; ++i) {
        const double x = critical[static_cast<std::size_t>(i)];
        powers.row(i) << x * x, x, 1;
        logs(i) = std::log(levels[static_cast<std::size_t>(i)]);
    }
    const Eigen::Vector3d fit = powers.colPivHouseholderQr().solve(logs);
    return std::exp((fit(0) * statistic + fit(1)) * statistic + fit(2));
}

double varianceOf(double n, double m)
{
    const double all = n + m, inverse = 1 / n + 1 / m;
    double partial = 0, g = 0; // Σ 1/i from above, and over it
    for (double i = 2; i < all; ++i) {
        partial += 1 / (all + 1 - i);
        g += partial / i;
    }
    const double h = partial + 1;
    const double a = 4 * g - 6 + (10 - 6 * g) * inverse;
    const double b = (2 * g - 4) * 4 + 16 * h + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
    const double c =
        (6 * h + 2 * g - 2) * 4 + (4 * h - 4 * g + 6) * 2 + (2 * h - 6) * inverse + 4 * h;
    const double d = (2 * h + 6) * 4 - 8 * h;
    return (((a * all + b) * all + c) * all + d) / ((all - 1) * (all - 2) * (all - 3));
}

} // namespace

DriftValue andersonDarling(const CountedValues& reference, const CountedValues& current)
{
    const SampleSizes sizes{reference.size(), current.size()};
    const auto n = static_cast<double>(sizes.reference), m = static_cast<double>(sizes.current);
    const double all = n + m;
    if (!sizes.both() || all < 4 ||
        (reference.values.size() == 1 && reference.values == current.values))
        return {};
    std::uint64_t inReference = 0, inCurrent = 0;
    double ofReference = 0, ofCurrent = 0;
    walkSteps(reference, current, [&](const Step& step) {
        const auto a = static_cast<double>(step.reference), b = static_cast<double>(step.current);
        const double ties = a + b;
        const double middle = static_cast<double>(inReference + inCurrent) + ties / 2;
        inReference += step.reference;
        inCurrent += step.current;
        const double weight = ties / all / (middle * (all - middle) - all * ties / 4);
        const auto square = [](double x) { return x * x; };
        ofReference +=
            weight * square(all * (static_cast<double>(inReference) - a / 2) - middle * n);
        ofCurrent += weight * square(all * (static_cast<double>(inCurrent) - b / 2) - middle * m);
    });
    const double sum = (ofReference / n + ofCurrent / m) * (all - 1) / all;
    const double statistic = (sum - 1) / std::sqrt(varianceOf(n, m));
    return {statistic, interpolated(statistic)};
}

} // namespace binnacle
