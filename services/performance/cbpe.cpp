#include "services/performance/cbpe.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>

namespace binnacle {

namespace {

struct Block
{
    double sum = 0, weight = 0;
    std::size_t first = 0, last = 0;
    double mean() const { return sum / weight; }
};

} // namespace

double IsotonicFit::at(double score) const
{
    if (x.empty() || std::isnan(score))
        return std::numeric_limits<double>::quiet_NaN();
    if (score <= x.front())
        return y.front();
    if (score >= x.back())
        return y.back();
    const auto right = static_cast<std::size_t>(std::ranges::upper_bound(x, score) - x.begin());
    const double share = (score - x[right - 1]) / (x[right] - x[right - 1]);
    return y[right - 1] + share * (y[right] - y[right - 1]);
}

IsotonicFit isotonicFit(std::span<const double> scores, std::span<const int> labels)
{
    std::map<double, Block> distinct;
    for (std::size_t i = 0; i < std::min(scores.size(), labels.size()); ++i) {
        if (!std::isfinite(scores[i]))
            continue;
        auto& block = distinct[scores[i]];
        block.sum += labels[i] != 0 ? 1 : 0;
        block.weight += 1;
    }
    IsotonicFit fit;
    std::vector<Block> blocks;
    for (const auto& [score, own] : distinct) {
        Block block = own;
        block.first = block.last = fit.x.size();
        fit.x.push_back(score);
        while (!blocks.empty() && blocks.back().mean() >= block.mean()) {
            block.sum += blocks.back().sum;
            block.weight += blocks.back().weight;
            block.first = blocks.back().first;
            blocks.pop_back();
        }
        blocks.push_back(block);
    }
    for (const auto& block : blocks)
        fit.y.insert(fit.y.end(), block.last - block.first + 1, block.mean());
    return fit;
}

double EstimatedPerformance::accuracy() const
{
    return (truePositive + trueNegative) /
           (truePositive + falsePositive + trueNegative + falseNegative);
}

double EstimatedPerformance::precision() const
{
    return truePositive / (truePositive + falsePositive);
}

double EstimatedPerformance::recall() const
{
    return truePositive / (truePositive + falseNegative);
}

double EstimatedPerformance::f1() const
{
    return 2 * truePositive / (2 * truePositive + falsePositive + falseNegative);
}

EstimatedPerformance estimatedPerformance(std::span<const double> calibrated,
                                          std::span<const int> predictions)
{
    EstimatedPerformance sum;
    for (std::size_t i = 0; i < std::min(calibrated.size(), predictions.size()); ++i) {
        const double p = calibrated[i];
        if (!std::isfinite(p))
            continue;
        (predictions[i] != 0 ? sum.truePositive : sum.falseNegative) += p;
        (predictions[i] != 0 ? sum.falsePositive : sum.trueNegative) += 1 - p;
    }
    return sum;
}

} // namespace binnacle
