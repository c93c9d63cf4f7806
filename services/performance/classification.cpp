#include "services/performance/classification.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double ratio(std::uint64_t part, std::uint64_t whole)
{
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : none;
}

// How many of each class have at least each distinct score, descending.
struct RankStep
{
    double threshold = 0;
    std::uint64_t positive = 0, negative = 0;
};

std::vector<RankStep> rankSteps(std::span<const int> labels, std::span<const double> scores)
{
    std::vector<std::size_t> order(std::min(labels.size(), scores.size()));
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t i) { return std::isnan(scores[i]); });
    std::ranges::sort(order, std::greater<>(), [&](std::size_t i) { return scores[i]; });
    std::vector<RankStep> steps;
    RankStep sum;
    for (std::size_t i = 0; i < order.size(); ++i) {
        (labels[order[i]] != 0 ? sum.positive : sum.negative) += 1;
        sum.threshold = scores[order[i]];
        if (i + 1 == order.size() || scores[order[i + 1]] != sum.threshold)
            steps.push_back(sum);
    }
    return steps;
}

} // namespace

void Confusion::add(bool label, bool prediction, std::uint64_t rows)
{
    (label ? (prediction ? truePositive : falseNegative)
           : (prediction ? falsePositive : trueNegative)) += rows;
}

std::uint64_t Confusion::rows() const
{
    return truePositive + falsePositive + trueNegative + falseNegative;
}

double Confusion::accuracy() const
{
    return ratio(truePositive + trueNegative, rows());
}

double Confusion::precision() const
{
    return ratio(truePositive, truePositive + falsePositive);
}

double Confusion::recall() const
{
    return ratio(truePositive, truePositive + falseNegative);
}

double Confusion::falsePositiveRate() const
{
    return ratio(falsePositive, falsePositive + trueNegative);
}

double Confusion::selectionRate() const
{
    return ratio(truePositive + falsePositive, rows());
}

double Confusion::f1() const
{
    return ratio(2 * truePositive, 2 * truePositive + falsePositive + falseNegative);
}

Confusion confusion(std::span<const int> labels, std::span<const int> predictions)
{
    Confusion counts;
    for (std::size_t i = 0; i < std::min(labels.size(), predictions.size()); ++i)
        counts.add(labels[i] != 0, predictions[i] != 0);
    return counts;
}

double logLoss(std::span<const int> labels, std::span<const double> probabilities)
{
    constexpr double epsilon = std::numeric_limits<double>::epsilon();
    double sum = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double p = std::clamp(probabilities[i], epsilon, 1 - epsilon);
        sum -= labels[i] != 0 ? std::log(p) : std::log(1 - p);
    }
    return sum / static_cast<double>(labels.size());
}

double brierScore(std::span<const int> labels, std::span<const double> probabilities)
{
    double sum = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double away = probabilities[i] - (labels[i] != 0 ? 1 : 0);
        sum += away * away;
    }
    return sum / static_cast<double>(labels.size());
}

std::vector<CurvePoint> rocCurve(std::span<const int> labels, std::span<const double> scores)
{
    const auto steps = rankSteps(labels, scores);
    if (steps.empty() || steps.back().positive == 0 || steps.back().negative == 0)
        return {};
    std::vector<CurvePoint> curve{{0, 0, std::numeric_limits<double>::infinity()}};
    for (const auto& step : steps)
        curve.push_back({ratio(step.negative, steps.back().negative),
                         ratio(step.positive, steps.back().positive), step.threshold});
    return curve;
}

double rocAuc(std::span<const int> labels, std::span<const double> scores)
{
    const auto curve = rocCurve(labels, scores);
    if (curve.empty())
        return none;
    double area = 0;
    for (std::size_t i = 1; i < curve.size(); ++i)
        area += (curve[i].x - curve[i - 1].x) * (curve[i].y + curve[i - 1].y) / 2;
    return area;
}

std::vector<CurvePoint> precisionRecallCurve(std::span<const int> labels,
                                             std::span<const double> scores)
{
    const auto steps = rankSteps(labels, scores);
    if (steps.empty() || steps.back().positive == 0)
        return {};
    std::vector<CurvePoint> curve;
    for (const auto& step : steps)
        curve.push_back({ratio(step.positive, steps.back().positive),
                         ratio(step.positive, step.positive + step.negative), step.threshold});
    return curve;
}

double averagePrecision(std::span<const int> labels, std::span<const double> scores)
{
    const auto curve = precisionRecallCurve(labels, scores);
    if (curve.empty())
        return none;
    double sum = 0, before = 0;
    for (const auto& point : curve) {
        sum += (point.x - before) * point.y;
        before = point.x;
    }
    return sum;
}

std::vector<CalibrationBin> calibration(std::span<const int> labels,
                                        std::span<const double> probabilities, std::size_t bins)
{
    std::vector<CalibrationBin> all(bins);
    for (std::size_t i = 0; i < std::min(labels.size(), probabilities.size()); ++i) {
        const double p = probabilities[i];
        if (!(p >= 0 && p <= 1) || bins == 0)
            continue;
        // Closed on the right, as the searched inner edges of scikit-learn are.
        std::size_t bin = 0;
        while (bin + 1 < bins && static_cast<double>(bin + 1) * (1 / static_cast<double>(bins)) < p)
            ++bin;
        all[bin].predicted += p;
        all[bin].actual += labels[i] != 0 ? 1 : 0;
        ++all[bin].rows;
    }
    std::erase_if(all, [](const CalibrationBin& bin) { return bin.rows == 0; });
    for (auto& bin : all) {
        bin.predicted /= static_cast<double>(bin.rows);
        bin.actual /= static_cast<double>(bin.rows);
    }
    return all;
}

} // namespace binnacle
