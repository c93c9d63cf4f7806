#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace binnacle {

// Figures of a classifier of two classes on labelled rows; labels and predictions are 0 or 1. NaN
// where a denominator is 0 (scikit-learn writes 0 there and warns). Pure functions, any thread.
struct Confusion
{
    std::uint64_t truePositive = 0, falsePositive = 0, trueNegative = 0, falseNegative = 0;
    void add(bool label, bool prediction, std::uint64_t rows = 1);
    std::uint64_t rows() const;
    double accuracy() const;
    double precision() const;
    double recall() const; // the true positive rate
    double falsePositiveRate() const;
    double selectionRate() const; // the share that is predicted positive
    double f1() const;
    bool operator==(const Confusion&) const = default;
};

Confusion confusion(std::span<const int> labels, std::span<const int> predictions);

// sklearn.metrics.log_loss: the mean of -ln p of the class that it was, p kept within the machine's
// epsilon of 0 and 1. NaN without rows.
double logLoss(std::span<const int> labels, std::span<const double> probabilities);
// sklearn.metrics.brier_score_loss.
double brierScore(std::span<const int> labels, std::span<const double> probabilities);

// Rows of equal scores are one step.
struct CurvePoint
{
    double x = 0, y = 0, threshold = 0; // predicted positive: score >= threshold
};
// False positive rate against true positive rate, from (0, 0) at +Inf, every threshold kept
// (sklearn.metrics.roc_curve, drop_intermediate=False). Empty where a class is not there.
std::vector<CurvePoint> rocCurve(std::span<const int> labels, std::span<const double> scores);
// By trapezoids (sklearn.metrics.roc_auc_score): U / (n·m), ties ½. NaN where a class is not there.
double rocAuc(std::span<const int> labels, std::span<const double> scores);
// Recall against precision, descending thresholds.
std::vector<CurvePoint> precisionRecallCurve(std::span<const int> labels,
                                             std::span<const double> scores);
// Σ (R_k - R_(k-1)) P_k (sklearn.metrics.average_precision_score).
double averagePrecision(std::span<const int> labels, std::span<const double> scores);

// Predicted and true shares within equal bins of the probability, as
// sklearn.calibration.calibration_curve(strategy="uniform"); bins without rows are left out.
struct CalibrationBin
{
    double predicted = 0, actual = 0;
    std::uint64_t rows = 0;
};
std::vector<CalibrationBin> calibration(std::span<const int> labels,
                                        std::span<const double> probabilities,
                                        std::size_t bins = 5);

} // namespace binnacle
