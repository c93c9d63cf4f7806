#pragma once

#include "services/compare/chart_path.h"
#include "services/compare/metric_chart.h"

#include <string>
#include <vector>

namespace binnacle {

// Text safe inside HTML and SVG, in attributes as well. Bytes that are no UTF-8 and control
// characters become U+FFFD.
std::string escapedHtml(const std::string& text);

// Where the chart's plot lies in its picture, and what its axes span.
struct ChartFrame
{
    double left = 0, top = 0; // of the plot
    PlotSize plot;
    AxisRange x, y;
};
ChartFrame chartFrame(const MetricChart& chart, int width, int height);
inline constexpr int reportChartWidth = 1120, reportChartHeight = 340;

// The chart as an <svg> element of `width` × `height` units that scales with the page. Colours come
// from CSS: the element's lines have the classes s0, s1, … (eight colours, then again), its axes
// `axis` and `grid`, its labels `label`, the plot `plot`. `runNames` are the tooltips of the lines.
std::string metricChartSvg(const MetricChart& chart, const std::vector<std::string>& runNames,
                           int width, int height);

} // namespace binnacle
