#include "services/performance/fairness.h"

#include "services/statistics/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Spread
{
    double difference = none, ratio = none;
};

template <class Rate>
Spread spreadOf(const std::vector<GroupFairness>& groups, Rate rate)
{
    double least = std::numeric_limits<double>::infinity(), greatest = -1;
    for (const auto& group : groups) {
        const double share = rate(group);
        if (std::isnan(share))
            continue;
        least = std::min(least, share);
        greatest = std::max(greatest, share);
    }
    if (greatest < 0)
        return {};
    return {greatest - least, least / greatest}; // 0 / 0 is not defined
}

} // namespace

ShareInterval wilsonInterval(std::uint64_t part, std::uint64_t whole, double level)
{
    if (whole == 0)
        return {none, none, none};
    const auto n = static_cast<double>(whole);
    const double p = static_cast<double>(part) / n;
    const double z = normalQuantile(0.5 + level / 2), square = z * z;
    const double middle = (p + square / (2 * n)) / (1 + square / n);
    const double half = z * std::sqrt(p * (1 - p) / n + square / (4 * n * n)) / (1 + square / n);
    return {p, std::max(middle - half, 0.0), std::min(middle + half, 1.0)};
}

Fairness fairness(std::span<const int> labels, std::span<const int> predictions,
                  std::span<const std::string> groups, double level)
{
    std::map<std::string_view, Confusion> byGroup;
    for (std::size_t i = 0; i < groups.size(); ++i)
        byGroup[groups[i]].add(labels[i] != 0, predictions[i] != 0);
    Fairness result;
    for (const auto& [name, counts] : byGroup)
        result.groups.push_back(
            {std::string(name), counts,
             wilsonInterval(counts.truePositive + counts.falsePositive, counts.rows(), level),
             wilsonInterval(counts.truePositive, counts.truePositive + counts.falseNegative, level),
             wilsonInterval(counts.falsePositive, counts.falsePositive + counts.trueNegative,
                            level)});
    const auto selection = spreadOf(result.groups, [](auto& g) { return g.selection.share; });
    const auto hits = spreadOf(result.groups, [](auto& g) { return g.truePositive.share; });
    const auto alarms = spreadOf(result.groups, [](auto& g) { return g.falsePositive.share; });
    result.demographicParityDifference = selection.difference;
    result.demographicParityRatio = selection.ratio;
    result.equalOpportunityDifference = hits.difference;
    result.equalOpportunityRatio = hits.ratio;
    result.equalizedOddsDifference = std::fmax(hits.difference, alarms.difference);
    result.equalizedOddsRatio = std::fmin(hits.ratio, alarms.ratio);
    return result;
}

} // namespace binnacle
