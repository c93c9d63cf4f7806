#include "services/drift/divergences.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle {

namespace {

// Σ of a function of p and q; NaN where a sample is empty.
template <class Of>
double summed(const BinnedCounts& binned, bool fill, Of of)
{
    if (!binned.sizes().both())
        return std::numeric_limits<double>::quiet_NaN();
    auto p = sharesOf(binned.reference), q = sharesOf(binned.current);
    if (fill) {
        fillZeroShares(p);
        fillZeroShares(q);
    }
    const double sumP = std::accumulate(p.begin(), p.end(), 0.0);
    const double sumQ = std::accumulate(q.begin(), q.end(), 0.0);
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i)
        sum += of(p[i], q[i], sumP, sumQ);
    return sum;
}

double relativeEntropy(double p, double q)
{
    return p > 0 ? p * std::log(p / q) : 0;
}

} // namespace

double populationStabilityIndex(const BinnedCounts& binned)
{
    return summed(binned, true,
                  [](double p, double q, double, double) { return (p - q) * std::log(p / q); });
}

double kullbackLeibler(const BinnedCounts& binned)
{
    return summed(binned, true, [](double p, double q, double sumP, double sumQ) {
        return relativeEntropy(p / sumP, q / sumQ);
    });
}

double jensenShannon(const BinnedCounts& binned)
{
    const double twice = summed(binned, false, [](double p, double q, double, double) {
        const double middle = (p + q) / 2;
        return relativeEntropy(p, middle) + relativeEntropy(q, middle);
    });
    return std::isnan(twice) ? twice : std::sqrt(std::max(twice / 2, 0.0));
}

double hellinger(const BinnedCounts& binned)
{
    const double overlap =
        summed(binned, false, [](double p, double q, double, double) { return std::sqrt(p * q); });
    return std::isnan(overlap) ? overlap : std::sqrt(1 - std::clamp(overlap, 0.0, 1.0));
}

double hellingerOfNumbers(const CountedValues& reference, const CountedValues& current,
                          bool integers)
{
    if (reference.empty() || current.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const double least = std::min(reference.values.front(), current.values.front());
    const double greatest = std::max(reference.values.back(), current.values.back());
    std::uint64_t distinct = 0;
    walkSteps(reference, current, [&](const Step&) { ++distinct; });
    return hellinger(
        binnedByEdges(reference, current, sturgesEdges(least, greatest, distinct, integers)));
}

double totalVariation(const BinnedCounts& binned)
{
    return summed(binned, false,
                  [](double p, double q, double, double) { return std::abs(p - q); }) /
           2;
}

} // namespace binnacle
