#pragma once

#include "services/data/performance_run.h"

#include <QJsonObject>

namespace binnacle {

// {"task" ("binary", "classes", "regression"), "rows", "labelled",
//  "figures": {name: value}, "bands": {name: {"reference", "low", "high"}}, "worse": [name],
//  "estimated": {"figures", "bands", "worse", "assumptions"} where it was made,
//  "classification": {"classes", "confusion" (by label, then by prediction), "auc": {"auc",
//    "standard_error", "low", "high"}, "roc" and "precision_recall": [[x, y, threshold]],
//    "calibration": [{"predicted", "actual", "rows"}]},
//  "windows": [{"name", "kind", "from", "to", "rows"}], "over_time" and "estimated_over_time":
//    [{"figure", "reference", "low", "high", "windows": [value], "worse": [place], "changes"}],
//  "prediction_drift": as driftJson(), "prediction_drift_over_time": as overTimeJson(),
//  "fairness": [{"column", "groups": [{"group", "rows", "accuracy", "selection_rate",
//    "true_positive_rate", "false_positive_rate": {"value", "low", "high"}}],
//    "demographic_parity_difference", …: {"value", "low", "high"}, "four_fifths" ("holds",
//    "unclear", "below", "unknown"), "favoured", "contrasts": […]}],
//  "slices": {"tested", "slices": [{"columns", "parts", "rows", "loss", "others", "effect",
//    "p_value", "adjusted_p_value"}]}, "findings"}.
// What was not asked for or can not be said is not there. Numbers that are not finite are texts as
// in driftJson().
QJsonObject performanceJson(const PerformanceReport& report);

} // namespace binnacle
