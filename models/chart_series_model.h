#pragma once

#include "models/run_id_stream.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/compare/line_reader.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

// The lines of one metric for a chart: which runs or groups of runs, over which axis, which stretch
// of it at how many pixels, and the bands that the workspace has for it. An older picture stays
// until the new one is there; histories that grow are read again, the window stays. Lives on the
// GUI thread; reads on WorkerPools::readers.
class ChartSeriesModel : public QObject
{
    Q_OBJECT
public:
    struct Series
    {
        RunRowId run{}; // of a group: its first
        QString name;
        int slot = 0; // colour, see RunColors
        bool hidden = false;
        bool pale = false;                  // left out by a brush
        std::vector<RunRowId> members = {}; // of a group, drawn as one line; empty: the run alone
        bool operator==(const Series&) const = default;
    };
    struct Options
    {
        XAxis axis = XAxis::Step;
        QString xMetric;      // XAxis::Metric
        bool logX = false;    // not on XAxis::WallTime
        double smoothing = 0; // weight in [0, 1), see smoothing.h
        LineAggregate aggregate = LineAggregate::Mean;
        LineSpread spread = LineSpread::MinMax;
        bool operator==(const Options&) const = default;
    };
    enum class State {
        NoMetric,
        Loading,     // nothing to show yet
        NotMirrored, // no run's history is in the workspace yet
        NoPoints,
        Failed,
        Ready,
    };

    ChartSeriesModel(const std::shared_ptr<Workspace>& workspace, WorkerPools& pools,
                     QObject* parent = nullptr);

    void setSeries(std::vector<Series> series);
    void setMetric(const QString& metric); // forgets the window
    QString metric() const { return metric_; }
    void setOptions(const Options& options); // another axis forgets the window
    const Options& options() const { return options_; }

    // What is in sight of the axis; nullopt: everything. `pixels`: width of the plot.
    void setWindow(std::optional<AxisRange> window);
    void setPixels(int pixels);
    AxisRange window() const; // what is in sight, everything where none was set
    bool zoomed() const { return window_.has_value(); }
    AxisRange fullRange() const { return full_; }
    double narrowest() const; // width of the smallest window, on a log axis in decades

    State state() const { return state_; }
    QString errorText() const { return error_; }
    const std::vector<Series>& series() const { return series_; }
    // The line of series()[index]; nullptr while it was not read.
    const LineSeries* line(std::size_t index) const;
    // What all lines point into; a new object whenever it was read again.
    std::shared_ptr<const LineData> data() const { return data_; }
    std::size_t notMirrored() const;            // runs whose history is not in the workspace yet
    bool settled() const { return !fetching_; } // nothing is being read

    // "1,000,000 of 1,000,000 points": points behind what is in sight, and of the whole histories.
    QString pointsText() const;

    QThreadPool& pool() const { return pools_.readers; } // for painting away from the GUI thread

signals:
    void changed(); // new bands, series or window
    void metricChanged();
    // Histories that are shown but not mirrored; SyncService::prioritise takes them.
    void historiesWanted(const std::vector<binnacle::RunRowId>& runs);

private:
    void refetch();   // drops what is under way
    void fetchSoon(); // after what is under way
    void fetch();
    void receive(LineRequest request, Result<LineData> answer);
    void mapLines();
    void askForMissing();
    LineRequest request() const;

    std::shared_ptr<LineReader> reader_;
    WorkerPools& pools_;
    std::vector<Series> series_;
    QString metric_;
    Options options_;
    std::optional<AxisRange> window_;
    int pixels_ = 800;

    std::shared_ptr<const LineData> data_;
    std::vector<LineRequest::Line> readFor_; // one for each line of data_
    std::vector<std::ptrdiff_t> lineOf_;     // of each series; -1: not read
    AxisRange full_;
    State state_ = State::NoMetric;
    QString error_;

    LatestOnly slot_;
    bool fetching_ = false;
    bool again_ = false;
    QTimer changedHistories_;
    std::vector<RunRowId> asked_; // histories that were asked for already
};

} // namespace binnacle
