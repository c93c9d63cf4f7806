#pragma once

#include <utility>
#include <vector>

namespace binnacle {

// Pairs (index in a, index in b) of equal elements, rising on both sides: what stays when the
// shortest script turns a into b. `coarse` is set where looking for the shortest was given up.
using Matches = std::vector<std::pair<int, int>>;
Matches matchSequences(const std::vector<int>& a, const std::vector<int>& b, bool& coarse);

} // namespace binnacle
