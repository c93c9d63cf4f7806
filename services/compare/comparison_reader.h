#pragma once

#include "services/compare/metric_chart.h"
#include "services/compare/run_comparison.h"

#include <memory>
#include <span>
#include <stop_token>

namespace binnacle {

// Reads runs from the workspace and compares them. A run that is gone is left out. The smallest
// and greatest values of histories are read where there are at most `maxFigures` of them. Blocks.
Result<RunComparison> readComparison(std::shared_ptr<Workspace> workspace,
                                     std::span<const RunRowId> runs, const DirectionOf& direction,
                                     const std::stop_token& stop, std::size_t maxFigures = 2000);

// The metrics by what they promise as a chart: first those that were logged over several steps, by
// most of the runs, with a known direction, whose latest values differ; then by name.
std::vector<std::string> metricsToShow(const RunComparison& comparison);
// The first of them; empty where no run has a metric.
std::string metricToShowFirst(const RunComparison& comparison);

} // namespace binnacle
