#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace binnacle {

// The statistics of an A/B test between two served versions. Pure functions; NaN where a figure is
// not defined.

// One side of a test on a share: conversions, errors, right answers.
struct AbCounts
{
    std::int64_t successes = 0;
    std::int64_t trials = 0;
};

// One side of a test on a mean: latency, revenue. The variance is the sample's (n - 1).
struct AbMoments
{
    std::int64_t count = 0;
    double mean = 0;
    double variance = 0;
};

// How far B lies from A, and how sure that is.
struct AbVerdict
{
    double difference = 0; // B - A
    double low = 0;        // of the confidence interval of the difference
    double high = 0;
    double statistic = 0;        // z or t
    double degreesOfFreedom = 0; // Welch–Satterthwaite; NaN for z
    double pValue = 0;           // two-sided, of "no difference"
    bool significant = false;    // pValue < alpha
};

// Two-proportion z-test with the pooled share; the interval is Wald's, with each side's own share.
// `alpha`: the chance of a false alarm, in (0, 1); the interval covers 1 - alpha.
AbVerdict twoProportionTest(AbCounts a, AbCounts b, double alpha);

// Welch's t-test (scipy.stats.ttest_ind with equal_var=False).
AbVerdict welchTest(AbMoments a, AbMoments b, double alpha);

// Whether the requests arrived in the shares that were asked for: Pearson's chi-squared. A p-value
// below 0.001 is the usual sign that the split itself is broken and no verdict may be read.
struct SampleRatioCheck
{
    double statistic = 0;
    double pValue = 0;
    bool mismatch = false; // pValue < 0.001
};
SampleRatioCheck checkSampleRatio(std::span<const std::int64_t> arrived,
                                  std::span<const double> weights);

// What a test needs before it starts.
struct AbPlan
{
    double alpha = 0.05;
    double power = 0.8;
    double shareOfB = 0.5; // of the requests that take part, in (0, 1)
};
struct AbSampleSize
{
    std::int64_t a = 0; // requests, rounded up; 0: no finite number shows the difference
    std::int64_t b = 0;
    std::int64_t total() const { return a + b; }
};
// To tell share `a` from share `b`: Fleiss, Levin and Paik, Statistical Methods for Rates and
// Proportions, without the continuity correction.
AbSampleSize sampleSizeForShares(double a, double b, const AbPlan& plan);
// To tell means apart that differ by `difference`, both sides having this standard deviation;
// normal approximation.
AbSampleSize sampleSizeForMeans(double difference, double standardDeviation, const AbPlan& plan);
// Seconds until `size` is reached at `requestsPerSecond` in all; infinite at no traffic.
double secondsFor(const AbSampleSize& size, double requestsPerSecond, const AbPlan& plan);

} // namespace binnacle
