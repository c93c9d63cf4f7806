#pragma once

#include <span>
#include <vector>

namespace binnacle {

// p-values corrected for their number after Y. Benjamini and Y. Hochberg, 1995: at most alpha of
// those called drifted at "adjusted <= alpha" are false on average
// (scipy.stats.false_discovery_control). NaN stays NaN and is not counted.
std::vector<double> benjaminiHochberg(std::span<const double> pValues);

} // namespace binnacle
