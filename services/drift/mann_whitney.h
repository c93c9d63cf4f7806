#pragma once

#include "services/drift/counted_values.h"
#include "services/drift/drift_value.h"

namespace binnacle {

enum class Alternative {
    TwoSided,
    Less, // the reference tends to be less than the current: what Evidently tests
};

// Mann and Whitney's U of the reference (pairs in which it is greater, ties ½), as
// scipy.stats.mannwhitneyu(R, C): by the normal approximation with continuity and ties corrected,
// or exact where a side has at most 8 values, nothing is tied and there are at most 2,000 values
// (SciPy is exact there at any size of the other side). NaN where a sample is empty.
DriftValue mannWhitney(const CountedValues& reference, const CountedValues& current,
                       Alternative alternative = Alternative::Less);

} // namespace binnacle
