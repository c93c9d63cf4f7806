#pragma once

#include "services/domain/result.h"
#include "services/drift/drift_report.h"

#include <QByteArray>
#include <QJsonObject>

namespace binnacle {

// {"dataset_drift", "share_drifted", "drift_share", "columns": [{"column", "type" ("num", "cat",
// "text"), "method", "statistic", "p_value" where there is one, "threshold", "drifted", …}]}.
// Where a column has no result "not_compared" is why: "types_differ", "method_unsuited",
// "reference_empty", "current_empty", "not_defined".
// Numbers that are not finite are the texts "NaN", "Infinity", "-Infinity".
QJsonObject driftJson(const DriftReport& report);

// The words of "not_compared" and of "type" ("num", "cat…", "text").
QString driftGapName(DriftGap gap);
DriftGap driftGapOf(const QString& name);
DriftColumnType driftColumnTypeOf(const QString& name);

// Reads that, and Evidently's JSON reports: of 0.4–0.6 ("DataDriftTable", "DatasetDriftMetric",
// "ColumnDriftMetric") and of 0.7 ("DriftedColumnsCount", "ValueDrift"). Those give one score a
// column: the p-value of a test, else the statistic; what they do not say is NaN or empty. Invalid
// where it is none of them.
Result<DriftReport> readDriftReport(const QByteArray& json);

} // namespace binnacle
