#pragma once

#include "services/performance/fairness.h"

#include <cstddef>

namespace binnacle {

// Part of whole: what a rate is made of.
struct Proportion
{
    std::uint64_t part = 0, whole = 0;
    double share() const; // NaN where the whole is 0
};

struct Estimate
{
    double value = 0, low = 0, high = 0; // NaN where it is not defined
};

// a - b and R. G. Newcombe's hybrid score interval of it (1998, his method 10, from Wilson's
// intervals; statsmodels' confint_proportions_2indep, "newcomb").
Estimate proportionDifference(Proportion a, Proportion b, double level = 0.95);
// a / b and the delta method's interval on its logarithm (D. Katz et al., 1978; statsmodels'
// "ratio", "log"); where a part is 0 its adjusted form, half a case added to each ("log-adjusted").
// A ratio to a share of 0 has no value.
Estimate proportionRatio(Proportion a, Proportion b, double level = 0.95);

// How a ratio stands to a limit, by its interval.
enum class FourFifths { Holds, Unclear, Below, Unknown };
// Below: all of the interval is under 80 %; Holds: none of it; Unclear: the limit lies within.
FourFifths fourFifths(const Estimate& ratio);

// One group beside the one with the greatest selection rate.
struct GroupContrast
{
    std::string group;
    Estimate selectionDifference, selectionRatio;
    Estimate truePositiveDifference, falsePositiveDifference;
    FourFifths fourFifths = FourFifths::Unknown;
};

// Differences and ratios as Fairness has them, each with the interval of the two groups that make
// it: least and greatest rate. The two were picked by the data, so that with many groups the
// interval is somewhat too narrow; where an equalized odds figure is the worse of two rates, it is
// that one's interval.
struct FairnessIntervals
{
    Estimate demographicParityDifference, demographicParityRatio;
    Estimate equalizedOddsDifference, equalizedOddsRatio;
    Estimate equalOpportunityDifference, equalOpportunityRatio;
    FourFifths disparateImpact = FourFifths::Unknown;
    std::string favoured;                 // the group with the greatest selection rate
    std::vector<GroupContrast> contrasts; // of the others, by name
};
FairnessIntervals fairnessIntervals(const Fairness& fairness, double level = 0.95);

} // namespace binnacle
