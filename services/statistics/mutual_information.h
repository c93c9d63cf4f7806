#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace binnacle {

// A code from 0 for each value, by quantiles into at most `bins` classes of about as many values
// (pandas.qcut with duplicates="drop"). Where there are no more distinct values than bins each has
// a class of its own. The order of the values decides alone: a logarithm changes nothing.
std::vector<int> quantileCodes(std::span<const double> finite, std::size_t bins);

// How many classes a sample of `count` bears, so that a cell of the cross table has five values on
// average (after Cochran): √(n/5), at least 2, at most 10.
std::size_t classCount(std::size_t count);

// Mutual information of two lists of codes, in nats: the plug-in estimate over their cross table
// (sklearn.metrics.mutual_info_score) with the correction of Miller and Madow (G. A. Miller, "Note
// on the bias of information estimates", 1955) of each entropy, (K - 1)/2n; never below 0.
double mutualInformation(std::span<const int> x, std::span<const int> y);

} // namespace binnacle
