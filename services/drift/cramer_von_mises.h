#pragma once

#include "services/drift/counted_values.h"
#include "services/drift/drift_value.h"

namespace binnacle {

// Cramér and von Mises' test of two samples (T. W. Anderson, 1962), with average ranks for ties, as
// scipy.stats.cramervonmises_2samp and Evidently have it. p-value: exact by Y. Xiao, A. Gordon and
// A. Yakovlev's counting up to 20 values a side, else by the limiting distribution, whose series is
// summed until a term is below 1e-7, as theirs is. Evidently's
// exact counting rounds to float32, or ends with an error; this one counts as SciPy's does. NaN
// below two values a side.
DriftValue cramerVonMises(const CountedValues& reference, const CountedValues& current);

} // namespace binnacle
