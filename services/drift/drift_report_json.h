#pragma once

#include "services/domain/drift_subject.h"
#include "services/domain/result.h"
#include "services/drift/drift_over_time.h"
#include "services/drift/drift_report.h"
#include "services/drift/multivariate_drift.h"

#include <QByteArray>
#include <QJsonObject>

namespace binnacle {

// {"dataset_drift", "share_drifted", "drift_share", "columns": [{"column", "type" ("num", "cat",
// "text"), "method", "statistic", "p_value" where there is one, "threshold", "drifted", …}]}.
// Numbers that are not finite are the texts "NaN", "Infinity", "-Infinity".
QJsonObject driftJson(const DriftReport& report);

// The words of "not_compared" and of "type" ("num", "cat…", "text").
QString driftGapName(DriftGap gap);
DriftGap driftGapOf(const QString& name);
DriftColumnType driftColumnTypeOf(const QString& name);

// A report, what it is about, and what was computed beside it.
struct DriftDocument
{
    DriftReport report;
    DriftSubject subject;
    std::optional<DriftOverTime> overTime;     // windows of the current data
    std::optional<MultivariateDrift> together; // all numeric columns
};

// driftJson() with "reference" and "current" ({"path", "digest", "rows"}), "created_at" (UTC
// milliseconds), "maker" where another tool made it, "over_time" and "multivariate" where they
// were computed. What exports write and the workspace keeps.
QJsonObject driftDocumentJson(const DriftDocument& document);

// Reads both forms, and Evidently's JSON reports (services/drift/evidently_report.h), which say
// nothing of their data but who made them. What is not there is empty. Invalid where it is none of
// them.
Result<DriftDocument> readDriftDocument(const QByteArray& json);
Result<DriftReport> readDriftReport(const QByteArray& json); // the report of it

} // namespace binnacle
