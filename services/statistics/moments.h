#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace binnacle {

// A sample divided by a power of two so that its greatest magnitude lies in [0.5, 1): sums and
// squares of values near 1e300 or 1e-300 neither overflow nor vanish. value = scaled · 2^exponent.
struct ScaledSample
{
    std::vector<double> values;
    int exponent = 0;
};
ScaledSample scaledSample(std::span<const double> finite);

// Mean and sample standard deviation (n - 1, as pandas' std) of finite values. NaN where there are
// too few: none for the mean, one for the deviation.
struct Moments
{
    std::size_t count = 0;
    double mean = 0;
    double standardDeviation = 0;
};
Moments moments(std::span<const double> finite);

// Of the mean: standard deviation / √n (scipy.stats.sem).
double standardError(const Moments& moments);
// Half the width of Student's interval of the mean, for a level such as 0.95
// (scipy.stats.t.interval with n - 1 degrees of freedom).
double intervalHalfWidth(const Moments& moments, double level);

} // namespace binnacle
