#pragma once

#include "services/compare/chart_axis.h"
#include "services/workspace/history_store.h"

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

// One run's line: the bands of a stretch of its history.
struct ChartLine
{
    RunRowId run{};
    bool mirrored = false;                  // false: the history is not in the workspace (yet)
    std::int64_t points = 0, nanPoints = 0; // of the whole history
    std::vector<HistoryBand> bands;
};

// What a chart of one metric draws: everything between the steps asked, in bands.
struct MetricChart
{
    std::string metric;
    std::int64_t fromStep = 0, toStep = 0; // as asked
    std::vector<ChartLine> lines;          // one for each run, in the order asked

    std::int64_t points() const;        // of the whole histories
    std::int64_t pointsInBands() const; // behind what is drawn
    std::size_t notMirrored() const;
    // Smallest and greatest step of the bands; nullopt: no band at all.
    std::optional<std::pair<std::int64_t, std::int64_t>> steps() const;
};

inline constexpr std::int64_t firstPossibleStep = INT64_MIN;
inline constexpr std::int64_t lastPossibleStep = INT64_MAX;

// Reads the lines of `runs`; blocks. Errors: Storage, Cancelled.
Result<MetricChart> readMetricChart(const HistoryStore& histories, std::span<const RunRowId> runs,
                                    const std::string& metric, std::int64_t fromStep,
                                    std::int64_t toStep, std::size_t buckets,
                                    const std::stop_token& stop);

// The steps of the chart, never an empty range.
AxisRange stepAxis(const std::optional<std::pair<std::int64_t, std::int64_t>>& steps);
using BandSpan = std::span<const HistoryBand>;
std::vector<BandSpan> bandSpans(const MetricChart& chart);
// All finite values of the lines between the steps of `x`. On a log axis only positive values
// count; nullopt where none is there.
std::optional<AxisRange> valueAxis(std::span<const BandSpan> lines, const AxisRange& x, bool log);

} // namespace binnacle
