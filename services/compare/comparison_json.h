#pragma once

#include "services/compare/run_comparison.h"

#include <QJsonObject>

namespace binnacle {

// The comparison for scripts:
//   {"runs": [{"run_id", "run_name", "source", "experiment_name", "status", "start_time",
//              "end_time"}],
//    "rows": [{"group", "key", "differs", "values": [one for each run, null: missing],
//              metrics also: "direction": "higher"|"lower"|"unknown", "best": [run indexes],
//              "min": [...], "max": [...] where `figures` has them}]}
// Params stay text as logged; metric values are numbers, NaN and infinities the strings "NaN",
// "Infinity", "-Infinity".
QJsonObject comparisonJson(const RunComparison& comparison, const FiguresByMetric& figures = {});

} // namespace binnacle
