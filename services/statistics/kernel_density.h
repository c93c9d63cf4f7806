#pragma once

#include <span>
#include <vector>

namespace binnacle {

// A Gaussian kernel density as scipy.stats.gaussian_kde estimates it, with Scott's rule
// (D. W. Scott, "Multivariate Density Estimation", 1992): the kernel's standard deviation is the
// sample's (n - 1) times n^(-1/5). 0 where the values do not vary, or there are fewer than two.
double scottBandwidth(std::span<const double> finite);

// The density at each place of `at`, per unit of the values. Empty where the bandwidth is 0.
std::vector<double> kernelDensity(std::span<const double> finite, std::span<const double> at);

} // namespace binnacle
