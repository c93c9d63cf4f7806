#pragma once

#include "services/drift/counted_values.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

// How often each category is there. Categories are exact UTF-8 text: "é" composed and decomposed
// are two, "1" and "1.0" as well.
using CategoryCounts = std::map<std::string, std::uint64_t>;

// Both samples counted in the same bins: what PSI, Jensen–Shannon, Kullback–Leibler, Hellinger,
// total variation, chi-square and G need. Counts of chunks are summed bin by bin.
struct BinnedCounts
{
    std::vector<std::uint64_t> reference, current; // of the same length
    SampleSizes sizes() const;
};

// One bin a category of either sample, in the order of the texts.
BinnedCounts binnedCategories(const CategoryCounts& reference, const CategoryCounts& current);
// One bin a distinct value of either sample.
BinnedCounts binnedDistinct(const CountedValues& reference, const CountedValues& current);
// Bins of edges: half open, the last closed, as numpy.histogram; values outside are not counted.
BinnedCounts binnedByEdges(const CountedValues& reference, const CountedValues& current,
                           std::span<const double> edges);

// Sturges' edges over both samples joined, as numpy.histogram_bin_edges(…, bins="sturges") with
// `count` values: of integers (`integers`: the column's type, not its values) no narrower than 1,
// as NumPy has it since 2.0. Empty where `least` > `greatest` or nothing is counted.
std::vector<double> sturgesEdges(double least, double greatest, std::uint64_t count, bool integers);

// The bins that Evidently takes for PSI, KL and JS: Sturges' where the reference has more than 20
// distinct values, else one for each value.
BinnedCounts evidentlyBins(const CountedValues& reference, const CountedValues& current,
                           bool integers);

// Shares of the counts. Where a total is 0: NaN.
std::vector<double> sharesOf(std::span<const std::uint64_t> counts);
// Evidently's filling of zero shares before logarithms: 0.0001, or a millionth of the smallest
// share that is not zero where this is at most 0.0001. Not normed again.
void fillZeroShares(std::vector<double>& shares);

} // namespace binnacle
