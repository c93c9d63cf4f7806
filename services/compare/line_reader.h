#pragma once

#include "services/compare/line_curve.h"
#include "services/workspace/history_store.h"

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

// What the lines of a chart are made of.
struct LineRequest
{
    struct Line
    {
        std::vector<RunRowId> runs; // one, or those of a group
        bool group = false;         // an aggregate of them, with its spread
        bool operator==(const Line&) const = default;
    };
    std::vector<Line> lines;
    std::string metric;
    XAxis axis = XAxis::Step;
    std::string xMetric; // XAxis::Metric
    bool logX = false;
    double smoothing = 0; // weight in [0, 1), see smoothing.h; 0: none
    LineAggregate aggregate = LineAggregate::Mean;
    LineSpread spread = LineSpread::MinMax;
    std::optional<AxisRange> window; // in sight; nullopt: everything
    std::size_t pixels = 800;
    bool draft = false; // chunks as they are: quick, coarse, and still no extreme is lost
    bool operator==(const LineRequest&) const = default;
};

// One line as it is drawn.
struct LineSeries
{
    std::size_t notMirrored = 0;                     // of its runs
    std::vector<RunRowId> missing;                   // those
    std::int64_t points = 0, nanPoints = 0;          // of the whole histories
    std::int64_t pointsOnLine = 0;                   // steps of a group, else points with an x
    std::int64_t pointsInSight = 0;                  // of those, behind the bands in the window
    std::optional<std::pair<double, double>> extent; // smallest and greatest x of all points
    std::optional<double> smallestPositiveX;
    std::vector<LineBand> bands;    // in sight and half as much on either side
    std::vector<LineBand> average;  // smoothed, where it was asked
    std::vector<SpreadBand> spread; // of a group
};

struct LineData
{
    std::vector<LineSeries> lines; // one for each asked
    bool draft = false;

    std::size_t notMirrored() const;
    std::optional<std::pair<double, double>> extent() const;
    std::optional<double> smallestPositiveX() const;
};

// Bytes: curves with their averages are kept as they are up to the first, packed ones behind them
// up to the second.
struct LineMemory
{
    std::size_t plain = std::size_t{256} << 20, all = std::size_t{768} << 20;
};

// Reads lines for a chart. Plain lines over steps and times come from the pyramid of the histories,
// only as fine as the picture; an average, another metric as x and groups are computed from all
// points, which are kept (in little memory, up to a limit) for the next window or weight.
// Thread-safe; blocks and works on several threads: never on the GUI thread.
class LineReader
{
public:
    explicit LineReader(std::shared_ptr<Workspace> workspace)
        : LineReader(std::move(workspace), LineMemory())
    {
    }
    LineReader(std::shared_ptr<Workspace> workspace, LineMemory memory)
        : workspace_(std::move(workspace)), memory_(memory)
    {
    }

    // Errors: Storage, Cancelled.
    Result<LineData> read(const LineRequest& request, const std::stop_token& stop);

private:
    struct Kept;
    Result<void> readBands(const LineRequest& request, LineData& data, const std::stop_token& stop);
    Result<void> readCurve(const LineRequest& request, std::size_t index, LineSeries& line,
                           const std::stop_token& stop);
    Result<std::shared_ptr<const Kept>> kept(const LineRequest& request, std::size_t index,
                                             const std::stop_token& stop);
    void keep(const LineRequest& request, std::size_t index,
              const std::shared_ptr<const Kept>& fresh);
    Result<std::vector<std::optional<SeriesInfo>>>
    infosOf(const LineRequest& request, std::size_t index, const std::stop_token& stop) const;
    Result<LineCurve> load(const LineRequest& request, std::size_t index,
                           const std::stop_token& stop) const;
    void smooth(Kept& kept, double weight) const;

    std::shared_ptr<Workspace> workspace_;
    LineMemory memory_;
    std::mutex mutex_;
    LineRequest of_; // what the curves kept were made for, without window
    std::vector<std::shared_ptr<const Kept>> curves_; // one for each line, or null
    std::atomic<std::size_t> bytes_ = 0;              // of them; written under the mutex
};

} // namespace binnacle
