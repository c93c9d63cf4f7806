#pragma once

#include "services/drift/binned_counts.h"
#include "services/drift/drift_value.h"

#include <array>

namespace binnacle {

// Tests of category counts. NaN where a sample is empty.

// Pearson's chi-square of fit as Evidently has it: expected counts of the current are the
// reference's shares times the current's size, k - 1 degrees of freedom (scipy.stats.chisquare). A
// category that the reference does not have makes the statistic infinite and p 0.
DriftValue chiSquareFit(const BinnedCounts& binned);
// Pearson's chi-square that both samples have one distribution (scipy.stats.chi2_contingency
// without continuity correction): the better one where the reference is small.
DriftValue chiSquareHomogeneity(const BinnedCounts& binned);
// The G-test of fit, 2 Σ O ln(O / E) (scipy.stats.power_divergence, "log-likelihood"). Evidently
// does not scale E and so refuses samples of different sizes; here E is scaled to the current's.
DriftValue gTest(const BinnedCounts& binned);
// Two-sided z-test of two shares with the pooled deviation: `first` values of the first category
// and the rest. p by erfc, so that it does not vanish below 1e-16 as Evidently's 2(1 - Φ) does. p =
// 1 where both have one category only, the same.
DriftValue proportionZ(const BinnedCounts& binned);
// Fisher's exact test of two categories, two-sided (scipy.stats.fisher_exact); the statistic is the
// odds ratio a·d / (b·c) of {{current first, current second}, {reference first, reference second}}.
// Evidently wants samples of one size; here any. NaN with more than two categories.
DriftValue fisherExact(const BinnedCounts& binned);

} // namespace binnacle
