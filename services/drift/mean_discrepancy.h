#pragma once

#include "services/drift/drift_value.h"

#include <cstdint>
#include <span>
#include <stop_token>

namespace binnacle {

// The maximum mean discrepancy of A. Gretton et al., 2012, as Evidently's "empirical_mmd": kernel
// exp(-d² / 2σ²), σ² half the median of d² within the reference (½ where that is 0), unbiased
// (without the diagonal). p: the share of 100 permutations at or above the value, by a generator of
// our own, so that it differs from Evidently's by chance; NaN where it was stopped. Of a sample of
// more than `discrepancyCap` values as many are drawn, evenly by place; Evidently takes all, in
// quadratic memory. NaN below two values a side.
inline constexpr std::size_t discrepancyCap = 1'000;
DriftValue meanDiscrepancy(std::span<const double> reference, std::span<const double> current,
                           std::uint64_t seed = 0, const std::stop_token& stop = {});

} // namespace binnacle
