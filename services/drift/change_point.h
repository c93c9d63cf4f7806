#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace binnacle {

// Where the level of a series changes: the division into parts that makes the sum of squares around
// the parts' means plus `penalty` for each change least. Exact, by optimal partitioning with PELT's
// pruning (R. Killick, P. Fearnhead and I. A. Eckley, 2012); ruptures' Pelt(model="l2", jump=1).
// Returned: the places (of `values`) where a new part begins, ascending. A part has `least` values
// or more. NaN and infinite values are passed over.
std::vector<std::size_t> changePoints(std::span<const double> values, double penalty,
                                      std::size_t least = 2);

// 3 σ² ln n: somewhat above Schwarz' criterion, so that noise alone seldom makes a change. σ is
// measured on the differences of neighbours, which a few changes do not move: 1.4826 times the
// median of |d - median d| over √2, or where that is 0 the deviation over √2. Below 8 values
// infinite: their noise is not known.
double changePenalty(std::span<const double> values);

} // namespace binnacle
