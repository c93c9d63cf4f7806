#pragma once

#include <cstddef>
#include <span>

namespace binnacle {

// Whether the values of groups differ, by their ranks.
struct GroupEffect
{
    std::size_t count = 0, groups = 0;
    double h = 0;          // Kruskal and Wallis' H, with the correction for ties
    double pValue = 0;     // by the chi-squared distribution
    double etaSquared = 0; // (H - k + 1) / (n - k), in [0, 1]: the share of the ranks' variance
                           // that the groups explain, less what chance explains
};

// As scipy.stats.kruskal; the effect after M. Tomczak and E. Tomczak, "The need to report effect
// size estimates revisited", 2014. `groupOf`: a code for each value. All NaN with fewer than two
// groups, as many groups as values, or values that do not vary.
GroupEffect groupEffect(std::span<const double> finite, std::span<const int> groupOf);

} // namespace binnacle
