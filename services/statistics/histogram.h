#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace binnacle {

// The edges of equal bins over a sample in ascending order, as numpy.histogram_bin_edges draws
// them. `bins` 0: NumPy's "auto", the narrower of Sturges' width and Freedman and Diaconis' (the
// latter not below half the square-root rule's, as NumPy has it since 2.4: at most 2·√n bins).
// `log`: bins are equal in log10; all values must be positive. A sample of one value gets a bin
// around it. Empty for an empty sample; else two edges at least, strictly ascending.
std::vector<double> histogramEdges(std::span<const double> sorted, std::size_t bins, bool log);

// The bin that a value within the edges falls into: each takes its left edge, the last also its
// right.
std::size_t binOf(std::span<const double> edges, double value);

} // namespace binnacle
