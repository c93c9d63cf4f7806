#include "services/rollout/ab_test.h"

#include "services/statistics/distributions.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double mismatchBelow = 0.001;

AbVerdict undefined()
{
    return {none, none, none, none, none, none, false};
}

bool isShare(double value)
{
    return value > 0 && value < 1;
}

AbSampleSize split(double ofA, const AbPlan& plan)
{
    if (!std::isfinite(ofA) || ofA >= 1e18)
        return {};
    const double ratio = plan.shareOfB / (1 - plan.shareOfB);
    return {static_cast<std::int64_t>(std::ceil(ofA)),
            static_cast<std::int64_t>(std::ceil(ofA * ratio))};
}

bool sound(const AbPlan& plan)
{
    return isShare(plan.alpha) && isShare(plan.power) && isShare(plan.shareOfB);
}

} // namespace

AbVerdict twoProportionTest(AbCounts a, AbCounts b, double alpha)
{
    if (a.trials <= 0 || b.trials <= 0 || !isShare(alpha))
        return undefined();
    const auto trialsA = static_cast<double>(a.trials);
    const auto trialsB = static_cast<double>(b.trials);
    const double shareA = static_cast<double>(a.successes) / trialsA;
    const double shareB = static_cast<double>(b.successes) / trialsB;
    const double pooled =
        (static_cast<double>(a.successes) + static_cast<double>(b.successes)) / (trialsA + trialsB);
    const double error = std::sqrt(pooled * (1 - pooled) * (1 / trialsA + 1 / trialsB));
    const double own = std::sqrt(shareA * (1 - shareA) / trialsA + shareB * (1 - shareB) / trialsB);
    const double reach = normalQuantile(1 - alpha / 2) * own;

    AbVerdict verdict;
    verdict.difference = shareB - shareA;
    verdict.low = verdict.difference - reach;
    verdict.high = verdict.difference + reach;
    verdict.degreesOfFreedom = none;
    verdict.statistic = error > 0 ? verdict.difference / error : none; // all or none succeeded
    verdict.pValue = error > 0 ? normalTwoSided(verdict.statistic) : none;
    verdict.significant = verdict.pValue < alpha;
    return verdict;
}

AbVerdict welchTest(AbMoments a, AbMoments b, double alpha)
{
    if (a.count < 2 || b.count < 2 || !isShare(alpha))
        return undefined();
    const auto countA = static_cast<double>(a.count);
    const auto countB = static_cast<double>(b.count);
    const double partA = a.variance / countA;
    const double partB = b.variance / countB;
    const double error = std::sqrt(partA + partB);

    AbVerdict verdict;
    verdict.difference = b.mean - a.mean;
    verdict.degreesOfFreedom = (partA + partB) * (partA + partB) /
                               (partA * partA / (countA - 1) + partB * partB / (countB - 1));
    verdict.statistic = error > 0 ? verdict.difference / error : none; // neither side varies
    verdict.pValue =
        error > 0 ? studentTwoSided(verdict.statistic, verdict.degreesOfFreedom) : none;
    const double reach =
        error > 0 ? studentQuantile(1 - alpha / 2, verdict.degreesOfFreedom) * error : none;
    verdict.low = verdict.difference - reach;
    verdict.high = verdict.difference + reach;
    verdict.significant = verdict.pValue < alpha;
    return verdict;
}

SampleRatioCheck checkSampleRatio(std::span<const std::int64_t> arrived,
                                  std::span<const double> weights)
{
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    const auto total =
        static_cast<double>(std::accumulate(arrived.begin(), arrived.end(), std::int64_t{0}));
    if (arrived.size() != weights.size() || arrived.size() < 2 || total <= 0 || !(sum > 0))
        return {none, none, false};
    SampleRatioCheck check;
    for (std::size_t i = 0; i < arrived.size(); ++i) {
        const double expected = total * weights[i] / sum;
        const double off = static_cast<double>(arrived[i]) - expected;
        if (expected > 0)
            check.statistic += off * off / expected;
        else if (arrived[i] > 0) // a version without traffic was asked nevertheless
            check.statistic = std::numeric_limits<double>::infinity();
    }
    check.pValue = chiSquaredAbove(check.statistic, static_cast<double>(arrived.size() - 1));
    check.mismatch = check.pValue < mismatchBelow;
    return check;
}

AbSampleSize sampleSizeForShares(double a, double b, const AbPlan& plan)
{
    if (!sound(plan) || !(a >= 0 && a <= 1) || !(b >= 0 && b <= 1) || a == b)
        return {};
    const double ratio = plan.shareOfB / (1 - plan.shareOfB);
    const double mean = (a + ratio * b) / (1 + ratio);
    const double chance =
        normalQuantile(1 - plan.alpha / 2) * std::sqrt((1 + 1 / ratio) * mean * (1 - mean));
    const double found = normalQuantile(plan.power) * std::sqrt(a * (1 - a) + b * (1 - b) / ratio);
    return split(std::pow((chance + found) / (b - a), 2), plan);
}

AbSampleSize sampleSizeForMeans(double difference, double standardDeviation, const AbPlan& plan)
{
    if (!sound(plan) || difference == 0 || !(standardDeviation > 0) || !std::isfinite(difference))
        return {};
    const double ratio = plan.shareOfB / (1 - plan.shareOfB);
    const double sum = normalQuantile(1 - plan.alpha / 2) + normalQuantile(plan.power);
    return split((1 + 1 / ratio) * std::pow(standardDeviation * sum / difference, 2), plan);
}

double secondsFor(const AbSampleSize& size, double requestsPerSecond, const AbPlan& plan)
{
    if (!(requestsPerSecond > 0) || size.total() == 0)
        return std::numeric_limits<double>::infinity();
    // The side that fills last decides.
    return std::max(static_cast<double>(size.a) / (requestsPerSecond * (1 - plan.shareOfB)),
                    static_cast<double>(size.b) / (requestsPerSecond * plan.shareOfB));
}

} // namespace binnacle
