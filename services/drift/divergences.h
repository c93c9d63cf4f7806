#pragma once

#include "services/drift/binned_counts.h"

namespace binnacle {

// Distances of two distributions over the same bins. All are NaN where a sample is empty. p: shares
// of the reference, q: of the current; natural logarithms. Exact for the bins given; the bins of a
// numeric column are a choice (evidentlyBins).

// Population stability index Σ (p - q) ln(p / q), zero shares filled as Evidently fills them.
// Convention: below 0.1 none, up to 0.25 moderate, above large.
double populationStabilityIndex(const BinnedCounts& binned);
// Kullback and Leibler's divergence of the reference from the current, Σ p ln(p / q), zero shares
// filled and both normed again (scipy.stats.entropy(p, q)).
double kullbackLeibler(const BinnedCounts& binned);
// Jensen and Shannon's distance, the root of the divergence, in [0, √ln 2 = 0.8326]
// (scipy.spatial.distance.jensenshannon). NannyML takes base 2: divide by √ln 2.
double jensenShannon(const BinnedCounts& binned);
// Hellinger's distance √(1 - Σ √(p q)), in [0, 1].
double hellinger(const BinnedCounts& binned);
// Hellinger's of numbers as Evidently bins them: Sturges' edges over the distinct values.
double hellingerOfNumbers(const CountedValues& reference, const CountedValues& current,
                          bool integers);
// Total variation ½ Σ |p - q|, in [0, 1]. Evidently's "TVD" alarms by the p-value of 1,000 random
// permutations of it; here the distance itself alarms.
double totalVariation(const BinnedCounts& binned);

} // namespace binnacle
