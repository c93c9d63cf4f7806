#include "services/drift/t_test.h"

#include "services/statistics/distributions.h"

#include <cmath>

namespace binnacle {

DriftValue tTest(const CountedValues& reference, const CountedValues& current, bool welch)
{
    const auto n = static_cast<double>(reference.size()), m = static_cast<double>(current.size());
    if (n < 1 || m < 1 || n + m < 3 || (welch && (n < 2 || m < 2)))
        return {};
    const auto ofReference = populationMoments(reference), ofCurrent = populationMoments(current);
    double freedom = n + m - 2, variance = 0;
    if (welch) {
        const double a = ofReference.variance / (n - 1), b = ofCurrent.variance / (m - 1);
        variance = a + b;
        const double share = a / variance; // squares of variances near 1e300 are no numbers
        freedom = 1 / (share * share / (n - 1) + (1 - share) * (1 - share) / (m - 1));
    } else {
        variance = (ofReference.variance * n + ofCurrent.variance * m) / freedom * (1 / n + 1 / m);
    }
    const double t = (ofReference.mean - ofCurrent.mean) / std::sqrt(variance);
    if (std::isinf(t))
        return {t, 0.0};
    return {t, studentTwoSided(t, freedom)};
}

} // namespace binnacle
