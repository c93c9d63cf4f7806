#pragma once

#include "services/drift/column_sample.h"

#include <cstddef>
#include <string>
#include <vector>

namespace binnacle {

struct CategoryShares
{
    std::string value;                            // cut after 120 bytes, at a character
    double reference = 0, current = 0;            // shares of the values of each side, 0 … 1
    bool isNew() const { return reference == 0; } // not in the reference
    bool isGone() const { return current == 0; }  // not in the current data

    bool operator==(const CategoryShares&) const = default;
};

// What pictures of a column need, of a bounded size whatever the data: shares in bins that both
// sides have in common, quantiles, the most frequent categories. Exact but for `redrawn`.
struct DistributionSummary
{
    static constexpr std::size_t mostBins = 40, mostCategories = 20, quantileCount = 101;

    // Of numbers. `edges` ascend; bins are half open, the last closed, as numpy.histogram.
    std::vector<double> edges;                          // empty: not numbers
    std::vector<double> referenceShares, currentShares; // one fewer than edges
    // What lies outside the edges: far values that would press all others into one bin.
    double referenceBelow = 0, referenceAbove = 0, currentBelow = 0, currentAbove = 0;
    // The quantiles 0, 0.01, … 1 (type 7, numpy.quantile's default); empty: not known.
    std::vector<double> referenceQuantiles, currentQuantiles;
    double referenceMean = 0, currentMean = 0;
    double referenceDeviation = 0, currentDeviation = 0; // of the population

    // Of categories and texts: the greatest shares of either side first.
    std::vector<CategoryShares> categories;
    std::uint64_t otherCategories = 0; // how many are not in the list
    double otherReference = 0, otherCurrent = 0;

    bool redrawn = false; // from the bars of another tool's report: shares are near, not exact

    bool isEmpty() const { return edges.empty() && categories.empty(); }
    bool operator==(const DistributionSummary&) const = default;
};

// Two passes over the distinct values. Empty where both samples are.
DistributionSummary distributionSummary(const ColumnSample& reference, const ColumnSample& current);

// The quantiles 0, 1/(count-1), … 1 of a sample by linear interpolation (Hyndman and Fan's type 7).
// Empty for an empty sample.
std::vector<double> evenQuantiles(const CountedValues& sample, std::size_t count);

} // namespace binnacle
