#include "services/data/performance_run.h"

#include "services/data/drift_run.h"
#include "services/data/window_run.h"
#include "services/drift/change_point.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t curvePoints = 201;

std::vector<CurvePoint> thinned(const std::vector<CurvePoint>& curve)
{
    if (curve.size() <= curvePoints)
        return curve;
    std::vector<CurvePoint> few;
    for (std::size_t i = 0; i < curvePoints; ++i)
        few.push_back(curve[i * (curve.size() - 1) / (curvePoints - 1)]);
    return few;
}

ClassificationReport classificationOf(const ModelRows& rows)
{
    ClassificationReport report;
    report.classes = rows.classes;
    const auto count = rows.classes.size();
    report.confusion.assign(count, std::vector<std::uint64_t>(count, 0));
    std::vector<int> labels;
    std::vector<double> scores;
    for (std::size_t row = 0; row < rows.rows; ++row) {
        if (rows.isLabelled(row))
            ++report.confusion[static_cast<std::size_t>(rows.labels[row])]
                              [static_cast<std::size_t>(rows.predictions[row])];
        if (rows.scoresPerRow == 1 && rows.labels[row] >= 0 && !std::isnan(rows.scores[row])) {
            labels.push_back(rows.labels[row]);
            scores.push_back(rows.scores[row]);
        }
    }
    if (rows.task != ModelTask::Binary || rows.scoresPerRow != 1)
        return report;
    report.auc = aucInterval(labels, scores);
    report.roc = thinned(rocCurve(labels, scores));
    report.precisionRecall = thinned(precisionRecallCurve(labels, scores));
    report.calibration = calibration(labels, scores, 10);
    return report;
}

std::vector<std::string> worseOf(const std::vector<Figure>& figures,
                                 const std::vector<FigureBand>& bands)
{
    std::vector<std::string> worse;
    for (std::size_t i = 0; i < std::min(figures.size(), bands.size()); ++i)
        if (bands[i].worse(figures[i].value))
            worse.push_back(figures[i].name);
    return worse;
}

// Figures of each window, turned into one series a figure.
template <class FiguresOf>
std::vector<FigureOverTime> seriesOf(const std::vector<std::vector<std::uint32_t>>& windows,
                                     const std::vector<FigureBand>& bands, FiguresOf figures)
{
    std::vector<FigureOverTime> series;
    for (std::size_t w = 0; w < windows.size(); ++w) {
        const auto found = figures(std::span<const std::uint32_t>(windows[w]));
        series.resize(std::max(series.size(), found.size()));
        for (std::size_t i = 0; i < found.size(); ++i) {
            auto& each = series[i];
            if (w == 0)
                each.band =
                    i < bands.size() ? bands[i] : FigureBand{found[i].name, none, none, none};
            each.windows.push_back(found[i].value);
            if (each.band.worse(found[i].value))
                each.worse.push_back(w);
        }
    }
    for (auto& each : series)
        each.changes = changePoints(each.windows, changePenalty(each.windows));
    return series;
}

GroupReport groupReport(const std::string& column, const ModelRows& rows, const TextCodes& codes)
{
    std::vector<int> labels, predictions;
    std::vector<std::string> groups;
    for (std::size_t row = 0; row < rows.rows; ++row) {
        if (!rows.isLabelled(row) || codes.codes[row] < 0)
            continue;
        labels.push_back(rows.labels[row]);
        predictions.push_back(rows.predictions[row]);
        groups.push_back(codes.texts[static_cast<std::size_t>(codes.codes[row])]);
    }
    GroupReport report;
    report.column = column;
    report.fairness = fairness(labels, predictions, groups);
    report.intervals = fairnessIntervals(report.fairness);
    return report;
}

// One run, step by step into the report.
class Run
{
public:
    Run(const Dataset& data, const Dataset* reference, const PerformanceOptions& options)
        : data_(data), reference_(reference), options_(options)
    {
    }

    Result<PerformanceReport> run()
    {
        for (const auto step : {&Run::read, &Run::measure, &Run::estimate, &Run::driftOfPredictions,
                                &Run::fairnessOfGroups, &Run::slices}) {
            if (options_.stop.stop_requested())
                return failure(cancelledError());
            if (auto done = (this->*step)(); !done)
                return failure(done.error());
            if (options_.progress)
                options_.progress(static_cast<double>(++steps_) / 6);
        }
        return std::move(report_);
    }

private:
    Result<void> read()
    {
        const auto& columns = options_.columns;
        auto shape = modelShape(data_, reference_, columns, query());
        if (!shape)
            return failure(shape.error());
        shape_ = std::move(*shape);
        if (options_.window) {
            auto plan = planWindows(data_, *options_.window, query());
            if (!plan)
                return failure(plan.error());
            plan_ = std::move(*plan);
            report_.windows = plan_->windows;
        }
        auto own = readModel(data_, columns, shape_, plan_ ? &*plan_ : nullptr, query());
        if (!own)
            return failure(own.error());
        own_ = std::move(*own);
        if (reference_) {
            auto plain = columns;
            plain.groups.clear();
            auto before = readModel(*reference_, plain, shape_, nullptr, query());
            if (!before)
                return failure(before.error());
            before_ = std::move(*before);
        }
        report_.task = shape_.task;
        report_.rows = own_.rows.rows;
        report_.labelled = own_.rows.labelled();
        places_.resize(own_.rows.rows);
        std::iota(places_.begin(), places_.end(), std::uint32_t{0});
        return {};
    }

    Result<void> measure()
    {
        if (reference_)
            report_.bands = figureBands(before_.rows, nullptr);
        if (report_.labelled == 0)
            return {};
        report_.figures = figuresOf(own_.rows, places_);
        report_.worse = worseOf(report_.figures, report_.bands);
        if (shape_.task != ModelTask::Regression)
            report_.classification = classificationOf(own_.rows);
        report_.overTime = seriesOf(own_.windows, report_.bands,
                                    [this](auto places) { return figuresOf(own_.rows, places); });
        return {};
    }

    Result<void> estimate()
    {
        if (!reference_ || shape_.task != ModelTask::Binary || own_.rows.scoresPerRow != 1)
            return {};
        const auto calibration = calibrationOf(before_.rows);
        if (calibration.x.empty())
            return {};
        report_.estimated = estimatedFiguresOf(own_.rows, places_, calibration);
        report_.estimatedBands = figureBands(before_.rows, &calibration);
        report_.estimatedWorse = worseOf(report_.estimated, report_.estimatedBands);
        report_.estimatedOverTime =
            seriesOf(own_.windows, report_.estimatedBands, [&](auto places) {
                return estimatedFiguresOf(own_.rows, places, calibration);
            });
        return {};
    }

    Result<void> driftOfPredictions()
    {
        if (!reference_)
            return {};
        DriftRunOptions running;
        if (!options_.columns.prediction.empty())
            running.columns.push_back(options_.columns.prediction);
        running.columns.insert(running.columns.end(), options_.columns.probabilities.begin(),
                               options_.columns.probabilities.end());
        running.stop = options_.stop;
        auto drift = runDrift(*reference_, data_, running);
        if (!drift)
            return failure(drift.error());
        report_.predictionDrift = std::move(*drift);
        if (!options_.window)
            return {};
        WindowRunOptions windows;
        windows.columns = running.columns;
        windows.window = *options_.window;
        windows.stop = options_.stop;
        auto overTime = runDriftOverTime(*reference_, data_, windows);
        if (!overTime)
            return failure(overTime.error());
        report_.predictionDriftOverTime = std::move(*overTime);
        return {};
    }

    Result<void> fairnessOfGroups()
    {
        if (shape_.task == ModelTask::Binary && report_.labelled > 0)
            for (const auto& [column, codes] : own_.groups)
                report_.groups.push_back(groupReport(column, own_.rows, codes));
        return {};
    }

    Result<void> slices()
    {
        if (!options_.slices || report_.labelled == 0)
            return {};
        auto columns = options_.sliceColumns;
        if (columns.empty())
            for (const auto& column : data_.columns)
                if (isSliced(column))
                    columns.push_back(column.name);
        const auto cut = readSlices(data_, columns, query());
        if (!cut)
            return failure(cut.error());
        auto slicing = options_.slicing;
        slicing.stop = options_.stop;
        report_.slices = worstSlices(*cut, lossesOf(own_.rows), slicing);
        if (options_.stop.stop_requested())
            return failure(cancelledError());
        return {};
    }

    bool isSliced(const DataColumn& column) const
    {
        const auto& own = options_.columns;
        const auto isIn = [&](const std::vector<std::string>& names) {
            return std::ranges::find(names, column.name) != names.end();
        };
        return (isNumeric(column.kind) || column.kind == ColumnKind::Text ||
                column.kind == ColumnKind::Boolean) &&
               column.name != own.target && column.name != own.prediction &&
               !isIn(own.probabilities) &&
               !(options_.window && column.name == options_.window->time);
    }

    QueryOptions query() const { return {options_.stop, {}}; }

    const Dataset& data_;
    const Dataset* reference_;
    const PerformanceOptions& options_;
    ModelShape shape_;
    std::optional<WindowPlan> plan_;
    ModelData own_, before_;
    std::vector<std::uint32_t> places_;
    int steps_ = 0;
    PerformanceReport report_;
};

} // namespace

bool PerformanceReport::findings() const
{
    return !worse.empty() || !estimatedWorse.empty() ||
           (predictionDrift && predictionDrift->datasetDrift) ||
           std::ranges::any_of(groups, [](const GroupReport& group) {
               return group.intervals.disparateImpact == FourFifths::Below;
           });
}

Result<PerformanceReport> runPerformance(const Dataset& data, const Dataset* reference,
                                         const PerformanceOptions& options)
{
    return Run(data, reference, options).run();
}

} // namespace binnacle
