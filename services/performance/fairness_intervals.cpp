#include "services/performance/fairness_intervals.h"

#include "services/statistics/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double fourFifthsLimit = 0.8;

using Rate = Proportion (*)(const Confusion&);

Proportion selection(const Confusion& c)
{
    return {c.truePositive + c.falsePositive, c.rows()};
}

Proportion truePositive(const Confusion& c)
{
    return {c.truePositive, c.truePositive + c.falseNegative};
}

Proportion falsePositive(const Confusion& c)
{
    return {c.falsePositive, c.falsePositive + c.trueNegative};
}

struct Extremes
{
    const GroupFairness* least = nullptr;
    const GroupFairness* greatest = nullptr;
};

Extremes extremesOf(const Fairness& fairness, Rate rate)
{
    Extremes found;
    for (const auto& group : fairness.groups) {
        const double share = rate(group.confusion).share();
        if (std::isnan(share))
            continue;
        if (!found.least || share < rate(found.least->confusion).share())
            found.least = &group;
        if (!found.greatest || share > rate(found.greatest->confusion).share())
            found.greatest = &group;
    }
    return found;
}

Estimate widest(const Fairness& fairness, Rate rate, double level)
{
    const auto ends = extremesOf(fairness, rate);
    if (!ends.least)
        return {none, none, none};
    return proportionDifference(rate(ends.greatest->confusion), rate(ends.least->confusion), level);
}

Estimate leastRatio(const Fairness& fairness, Rate rate, double level)
{
    const auto ends = extremesOf(fairness, rate);
    if (!ends.least)
        return {none, none, none};
    return proportionRatio(rate(ends.least->confusion), rate(ends.greatest->confusion), level);
}

// The one that says more, a rate that is not there aside.
Estimate worse(const Estimate& a, const Estimate& b, bool greater)
{
    if (std::isnan(a.value) || std::isnan(b.value))
        return std::isnan(a.value) ? b : a;
    return (greater ? a.value >= b.value : a.value <= b.value) ? a : b;
}

} // namespace

double Proportion::share() const
{
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : none;
}

Estimate proportionDifference(Proportion a, Proportion b, double level)
{
    if (a.whole == 0 || b.whole == 0)
        return {none, none, none};
    const auto first = wilsonInterval(a.part, a.whole, level);
    const auto second = wilsonInterval(b.part, b.whole, level);
    const double difference = first.share - second.share;
    return {difference,
            difference - std::hypot(first.share - first.low, second.high - second.share),
            difference + std::hypot(first.high - first.share, second.share - second.low)};
}

Estimate proportionRatio(Proportion a, Proportion b, double level)
{
    if (a.whole == 0 || b.whole == 0)
        return {none, none, none};
    const double adjustment = a.part == 0 || b.part == 0 ? 0.5 : 0;
    const double partA = static_cast<double>(a.part) + adjustment;
    const double partB = static_cast<double>(b.part) + adjustment;
    const double wholeA = static_cast<double>(a.whole) + adjustment;
    const double wholeB = static_cast<double>(b.whole) + adjustment;
    const double middle = std::log(partA / wholeA) - std::log(partB / wholeB);
    const double variance =
        std::max(1 / partA - 1 / wholeA, 0.0) + std::max(1 / partB - 1 / wholeB, 0.0);
    const double half = normalQuantile(0.5 + level / 2) * std::sqrt(variance);
    const double value = b.part > 0 ? a.share() / b.share() : none;
    return {value, std::exp(middle - half), std::exp(middle + half)};
}

FourFifths fourFifths(const Estimate& ratio)
{
    if (std::isnan(ratio.value) || std::isnan(ratio.low) || std::isnan(ratio.high))
        return FourFifths::Unknown;
    if (ratio.high < fourFifthsLimit)
        return FourFifths::Below;
    return ratio.low >= fourFifthsLimit ? FourFifths::Holds : FourFifths::Unclear;
}

FairnessIntervals fairnessIntervals(const Fairness& fairness, double level)
{
    FairnessIntervals result;
    result.demographicParityDifference = widest(fairness, selection, level);
    result.demographicParityRatio = leastRatio(fairness, selection, level);
    result.equalOpportunityDifference = widest(fairness, truePositive, level);
    result.equalOpportunityRatio = leastRatio(fairness, truePositive, level);
    result.equalizedOddsDifference =
        worse(result.equalOpportunityDifference, widest(fairness, falsePositive, level), true);
    result.equalizedOddsRatio =
        worse(result.equalOpportunityRatio, leastRatio(fairness, falsePositive, level), false);
    result.disparateImpact = fourFifths(result.demographicParityRatio);
    const auto* favoured = extremesOf(fairness, selection).greatest;
    if (!favoured)
        return result;
    result.favoured = favoured->group;
    const auto& best = favoured->confusion;
    for (const auto& group : fairness.groups) {
        if (&group == favoured)
            continue;
        const auto& own = group.confusion;
        GroupContrast contrast;
        contrast.group = group.group;
        contrast.selectionDifference = proportionDifference(selection(own), selection(best), level);
        contrast.selectionRatio = proportionRatio(selection(own), selection(best), level);
        contrast.truePositiveDifference =
            proportionDifference(truePositive(own), truePositive(best), level);
        contrast.falsePositiveDifference =
            proportionDifference(falsePositive(own), falsePositive(best), level);
        contrast.fourFifths = fourFifths(contrast.selectionRatio);
        result.contrasts.push_back(std::move(contrast));
    }
    return result;
}

} // namespace binnacle
