#include "services/drift/mean_discrepancy.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace binnacle {

namespace {

constexpr int permutations = 100;

void draw(std::span<const double> from, std::vector<double>& into)
{
    const auto count = std::min(from.size(), discrepancyCap);
    for (std::size_t i = 0; i < count; ++i)
        into.push_back(from[i * from.size() / count]);
}

double sigmaSquared(std::span<const double> reference)
{
    std::vector<double> squares;
    squares.reserve(reference.size() * reference.size());
    for (const double x : reference)
        for (const double y : reference)
            squares.push_back((x - y) * (x - y));
    const auto middle = squares.begin() + static_cast<std::ptrdiff_t>(squares.size() / 2);
    std::ranges::nth_element(squares, middle);
    return *middle > 0 ? *middle / 2 : 0.5;
}

double discrepancy(const Eigen::MatrixXd& kernel, const std::vector<Eigen::Index>& order,
                   Eigen::Index n)
{
    const auto all = static_cast<Eigen::Index>(order.size()), m = all - n;
    double within = 0, inCurrent = 0, between = 0;
    for (Eigen::Index j = 0; j < all; ++j)
        for (Eigen::Index i = 0; i < j; ++i) {
            const double each =
                kernel(order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(j)]);
            (j < n ? within : i < n ? between : inCurrent) += each;
        }
    const auto a = static_cast<double>(n), b = static_cast<double>(m);
    return 2 * within / (a * (a - 1)) + 2 * inCurrent / (b * (b - 1)) - 2 * between / (a * b);
}

} // namespace

DriftValue meanDiscrepancy(std::span<const double> reference, std::span<const double> current,
                           std::uint64_t seed, const std::stop_token& stop)
{
    if (reference.size() < 2 || current.size() < 2)
        return {};
    std::vector<double> values;
    draw(reference, values);
    const auto n = values.size();
    draw(current, values);
    const double sigma2 = sigmaSquared(std::span(values).first(n));
    const auto all = static_cast<Eigen::Index>(values.size());
    Eigen::MatrixXd kernel(all, all);
    for (Eigen::Index j = 0; j < all; ++j)
        for (Eigen::Index i = 0; i < all; ++i) {
            const double away =
                values[static_cast<std::size_t>(i)] - values[static_cast<std::size_t>(j)];
            kernel(i, j) = std::exp(-away * away / (2 * sigma2));
        }
    std::vector<Eigen::Index> order(values.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = static_cast<Eigen::Index>(i);
    const double observed = discrepancy(kernel, order, static_cast<Eigen::Index>(n));
    std::mt19937_64 random(seed);
    int above = 0;
    for (int i = 0; i < permutations; ++i) {
        if (stop.stop_requested())
            return {observed, std::numeric_limits<double>::quiet_NaN()};
        std::ranges::shuffle(order, random);
        above += observed <= discrepancy(kernel, order, static_cast<Eigen::Index>(n)) ? 1 : 0;
    }
    return {observed, static_cast<double>(above) / permutations};
}

} // namespace binnacle
