#pragma once

#include "services/drift/counted_values.h"

namespace binnacle {

// Wasserstein's distance of first order, ∫ |F_R - F_C| dx, in the unit of the values
// (scipy.stats.wasserstein_distance). Exact from counted values. NaN where a sample is empty.
double wassersteinDistance(const CountedValues& reference, const CountedValues& current);

// The same in deviations of the reference: divided by max(population standard deviation of R,
// 0.001), as Evidently norms it.
double normedWasserstein(const CountedValues& reference, const CountedValues& current);

// The energy distance sqrt(2 ∫ (F_R - F_C)² dx) (scipy.stats.energy_distance; G. J. Székely), in
// roots of the unit.
double energyDistance(const CountedValues& reference, const CountedValues& current);

} // namespace binnacle
