#pragma once

#include "services/compare/metric_chart.h"
#include "services/compare/run_comparison.h"

#include <memory>
#include <span>
#include <stop_token>

namespace binnacle {

// Reads runs from the workspace and compares them, key by key. A run that is gone is left out, one
// that is given twice counts once. Blocks. Errors: Storage, Cancelled.
Result<RunComparison> readComparison(const std::shared_ptr<Workspace>& workspace,
                                     std::span<const RunRowId> runs, const DirectionOf& direction,
                                     const std::stop_token& stop);

// Steps, smallest and greatest values of some metrics: for rows in sight. Blocks. Errors: Storage,
// Cancelled.
Result<FiguresByMetric> readFigures(const std::shared_ptr<Workspace>& workspace,
                                    std::span<const RunRowId> runs,
                                    std::span<const std::string> metrics,
                                    const std::stop_token& stop);

// The metrics by what they promise as a chart: first those that were logged over several steps, by
// most of the runs, with a known direction, on held-out data ("val…", "test…"), whose latest values
// differ; then by name.
std::vector<std::string> metricsToShow(const RunComparison& comparison);
// The first of them; empty where no run has a metric.
std::string metricToShowFirst(const RunComparison& comparison);

} // namespace binnacle
