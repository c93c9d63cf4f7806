#pragma once

#include "services/compare/metric_chart.h"

#include <string>
#include <vector>

namespace binnacle {

// Text safe inside HTML and SVG, in attributes as well. Bytes that are no UTF-8 and control
// characters become U+FFFD.
std::string escapedHtml(const std::string& text);

// The chart as an <svg> element of `width` × `height` units that scales with the page. Colours come
// from CSS: the element's lines have the classes s0, s1, … (eight colours, then again), its axes
// `axis` and `grid`, its labels `label`. `runNames` are the tooltips of the lines.
std::string metricChartSvg(const MetricChart& chart, const std::vector<std::string>& runNames,
                           int width, int height);

} // namespace binnacle
