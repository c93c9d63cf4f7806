#pragma once

#include "models/run_id_stream.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/compare/metric_chart.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

// The lines of one metric for a chart: which runs, which stretch of steps at how many pixels, and
// the bands that the workspace has for it. An older picture stays until the new one is there.
// Lives on the GUI thread; reads on WorkerPools::readers.
class ChartSeriesModel : public QObject
{
    Q_OBJECT
public:
    struct Series
    {
        RunRowId run{};
        QString name;
        int slot = 0; // colour, see RunColors
        bool hidden = false;
        bool operator==(const Series&) const = default;
    };
    enum class State {
        NoMetric,
        Loading,     // nothing to show yet
        NotMirrored, // no run's history is in the workspace yet
        NoPoints,
        Failed,
        Ready,
    };

    ChartSeriesModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                     QObject* parent = nullptr);

    void setSeries(std::vector<Series> series);
    void setMetric(const QString& metric); // forgets the window
    QString metric() const { return metric_; }

    // The steps in sight; nullopt: all of them. `pixels`: width of the plot.
    void setWindow(std::optional<AxisRange> window);
    void setPixels(int pixels);
    AxisRange window() const; // what is in sight, all steps where none was set
    bool zoomed() const { return window_.has_value(); }
    AxisRange fullRange() const { return full_; }

    State state() const { return state_; }
    QString errorText() const { return error_; }
    const std::vector<Series>& series() const { return series_; }
    // The line of series()[index]; nullptr while it was not read.
    const ChartLine* line(std::size_t index) const;
    std::size_t notMirrored() const; // series whose history is not in the workspace yet

    // "1,000,000 of 1,000,000 points": points behind what is in sight, and of the whole histories.
    QString pointsText() const;

signals:
    void changed(); // new bands, series or window
    void metricChanged();
    // Histories that are shown but not mirrored; SyncService::prioritise takes them.
    void historiesWanted(const std::vector<binnacle::RunRowId>& runs);

private:
    struct Answer
    {
        MetricChart chart;
        std::optional<std::pair<std::int64_t, std::int64_t>> steps; // of the whole histories
    };
    struct Request;
    static Result<Answer> read(const Request& request, const std::stop_token& stop);

    void refetch();   // drops what is under way
    void fetchSoon(); // after what is under way
    void fetch();
    void receive(Result<Answer> answer);

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    std::vector<Series> series_;
    QString metric_;
    std::optional<AxisRange> window_;
    int pixels_ = 800;

    MetricChart chart_;
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
