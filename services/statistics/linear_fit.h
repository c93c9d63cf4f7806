#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace binnacle {

// A straight line through points by ordinary least squares, y = intercept + slope · x.
struct LinearFit
{
    double slope = 0, intercept = 0;
    std::optional<double> rSquared; // share of the variance explained; nullopt: all y are equal
    std::size_t count = 0;          // points that went in

    double at(double x) const { return intercept + slope * x; }
};

// Pairs with a NaN or an infinity are left out. nullopt: fewer than two points, all x equal, or a
// slope that does not fit a double. The same numbers as numpy.polyfit(x, y, 1) and
// scipy.stats.linregress give. A pure function, any thread.
std::optional<LinearFit> fitLine(std::span<const double> x, std::span<const double> y);

} // namespace binnacle
