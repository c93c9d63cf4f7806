#pragma once

#include <span>
#include <vector>

namespace binnacle {

// Probabilities calibrated by an increasing step function: pool-adjacent-violators, as
// sklearn.isotonic.IsotonicRegression(out_of_bounds="clip"), linear between its points.
struct IsotonicFit
{
    std::vector<double> x, y;      // ascending
    double at(double score) const; // NaN without points
};
IsotonicFit isotonicFit(std::span<const double> scores, std::span<const int> labels);

// Confidence-based performance estimation (NannyML): what a classifier of two classes would score
// on rows without labels, if its calibrated probabilities hold. A row that is predicted positive
// with the probability p adds p to the true and 1 - p to the false positives, and so on. It assumes
// that the relation of inputs and labels is that of the reference: no concept drift.
struct EstimatedPerformance
{
    double truePositive = 0, falsePositive = 0, trueNegative = 0, falseNegative = 0;
    double accuracy() const;
    double precision() const;
    double recall() const;
    double f1() const;
};
EstimatedPerformance estimatedPerformance(std::span<const double> calibrated,
                                          std::span<const int> predictions);

} // namespace binnacle
