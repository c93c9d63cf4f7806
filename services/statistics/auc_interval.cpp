#include "services/statistics/auc_interval.h"

#include "services/statistics/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

// The variance of placements, by their number less one.
struct Placements
{
    double sum = 0, squares = 0, count = 0;
    void add(double value, double times)
    {
        sum += value * times;
        squares += value * value * times;
        count += times;
    }
    double mean() const { return sum / count; }
    double variance() const { return std::max((squares - sum * sum / count) / (count - 1), 0.0); }
};

} // namespace

AucInterval aucInterval(std::span<const int> labels, std::span<const double> scores, double level)
{
    std::vector<std::size_t> order(std::min(labels.size(), scores.size()));
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t i) { return std::isnan(scores[i]); });
    std::ranges::sort(order, {}, [&](std::size_t i) { return scores[i]; });
    AucInterval result{none, none, none, none, 0, 0};
    for (const auto i : order)
        ++(labels[i] != 0 ? result.positives : result.negatives);
    if (result.positives == 0 || result.negatives == 0)
        return result;
    const auto positives = static_cast<double>(result.positives);
    const auto negatives = static_cast<double>(result.negatives);
    // Of a positive: the share of negatives below it, ties ½; of a negative: of positives above.
    Placements ofPositives, ofNegatives;
    double positivesBelow = 0, negativesBelow = 0;
    for (std::size_t i = 0; i < order.size();) {
        double positive = 0, negative = 0;
        const double score = scores[order[i]];
        for (; i < order.size() && scores[order[i]] == score; ++i)
            (labels[order[i]] != 0 ? positive : negative) += 1;
        ofPositives.add((negativesBelow + negative / 2) / negatives, positive);
        ofNegatives.add((positives - positivesBelow - positive / 2) / positives, negative);
        positivesBelow += positive;
        negativesBelow += negative;
    }
    result.auc = ofPositives.mean();
    if (result.positives < 2 || result.negatives < 2)
        return result;
    result.standardError =
        std::sqrt(ofPositives.variance() / positives + ofNegatives.variance() / negatives);
    const double half = normalQuantile(0.5 + level / 2) * result.standardError;
    result.low = std::max(result.auc - half, 0.0);
    result.high = std::min(result.auc + half, 1.0);
    return result;
}

} // namespace binnacle
