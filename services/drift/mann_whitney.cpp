#include "services/drift/mann_whitney.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace binnacle {

namespace {

constexpr std::uint64_t exactUpTo = 8, exactTotal = 2'000;

// P(U >= u): p(n, m, u) = n/(n+m) p(n-1, m, u-m) + m/(n+m) p(n, m-1, u).
double exactAbove(double u, std::size_t few, std::size_t many)
{
    std::vector<std::vector<double>> shares(few + 1, std::vector<double>(few * many + 1, 0.0));
    for (auto& share : shares)
        share[0] = 1; // against none of the others
    for (std::size_t j = 1; j <= many; ++j)
        for (std::size_t i = 1; i <= few; ++i) {
            const double all = static_cast<double>(i + j);
            for (std::size_t k = i * j + 1; k-- > 0;) {
                const double less = k >= j ? shares[i - 1][k - j] : 0;
                shares[i][k] = static_cast<double>(i) / all * less +
                               static_cast<double>(j) / all * shares[i][k];
            }
        }
    double sum = 0;
    const auto& share = shares[few];
    for (std::size_t k = share.size(); k-- > static_cast<std::size_t>(std::max(u, 0.0));)
        sum += share[k];
    return sum;
}

} // namespace

DriftValue mannWhitney(const CountedValues& reference, const CountedValues& current,
                       Alternative alternative)
{
    const SampleSizes sizes{reference.size(), current.size()};
    if (!sizes.both())
        return {};
    const auto n = static_cast<double>(sizes.reference), m = static_cast<double>(sizes.current);
    const double all = n + m;
    double u = 0, ties = 0;
    std::uint64_t inCurrent = 0;
    walkSteps(reference, current, [&](const Step& step) {
        const auto a = static_cast<double>(step.reference), b = static_cast<double>(step.current);
        u += a * (static_cast<double>(inCurrent) + b / 2);
        inCurrent += step.current;
        ties += (a + b) * ((a + b) * (a + b) - 1);
    });
    const double tail = alternative == Alternative::Less ? n * m - u : std::max(u, n * m - u);
    const double sides = alternative == Alternative::Less ? 1 : 2;
    const auto few = std::min(sizes.reference, sizes.current);
    const auto many = std::max(sizes.reference, sizes.current);
    double p = 0;
    if (few <= exactUpTo && few + many <= exactTotal && ties == 0) {
        p = exactAbove(tail, few, many);
    } else {
        const double deviation = std::sqrt(n * m / 12 * (all + 1 - ties / (all * (all - 1))));
        p = std::erfc((tail - n * m / 2 - 0.5) / deviation / std::numbers::sqrt2) / 2;
    }
    return {u, std::isnan(p) ? p : std::clamp(p * sides, 0.0, 1.0)};
}

} // namespace binnacle
