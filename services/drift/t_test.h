#pragma once

#include "services/drift/counted_values.h"
#include "services/drift/drift_value.h"

namespace binnacle {

// Student's test of two means, two-sided (scipy.stats.ttest_ind, what Evidently calls), or with
// `welch` Welch's without equal variances (equal_var=False). NaN below two values a side (one side
// may have one, for Student's), or where nothing varies and the means are equal.
DriftValue tTest(const CountedValues& reference, const CountedValues& current, bool welch = false);

} // namespace binnacle
