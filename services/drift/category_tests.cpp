#include "services/drift/category_tests.h"

#include "services/statistics/distributions.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

// Σ over the bins of a function of observed and expected counts, and its p.
template <class Of>
DriftValue fit(const BinnedCounts& binned, Of of)
{
    const auto sizes = binned.sizes();
    if (!sizes.both())
        return {};
    const double scale = static_cast<double>(sizes.current) / static_cast<double>(sizes.reference);
    double sum = 0;
    for (std::size_t i = 0; i < binned.reference.size(); ++i)
        sum += of(static_cast<double>(binned.current[i]),
                  static_cast<double>(binned.reference[i]) * scale);
    if (binned.reference.size() < 2)
        return {sum, std::numeric_limits<double>::quiet_NaN()};
    const auto freedom = static_cast<double>(binned.reference.size() - 1);
    return {sum, std::isinf(sum) ? 0 : chiSquaredAbove(sum, freedom)};
}

long double logBinomial(long double n, long double k)
{
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

} // namespace

DriftValue chiSquareFit(const BinnedCounts& binned)
{
    return fit(binned, [](double observed, double expected) {
        return (observed - expected) * (observed - expected) / expected;
    });
}

DriftValue chiSquareHomogeneity(const BinnedCounts& binned)
{
    const auto sizes = binned.sizes();
    if (!sizes.both())
        return {};
    const auto n = static_cast<double>(sizes.reference), m = static_cast<double>(sizes.current);
    double sum = 0;
    for (std::size_t i = 0; i < binned.reference.size(); ++i) {
        const auto a = static_cast<double>(binned.reference[i]);
        const auto b = static_cast<double>(binned.current[i]);
        const double expectedA = (a + b) * n / (n + m), expectedB = (a + b) * m / (n + m);
        sum += (a - expectedA) * (a - expectedA) / expectedA +
               (b - expectedB) * (b - expectedB) / expectedB;
    }
    if (binned.reference.size() < 2)
        return {0, 1.0};
    return {sum, chiSquaredAbove(sum, static_cast<double>(binned.reference.size() - 1))};
}

DriftValue gTest(const BinnedCounts& binned)
{
    return fit(binned, [](double observed, double expected) {
        return observed > 0 ? 2 * observed * std::log(observed / expected) : 0;
    });
}

DriftValue proportionZ(const BinnedCounts& binned)
{
    const auto sizes = binned.sizes();
    if (!sizes.both())
        return {};
    const auto n = static_cast<double>(sizes.reference), m = static_cast<double>(sizes.current);
    const auto a = n - static_cast<double>(binned.reference.front());
    const auto b = m - static_cast<double>(binned.current.front());
    if (a + b <= 0)
        return {0, 1.0};
    const double pooled = (a + b) / (n + m);
    const double z = (a / n - b / m) / std::sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
    return {z, normalTwoSided(z)};
}

DriftValue fisherExact(const BinnedCounts& binned)
{
    const auto sizes = binned.sizes();
    if (!sizes.both() || binned.reference.size() > 2)
        return {};
    if (binned.reference.size() < 2)
        return {std::numeric_limits<double>::quiet_NaN(), 1.0};
    const auto a = static_cast<double>(binned.current[0]),
               b = static_cast<double>(binned.current[1]);
    const auto c = static_cast<double>(binned.reference[0]);
    const auto d = static_cast<double>(binned.reference[1]);
    const double odds = a * d / (b * c);
    const double rowOne = a + b, columnOne = a + c, all = a + b + c + d;
    const double least = std::max(0.0, rowOne + columnOne - all);
    const double most = std::min(rowOne, columnOne);
    const long double whole = logBinomial(all, rowOne);
    const auto probability = [&](double k) {
        return std::exp(logBinomial(columnOne, k) + logBinomial(all - columnOne, rowOne - k) -
                        whole);
    };
    const long double limit = probability(a) * (1 + 1e-12L);
    long double sum = 0;
    for (double k = least; k <= most; ++k) {
        const auto each = probability(k);
        sum += each <= limit ? each : 0;
    }
    return {odds, static_cast<double>(std::min(sum, 1.0L))};
}

} // namespace binnacle
