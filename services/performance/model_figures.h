#pragma once

#include "services/performance/cbpe.h"
#include "services/performance/multiclass.h"

#include <QString>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

enum class ModelTask { Binary, Classes, Regression };
std::string_view modelTaskName(ModelTask task); // "binary", "classes", "regression"

// What a model said of rows and what was true, column by column. Vectors that are not empty have
// `rows` entries.
struct ModelRows
{
    ModelTask task = ModelTask::Binary;
    std::size_t rows = 0;
    // Classification: places in `classes`, -1 where missing. Of two classes the second is the
    // positive one.
    std::vector<std::string> classes;
    std::vector<int> labels; // empty: no labels
    std::vector<int> predictions;
    std::size_t scoresPerRow = 0; // 1: of the positive class; else one a class
    std::vector<double> scores;   // probabilities, row by row; NaN: missing
    // Regression: NaN where missing.
    std::vector<double> targets, estimates;

    bool isLabelled(std::size_t row) const; // and predicted
    std::uint64_t labelled() const;
    bool hasLabels() const
    {
        return task == ModelTask::Regression ? !targets.empty() : !labels.empty();
    }
};

struct Figure
{
    std::string name;
    double value = 0; // NaN: not defined for these rows
    bool operator==(const Figure&) const = default;
};

// Over the labelled rows of the given places. Binary: accuracy, precision, recall, f1, and with
// scores log_loss, brier, roc_auc, average_precision. Classes: accuracy, macro_precision,
// macro_recall, macro_f1, and with scores log_loss, roc_auc_ovr. Regression: mean_error, mae, rmse,
// mape, r2. As scikit-learn's; see the headers of each.
std::vector<Figure> figuresOf(const ModelRows& rows, std::span<const std::uint32_t> places);
// Estimated without labels (CBPE), of two classes with scores: accuracy, precision, recall, f1.
std::vector<Figure> estimatedFiguresOf(const ModelRows& rows, std::span<const std::uint32_t> places,
                                       const IsotonicFit& calibration);
// The calibration of the labelled rows, for that.
IsotonicFit calibrationOf(const ModelRows& rows);
// What that takes for granted, in a sentence of the context "performance" of the translations.
QString estimateAssumptions();

enum class FigureSense { GreaterIsBetter, LessIsBetter, ZeroIsBest };
FigureSense senseOf(std::string_view figure);
QString figureTitle(std::string_view figure); // for a person

// Where a figure of the reference lies by chance: mean ± three deviations (by their number less
// one) over ten equal blocks of its rows in their order, as NannyML draws its thresholds.
struct FigureBand
{
    std::string name;
    double reference = 0;           // over all rows
    double low = 0, high = 0;       // NaN: fewer than two blocks have the figure
    bool holds(double value) const; // also where it can not be said
    bool worse(double value) const; // outside, on the side that is worse
};
std::vector<FigureBand> figureBands(const ModelRows& reference, const IsotonicFit* calibration);

// What a row costs: 1 for a wrong class, the absolute error; NaN without a label or prediction.
std::vector<double> lossesOf(const ModelRows& rows);

} // namespace binnacle
