#pragma once

namespace binnacle {

// Distributions that tests and intervals need, by Boost.Math. NaN outside of their domain.

// The probability that |T| of Student's distribution is at least |t|.
double studentTwoSided(double t, double degreesOfFreedom);
// The value below which T lies with probability `p`.
double studentQuantile(double p, double degreesOfFreedom);
// The probability that a standard normal value is at least |z| away from 0.
double normalTwoSided(double z);
// The standard normal value below which the share `p` lies.
double normalQuantile(double p);
// The probability that a chi-squared value is at least `x`.
double chiSquaredAbove(double x, double degreesOfFreedom);

} // namespace binnacle
