#pragma once

#include "services/drift/drift_report.h"

#include <QJsonObject>

#include <optional>

namespace binnacle {

// Reads drift out of Evidently's JSON (as its library writes it):
//   0.7: snapshot.json(), .save_json() ("metrics": "metric_name", "config", "value"), and the whole
//     snapshot as .dumps() and its workspaces keep it ("metric_results", with its pictures' bars);
//   0.4 to 0.6: report.json() ("metrics": "metric", "result": DataDriftTable, DatasetDriftMetric,
//     ColumnDriftMetric) and report.save() ("suite").
// They give one score a column: of a test the p-value, of a distance the statistic; what they do
// not say is NaN or empty. Bars of distributions are taken where the file has them: those of 0.7
// have common bins; those of 0.4 to 0.6 have bins of their own, and are redrawn in common ones.
// Nothing where the file has no metric of drift.
std::optional<DriftReport> readEvidentlyReport(const QJsonObject& root);

} // namespace binnacle
