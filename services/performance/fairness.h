#pragma once

#include "services/performance/classification.h"

#include <span>
#include <string>
#include <vector>

namespace binnacle {

// A share and Wilson's interval of it.
struct ShareInterval
{
    double share = 0, low = 0, high = 0;
};
// E. B. Wilson, 1927 (statsmodels' proportion_confint, "wilson"). NaN where `whole` is 0.
ShareInterval wilsonInterval(std::uint64_t part, std::uint64_t whole, double level = 0.95);

struct GroupFairness
{
    std::string group;
    Confusion confusion;
    ShareInterval selection, truePositive, falsePositive;
};

// Of a classifier of two classes by group, as fairlearn.metrics has them between groups. A group
// without positives (or negatives) has no true (false) positive rate: fairlearn takes 0 for it;
// here it is left out and is NaN in its row.
struct Fairness
{
    std::vector<GroupFairness> groups; // by name
    double demographicParityDifference = 0, demographicParityRatio = 0;
    double equalizedOddsDifference = 0, equalizedOddsRatio = 0; // the worse of the two rates
    double equalOpportunityDifference = 0, equalOpportunityRatio = 0;

    // The four-fifths rule: the least selection rate is below 80 % of the greatest.
    bool disparateImpact() const { return demographicParityRatio < 0.8; }
};
Fairness fairness(std::span<const int> labels, std::span<const int> predictions,
                  std::span<const std::string> groups, double level = 0.95);

} // namespace binnacle
