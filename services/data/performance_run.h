#pragma once

#include "services/data/model_rows.h"
#include "services/drift/drift_over_time.h"
#include "services/performance/fairness_intervals.h"
#include "services/statistics/auc_interval.h"

namespace binnacle {

struct PerformanceOptions
{
    ModelColumns columns;
    std::optional<WindowChoice> window; // figures by window
    bool slices = false;
    std::vector<std::string> sliceColumns; // empty: all but the model's and the window's
    SliceOptions slicing;
    std::stop_token stop;
    std::function<void(double share)> progress;
};

// A figure of the data beside the reference's.
struct FigureOverTime
{
    FigureBand band;                // of the reference; NaN without one
    std::vector<double> windows;    // one for each
    std::vector<std::size_t> worse; // windows outside of the band, on the worse side
    std::vector<std::size_t> changes;
};

struct GroupReport
{
    std::string column;
    Fairness fairness;
    FairnessIntervals intervals;
};

// Classification alone.
struct ClassificationReport
{
    std::vector<std::string> classes;                  // of two the second is positive
    std::vector<std::vector<std::uint64_t>> confusion; // by label, then by prediction
    std::optional<AucInterval> auc;                    // of two classes
    std::vector<CurvePoint> roc, precisionRecall;      // at most 201 of their points
    std::vector<CalibrationBin> calibration;           // ten bins
};

struct PerformanceReport
{
    ModelTask task = ModelTask::Binary;
    std::uint64_t rows = 0, labelled = 0;
    std::vector<Figure> figures;    // empty without labels
    std::vector<FigureBand> bands;  // of the reference, where it has labels
    std::vector<std::string> worse; // figures outside of their band, on the worse side
    std::vector<Figure> estimated;  // CBPE, where the reference allows it
    std::vector<FigureBand> estimatedBands;
    std::vector<std::string> estimatedWorse;
    std::optional<ClassificationReport> classification; // of the labelled rows

    std::vector<DataWindow> windows;
    std::vector<FigureOverTime> overTime, estimatedOverTime;
    std::optional<DriftReport>
        predictionDrift; // of predictions and probabilities, to the reference
    std::optional<DriftOverTime> predictionDriftOverTime;

    std::vector<GroupReport> groups;
    std::optional<SliceSearch> slices;

    // A figure is worse, the predictions drifted, or a group is below four fifths for certain.
    bool findings() const;
};

// How a model does: figures on the labelled rows, estimated ones and drift of the predictions where
// labels are missing, all beside a reference where there is one. Rows are held in memory, see
// ModelData. Errors: as modelShape(), planWindows(), the engines'; Cancelled.
Result<PerformanceReport> runPerformance(const Dataset& data, const Dataset* reference,
                                         const PerformanceOptions& options);

} // namespace binnacle
