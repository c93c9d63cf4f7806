#pragma once

#include "services/drift/counted_values.h"
#include "services/drift/drift_value.h"

namespace binnacle {

// Anderson and Darling's test of two samples by mid-ranks (F. W. Scholz and M. A. Stephens, 1987),
// standardised, as scipy.stats.anderson_ksamp with mid-ranks. p-value: interpolated in their table
// of critical values by a parabola of its logarithm, within 0.001 … 0.25 as SciPy clips it. NaN
// where a sample is empty, fewer than four values are there, or all are equal.
DriftValue andersonDarling(const CountedValues& reference, const CountedValues& current);

} // namespace binnacle
