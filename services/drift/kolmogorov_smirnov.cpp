#include "services/drift/kolmogorov_smirnov.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <vector>

namespace binnacle {

namespace {

constexpr std::uint64_t exactUpTo = 10'000;
constexpr double approximationFrom = 140;

// Of two samples of equal size: 2 Σ (-1)^(k+1) C(2n, n - kh) / C(2n, n).
double equalSizes(std::int64_t n, std::int64_t h)
{
    double sum = 0;
    for (std::int64_t k = n / h; k >= 1; --k) {
        double ratio = 1;
        for (std::int64_t j = 0; j < h; ++j)
            ratio *= static_cast<double>(n - (k - 1) * h - j) /
                     static_cast<double>(n + (k - 1) * h + j + 1);
        sum = ratio * (1 - sum);
    }
    return 2 * sum;
}

// The share of lattice paths from (0, 0) to (n, m) that touch |i/n - j/m| >= h/lcm. All terms are
// positive: a small share keeps its digits. Only the band in between is walked. NaN: stopped.
double pathsOutside(std::int64_t n, std::int64_t m, std::int64_t h, std::int64_t lcm,
                    const std::stop_token& stop)
{
    if (n < m)
        std::swap(n, m); // the shorter side is kept
    const std::int64_t stepN = lcm / n, stepM = lcm / m;
    std::vector<double> share(static_cast<std::size_t>(m) + 1, 1.0);
    std::int64_t low = 0, high = -1; // the band: low <= j <= high
    for (std::int64_t i = 0; i <= n; ++i) {
        if (i % 1024 == 0 && stop.stop_requested())
            return std::numeric_limits<double>::quiet_NaN();
        for (; low <= m && i * stepN - low * stepM >= h; ++low)
            share[static_cast<std::size_t>(low)] = 1;
        while (high < m && (high + 1) * stepM - i * stepN < h)
            ++high;
        double before = low > 0 ? 1 : 0;
        for (auto j = low; j <= high; ++j) {
            double& here = share[static_cast<std::size_t>(j)];
            const auto x = static_cast<double>(i), y = static_cast<double>(j);
            here = i + j > 0 ? (x * here + y * before) / (x + y) : 0;
            before = here;
        }
    }
    return share.back();
}

double exactPValue(double d, SampleSizes sizes, const std::stop_token& stop)
{
    const auto n = static_cast<std::int64_t>(sizes.reference);
    const auto m = static_cast<std::int64_t>(sizes.current);
    const auto lcm = std::lcm(n, m);
    const auto h = std::llround(d * static_cast<double>(lcm));
    if (h == 0)
        return 1;
    const double p = n == m ? equalSizes(n, h) : pathsOutside(n, m, h, lcm, stop);
    return std::clamp(p, 0.0, 1.0);
}

// P(D_n^+ >= d), in long double: the logarithms of a million's factorial need its digits.
double smirnovAbove(long double d, long double n, const std::stop_token& stop)
{
    const auto last = std::floor(n * (1 - d));
    long double sum = 0;
    const auto whole = std::lgamma(n + 1);
    std::uint64_t steps = 0;
    for (long double j = 0; j <= last; ++j) {
        if (++steps % 1024 == 0 && stop.stop_requested())
            return std::numeric_limits<double>::quiet_NaN();
        const long double left = d + j / n, right = 1 - d - j / n;
        if (right <= 0)
            continue;
        sum += std::exp(whole - std::lgamma(j + 1) - std::lgamma(n - j + 1) +
                        (j - 1) * std::log(left) + (n - j) * std::log(right));
    }
    return static_cast<double>(d * sum);
}

double pelzGoodAbove(double d, double n)
{
    constexpr double pi2 = std::numbers::pi * std::numbers::pi;
    const double root = std::sqrt(2 * std::numbers::pi);
    const double z = std::sqrt(n) * d, z2 = z * z, z4 = z2 * z2, z6 = z4 * z2;
    double k0 = 0, k1 = 0, k2 = 0, k3 = 0, extra2 = 0, extra3 = 0;
    const int terms = static_cast<int>(std::ceil(16 * z / std::numbers::pi)) + 1;
    for (int k = terms; k >= 1; --k) {
        const double m2 = (2.0 * k - 1) * (2.0 * k - 1);
        const double weight = std::exp(-m2 * pi2 / (8 * z2));
        k0 += weight;
        k1 += weight * (m2 * pi2 / 4 - z2);
        k2 += weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * pi2 * m2 / 4 +
                        pi2 * pi2 * (1 - 2 * z2) * m2 * m2 / 16);
        k3 += weight * (-30 * z6 - 90 * z4 * z4 + pi2 * (135 * z4 - 96 * z6) * m2 / 4 +
                        pi2 * pi2 * (212 * z4 - 60 * z2) * m2 * m2 / 16 +
                        pi2 * pi2 * pi2 * (5 - 30 * z2) * m2 * m2 * m2 / 64);
        const double square = static_cast<double>(k) * k;
        const double other = square * std::exp(-square * pi2 / (2 * z2));
        extra2 += other;
        extra3 += other * (3 * z2 - pi2 * square);
    }
    k0 *= root / z;
    k1 *= root / (6 * z4);
    k2 = k2 * root / (72 * z4 * z2 * z) - extra2 * pi2 * root / (36 * z2 * z);
    k3 = k3 * root / (6480 * z6 * z4) + extra3 * pi2 * root / (216 * z6);
    return 1 - (k0 + k1 / std::sqrt(n) + k2 / n + k3 / (n * std::sqrt(n)));
}

} // namespace

double kolmogorovOneSampleAbove(double d, double n, const std::stop_token& stop)
{
    if (d <= 0.5 / n)
        return 1;
    if (d >= 1)
        return 0;
    const double square = n * d * d;
    if (square >= 370)
        return 0;
    const double p = square >= 2.2 ? 2 * smirnovAbove(d, n, stop) : pelzGoodAbove(d, n);
    return std::clamp(p, 0.0, 1.0);
}

double kolmogorovSmirnovPValue(double d, SampleSizes sizes, const std::stop_token& stop)
{
    if (!sizes.both() || std::isnan(d))
        return std::numeric_limits<double>::quiet_NaN();
    const auto n = static_cast<double>(sizes.reference), m = static_cast<double>(sizes.current);
    const double effective = std::nearbyint(n * m / (n + m));
    if (std::max(sizes.reference, sizes.current) <= exactUpTo || effective <= approximationFrom)
        return exactPValue(d, sizes, stop);
    return kolmogorovOneSampleAbove(d, effective, stop);
}

DriftValue kolmogorovSmirnov(const CountedValues& reference, const CountedValues& current,
                             const std::stop_token& stop)
{
    const SampleSizes sizes{reference.size(), current.size()};
    if (!sizes.both())
        return {};
    std::uint64_t below = 0, belowCurrent = 0;
    double d = 0;
    walkSteps(reference, current, [&](const Step& step) {
        below += step.reference;
        belowCurrent += step.current;
        d = std::max(
            d, std::abs(static_cast<double>(below) / static_cast<double>(sizes.reference) -
                        static_cast<double>(belowCurrent) / static_cast<double>(sizes.current)));
    });
    return {d, kolmogorovSmirnovPValue(d, sizes, stop)};
}

} // namespace binnacle
