#pragma once

#include "services/compare/line_band.h"
#include "services/compare/x_axis.h"
#include "services/domain/run.h"

#include <cstdint>
#include <span>
#include <vector>

namespace binnacle {

// One figure out of the values that the runs of a group have at a step.
enum class LineAggregate { Mean, Median };
// How far the runs of a group lie apart at a step.
enum class LineSpread {
    None,
    MinMax,
    StandardDeviation, // mean ± sample deviation (n - 1)
    StandardError,     // mean ± deviation / √n
    Confidence95,      // mean ± t(0.975, n - 1) · standard error
};

// All points of one line, in ascending order of x.
struct LineCurve
{
    std::vector<double> x, y;
    // Of a group only, as long as x: the spread (NaN where it can not be told) and how many runs
    // have a number there.
    std::vector<double> low, high;
    std::vector<std::uint32_t> runs;
    std::size_t bytes() const;
};

// The spread between two ends of x, for a band of a picture.
struct SpreadBand
{
    double firstX = 0, lastX = 0;
    double low = 0, high = 0; // NaN: can not be told
    std::uint32_t fewestRuns = 0, mostRuns = 0;
    bool operator==(const SpreadBand&) const = default;
};

// The history over an axis. RelativeTime counts from its earliest point. Metric: `partner` holds
// the other metric; each point stands at its value (the last one) at the same step, points without
// one are left out. Points are sorted by step, then timestamp, as HistoryStore gives them; equal x
// keep that order.
LineCurve curveOf(std::span<const MetricPoint> points, XAxis axis,
                  std::span<const MetricPoint> partner = {});

// The histories of the runs of a group, brought together at each step that any of them has. A run
// without that step, or with NaN there, does not count; where a run has a step several times its
// last value counts. x on a time axis: the mean of the runs' times. With fewer than two runs at a
// step only MinMax has a spread. Deviation, error and interval lie around the mean, also where the
// line is the median.
LineCurve groupCurve(std::span<const std::vector<MetricPoint>> runs, XAxis axis,
                     LineAggregate aggregate, LineSpread spread);

// The curve's values, or others at the same x, in about `buckets` bands over the stretch; single
// points where there are at most four times as many.
std::vector<LineBand> reduceCurve(std::span<const double> x, std::span<const double> values,
                                  const AxisRange& stretch, std::size_t buckets);
std::vector<SpreadBand> reduceSpread(const LineCurve& curve, const AxisRange& stretch,
                                     std::size_t buckets);

} // namespace binnacle
