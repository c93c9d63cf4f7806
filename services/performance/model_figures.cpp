#include "services/performance/model_figures.h"

#include "services/performance/regression_figures.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t blocks = 10;

struct FigureFacts
{
    std::string_view name;
    const char* title;
    FigureSense sense;
};

using enum FigureSense;
constexpr std::array figures = {
    FigureFacts{"accuracy", QT_TRANSLATE_NOOP("performance", "Accuracy"), GreaterIsBetter},
    FigureFacts{"precision", QT_TRANSLATE_NOOP("performance", "Precision"), GreaterIsBetter},
    FigureFacts{"recall", QT_TRANSLATE_NOOP("performance", "Recall"), GreaterIsBetter},
    FigureFacts{"f1", QT_TRANSLATE_NOOP("performance", "F1"), GreaterIsBetter},
    FigureFacts{"log_loss", QT_TRANSLATE_NOOP("performance", "Log loss"), LessIsBetter},
    FigureFacts{"brier", QT_TRANSLATE_NOOP("performance", "Brier score"), LessIsBetter},
    FigureFacts{"roc_auc", QT_TRANSLATE_NOOP("performance", "ROC AUC"), GreaterIsBetter},
    FigureFacts{"average_precision", QT_TRANSLATE_NOOP("performance", "Average precision"),
                GreaterIsBetter},
    FigureFacts{"macro_precision", QT_TRANSLATE_NOOP("performance", "Precision, mean of classes"),
                GreaterIsBetter},
    FigureFacts{"macro_recall", QT_TRANSLATE_NOOP("performance", "Recall, mean of classes"),
                GreaterIsBetter},
    FigureFacts{"macro_f1", QT_TRANSLATE_NOOP("performance", "F1, mean of classes"),
                GreaterIsBetter},
    FigureFacts{"roc_auc_ovr", QT_TRANSLATE_NOOP("performance", "ROC AUC, one against the rest"),
                GreaterIsBetter},
    FigureFacts{"mean_error", QT_TRANSLATE_NOOP("performance", "Mean error"), ZeroIsBest},
    FigureFacts{"mae", QT_TRANSLATE_NOOP("performance", "Mean absolute error"), LessIsBetter},
    FigureFacts{"rmse", QT_TRANSLATE_NOOP("performance", "Root mean squared error"), LessIsBetter},
    FigureFacts{"mape", QT_TRANSLATE_NOOP("performance", "Mean absolute percentage error"),
                LessIsBetter},
    FigureFacts{"r2", QT_TRANSLATE_NOOP("performance", "R²"), GreaterIsBetter},
};

const FigureFacts* factsOfFigure(std::string_view name)
{
    const auto* found = std::ranges::find(figures, name, &FigureFacts::name);
    return found == figures.end() ? nullptr : found;
}

// Labels and scores of rows that have both.
struct Scored
{
    std::vector<int> labels;
    std::vector<double> scores;
};

Scored scoredOf(const ModelRows& rows, std::span<const std::uint32_t> places)
{
    Scored found;
    const auto width = rows.scoresPerRow;
    for (const auto row : places) {
        const auto own = std::span(rows.scores).subspan(row * width, width);
        if (rows.labels[row] < 0 ||
            std::ranges::any_of(own, [](double score) { return std::isnan(score); }))
            continue;
        found.labels.push_back(rows.labels[row]);
        found.scores.insert(found.scores.end(), own.begin(), own.end());
    }
    return found;
}

std::vector<Figure> binaryFigures(const ModelRows& rows, std::span<const std::uint32_t> places)
{
    Confusion counts;
    for (const auto row : places)
        if (rows.isLabelled(row))
            counts.add(rows.labels[row] != 0, rows.predictions[row] != 0);
    std::vector<Figure> all = {{"accuracy", counts.accuracy()},
                               {"precision", counts.precision()},
                               {"recall", counts.recall()},
                               {"f1", counts.f1()}};
    if (rows.scoresPerRow == 1) {
        const auto [labels, scores] = scoredOf(rows, places);
        all.push_back({"log_loss", logLoss(labels, scores)});
        all.push_back({"brier", brierScore(labels, scores)});
        all.push_back({"roc_auc", rocAuc(labels, scores)});
        all.push_back({"average_precision", averagePrecision(labels, scores)});
    }
    return all;
}

std::vector<Figure> classFigures(const ModelRows& rows, std::span<const std::uint32_t> places)
{
    ClassCounts counts(rows.classes.size());
    for (const auto row : places)
        if (rows.isLabelled(row))
            counts.add(static_cast<std::size_t>(rows.labels[row]),
                       static_cast<std::size_t>(rows.predictions[row]));
    std::vector<Figure> all = {{"accuracy", counts.accuracy()},
                               {"macro_precision", counts.meanPrecision()},
                               {"macro_recall", counts.meanRecall()},
                               {"macro_f1", counts.meanF1()}};
    if (rows.scoresPerRow > 1) {
        const auto [labels, scores] = scoredOf(rows, places);
        all.push_back({"log_loss", logLossOfClasses(labels, scores, rows.scoresPerRow)});
        all.push_back({"roc_auc_ovr", rocAucOfClasses(labels, scores, rows.scoresPerRow)});
    }
    return all;
}

std::vector<Figure> errorFigures(const ModelRows& rows, std::span<const std::uint32_t> places)
{
    std::vector<double> targets, estimates;
    for (const auto row : places) {
        targets.push_back(rows.targets[row]);
        estimates.push_back(rows.estimates[row]);
    }
    const auto found = regressionFigures(targets, estimates);
    return {{"mean_error", found.meanError},
            {"mae", found.meanAbsoluteError},
            {"rmse", found.rootMeanSquaredError},
            {"mape", found.meanAbsolutePercentageError},
            {"r2", found.rSquared}};
}

std::vector<std::uint32_t> allPlaces(const ModelRows& rows)
{
    std::vector<std::uint32_t> places(rows.rows);
    std::iota(places.begin(), places.end(), std::uint32_t{0});
    return places;
}

} // namespace

std::string_view modelTaskName(ModelTask task)
{
    return task == ModelTask::Binary    ? "binary"
           : task == ModelTask::Classes ? "classes"
                                        : "regression";
}

bool ModelRows::isLabelled(std::size_t row) const
{
    if (task == ModelTask::Regression)
        return !targets.empty() && std::isfinite(targets[row]) && std::isfinite(estimates[row]);
    return !labels.empty() && labels[row] >= 0 && predictions[row] >= 0;
}

std::uint64_t ModelRows::labelled() const
{
    std::uint64_t count = 0;
    for (std::size_t row = 0; row < rows; ++row)
        count += isLabelled(row) ? 1 : 0;
    return count;
}

std::vector<Figure> figuresOf(const ModelRows& rows, std::span<const std::uint32_t> places)
{
    if (!rows.hasLabels())
        return {};
    switch (rows.task) {
    case ModelTask::Binary:
        return binaryFigures(rows, places);
    case ModelTask::Classes:
        return classFigures(rows, places);
    case ModelTask::Regression:
        break;
    }
    return errorFigures(rows, places);
}

IsotonicFit calibrationOf(const ModelRows& rows)
{
    if (rows.labels.empty() || rows.scoresPerRow != 1)
        return {};
    const auto [labels, scores] = scoredOf(rows, allPlaces(rows));
    return isotonicFit(scores, labels);
}

std::vector<Figure> estimatedFiguresOf(const ModelRows& rows, std::span<const std::uint32_t> places,
                                       const IsotonicFit& calibration)
{
    if (rows.task != ModelTask::Binary || rows.scoresPerRow != 1)
        return {};
    std::vector<double> calibrated;
    std::vector<int> predictions;
    for (const auto row : places) {
        if (rows.predictions[row] < 0)
            continue;
        calibrated.push_back(calibration.at(rows.scores[row]));
        predictions.push_back(rows.predictions[row]);
    }
    const auto found = estimatedPerformance(calibrated, predictions);
    return {{"accuracy", found.accuracy()},
            {"precision", found.precision()},
            {"recall", found.recall()},
            {"f1", found.f1()}};
}

QString estimateAssumptions()
{
    return QCoreApplication::translate(
        "performance",
        "Estimated without labels (CBPE): it holds if a probability means what it meant in the "
        "reference. A changed relation of inputs and labels (concept drift) can not be seen, and "
        "inputs that the reference does not cover are not calibrated.");
}

FigureSense senseOf(std::string_view figure)
{
    const auto* facts = factsOfFigure(figure);
    return facts ? facts->sense : GreaterIsBetter;
}

QString figureTitle(std::string_view figure)
{
    const auto* facts = factsOfFigure(figure);
    return facts ? QCoreApplication::translate("performance", facts->title)
                 : QString::fromUtf8(figure.data(), static_cast<qsizetype>(figure.size()));
}

bool FigureBand::holds(double value) const
{
    return !(value < low) && !(value > high);
}

bool FigureBand::worse(double value) const
{
    switch (senseOf(name)) {
    case GreaterIsBetter:
        return value < low;
    case LessIsBetter:
        return value > high;
    case ZeroIsBest:
        break;
    }
    return !holds(value) && std::abs(value) > std::abs(reference);
}

std::vector<FigureBand> figureBands(const ModelRows& reference, const IsotonicFit* calibration)
{
    const auto of = [&](std::span<const std::uint32_t> places) {
        return calibration ? estimatedFiguresOf(reference, places, *calibration)
                           : figuresOf(reference, places);
    };
    const auto places = allPlaces(reference);
    std::vector<FigureBand> bands;
    for (const auto& figure : of(places))
        bands.push_back({figure.name, figure.value, none, none});
    std::vector<std::vector<double>> values(bands.size());
    for (std::size_t block = 0; block < blocks; ++block) {
        const auto from = block * places.size() / blocks, to = (block + 1) * places.size() / blocks;
        if (from == to)
            continue;
        const auto found = of(std::span(places).subspan(from, to - from));
        for (std::size_t i = 0; i < found.size(); ++i)
            if (std::isfinite(found[i].value))
                values[i].push_back(found[i].value);
    }
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const auto count = static_cast<double>(values[i].size());
        if (count < 2)
            continue;
        const double mean = std::accumulate(values[i].begin(), values[i].end(), 0.0) / count;
        double squares = 0;
        for (const double value : values[i])
            squares += (value - mean) * (value - mean);
        const double deviation = std::sqrt(squares / (count - 1));
        bands[i].low = mean - 3 * deviation;
        bands[i].high = mean + 3 * deviation;
    }
    return bands;
}

std::vector<double> lossesOf(const ModelRows& rows)
{
    std::vector<double> losses(rows.rows, none);
    for (std::size_t row = 0; row < rows.rows; ++row) {
        if (!rows.isLabelled(row))
            continue;
        losses[row] = rows.task == ModelTask::Regression
                          ? std::abs(rows.estimates[row] - rows.targets[row])
                          : (rows.labels[row] == rows.predictions[row] ? 0 : 1);
    }
    return losses;
}

} // namespace binnacle
