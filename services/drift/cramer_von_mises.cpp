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

// The criterion is a sum over the cells of a path from (0, 0) to (m, n), and a path backwards is a
// path: both halves are counted up to the middle only, where they meet.
class PathCounts
{
public:
    PathCounts(std::int64_t m, std::int64_t n) : m_(m), n_(n), lcm_(std::lcm(m, n)) {}

    // The share of paths whose sum is at least `zeta`.
    double shareFrom(double zeta)
    {
        const auto middle = (m_ + n_) / 2, other = m_ + n_ - middle;
        fill(std::max(middle, other));
        double count = 0;
        for (auto v = std::max<std::int64_t>(0, middle - n_); v <= std::min(m_, middle); ++v)
            count += pairsFrom(of(v, middle - v), of(m_ - v, n_ - middle + v),
                               zeta + static_cast<double>(square(v, middle - v)));
        return count / boost::math::binomial_coefficient<double>(static_cast<unsigned>(m_ + n_),
                                                                 static_cast<unsigned>(m_));
    }

private:
    std::int64_t square(std::int64_t v, std::int64_t i) const
    {
        const auto away = lcm_ / m_ * v - lcm_ / n_ * i;
        return away * away;
    }
    Frequencies& of(std::int64_t v, std::int64_t i)
    {
        return cells_[static_cast<std::size_t>(v * (n_ + 1) + i)];
    }

    void fill(std::int64_t last)
    {
        static const Frequencies nothing;
        cells_.assign(static_cast<std::size_t>((m_ + 1) * (n_ + 1)), {});
        of(0, 0) = {{0, 1.0}};
        for (std::int64_t v = 0; v <= m_; ++v)
            for (std::int64_t i = 0; i <= std::min(n_, last - v); ++i)
                if (v + i > 0)
                    of(v, i) = shifted(v > 0 ? of(v - 1, i) : nothing,
                                       i > 0 ? of(v, i - 1) : nothing, square(v, i));
    }

    static double pairsFrom(const Frequencies& forward, const Frequencies& backward, double least)
    {
        double count = 0, above = 0; // of the backward ones that suffice
        auto next = backward.rbegin();
        for (const auto& [value, times] : forward) {
            for (; next != backward.rend() && static_cast<double>(value + next->first) >= least;
                 ++next)
                above += next->second;
            count += times * above;
        }
        return count;
    }

    std::int64_t m_, n_, lcm_;
    std::vector<Frequencies> cells_;
};

double exactPValue(double u, std::int64_t m, std::int64_t n)
{
    const auto lcm = std::lcm(m, n), mn = m * n;
    const double zeta = std::floor(static_cast<double>(lcm * lcm * (m + n)) *
                                   (6 * u - static_cast<double>(mn * (4 * mn - 1))) /
                                   static_cast<double>(6 * mn * mn));
    return PathCounts(m, n).shareFrom(zeta);
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
