#include "services/drift/cramer_von_mises.h"

#include <boost/math/special_functions/bessel.hpp>
#include <boost/math/special_functions/binomial.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>
#include <vector>

namespace binnacle {

namespace {

constexpr std::uint64_t exactUpTo = 20;

double limitingCdf(double x)
{
    double total = 0;
    for (int k = 0; k < 200; ++k) {
        const double y = 4.0 * k + 1, q = y * y / (16 * x);
        double term = 0;
        if (q < 700)
            term = std::exp(std::lgamma(k + 0.5) - std::lgamma(k + 1.0) - q) /
                   (std::pow(std::numbers::pi, 1.5) * std::sqrt(x)) * std::sqrt(y) *
                   boost::math::cyl_bessel_k(0.25, q);
        total += term;
        if (std::abs(term) < 1e-7)
            break;
    }
    return total;
}

// How many orders of the values give each criterion, ascending.
using Frequencies = std::vector<std::pair<std::int64_t, double>>;

Frequencies shifted(const Frequencies& x, const Frequencies& y, std::int64_t by)
{
    Frequencies both;
    both.reserve(x.size() + y.size());
    auto i = x.begin(), j = y.begin();
    while (i != x.end() || j != y.end()) {
        const bool left = j == y.end() || (i != x.end() && i->first <= j->first);
        const auto& [value, count] = left ? *i++ : *j++;
        if (!both.empty() && both.back().first == value + by)
            both.back().second += count;
        else
            both.emplace_back(value + by, count);
    }
    return both;
}

double exactPValue(double u, std::int64_t m, std::int64_t n)
{
    const auto lcm = std::lcm(m, n), a = lcm / m, b = lcm / n, mn = m * n;
    const double zeta = std::floor(static_cast<double>(lcm * lcm * (m + n)) *
                                   (6 * u - static_cast<double>(mn * (4 * mn - 1))) /
                                   static_cast<double>(6 * mn * mn));
    std::vector<Frequencies> column(static_cast<std::size_t>(m) + 1);
    for (std::int64_t i = 0; i <= n; ++i) {
        Frequencies before;
        for (std::int64_t v = 0; v <= m; ++v) {
            auto& here = column[static_cast<std::size_t>(v)];
            here = i == 0 && v == 0 ? Frequencies{{0, 1.0}}
                                    : shifted(before, here, (a * v - b * i) * (a * v - b * i));
            before = here;
        }
    }
    double above = 0;
    for (const auto& [value, count] : column.back())
        above += static_cast<double>(value) >= zeta ? count : 0;
    return above / boost::math::binomial_coefficient<double>(static_cast<unsigned>(m + n),
                                                             static_cast<unsigned>(m));
}

// Σ (rank - place)² over the `count` values of one sample that share a rank.
double squaresOf(double rank, std::uint64_t before, std::uint64_t count)
{
    const auto c = static_cast<double>(count);
    const double away = rank - static_cast<double>(before) - (c + 1) / 2;
    return c * away * away + c * (c * c - 1) / 12;
}

} // namespace

DriftValue cramerVonMises(const CountedValues& reference, const CountedValues& current)
{
    const SampleSizes sizes{reference.size(), current.size()};
    if (sizes.reference < 2 || sizes.current < 2)
        return {};
    const auto n = static_cast<double>(sizes.reference), m = static_cast<double>(sizes.current);
    std::uint64_t inReference = 0, inCurrent = 0;
    double ofReference = 0, ofCurrent = 0;
    walkSteps(reference, current, [&](const Step& step) {
        const double rank = static_cast<double>(inReference + inCurrent) +
                            (static_cast<double>(step.reference + step.current) + 1) / 2;
        ofReference += squaresOf(rank, inReference, step.reference);
        ofCurrent += squaresOf(rank, inCurrent, step.current);
        inReference += step.reference;
        inCurrent += step.current;
    });
    const double u = n * ofReference + m * ofCurrent, k = n * m, all = n + m;
    const double t = u / (k * all) - (4 * k - 1) / (6 * all);
    if (std::max(sizes.reference, sizes.current) <= exactUpTo)
        return {t, exactPValue(u, static_cast<std::int64_t>(sizes.reference),
                               static_cast<std::int64_t>(sizes.current))};
    const double expected = (1 + 1 / all) / 6;
    const double variance =
        (all + 1) * (4 * k * all - 3 * (n * n + m * m) - 2 * k) / (45 * all * all * 4 * k);
    const double normed = 1.0 / 6 + (t - expected) / std::sqrt(45 * variance);
    return {t, normed < 0.003 ? 1.0 : std::clamp(1 - limitingCdf(normed), 0.0, 1.0)};
}

} // namespace binnacle
