#pragma once

#include "services/domain/drift_subject.h"
#include "services/domain/result.h"
#include "services/drift/drift_report.h"

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

// The same, and what the report is about: "reference" and "current" ({"path", "digest", "rows"}),
// "created_at" (UTC milliseconds), "maker" where another tool made it. What exports write.
QJsonObject driftDocument(const DriftReport& report, const DriftSubject& subject);
// What is not there is empty.
DriftSubject driftSubjectOf(const QJsonObject& document);

// Reads both, and Evidently's JSON reports (services/drift/evidently_report.h). Invalid where it is
// none of them.
Result<DriftReport> readDriftReport(const QByteArray& json);
// With what the file says of its data: nothing in Evidently's, but who made it.
struct DriftDocument
{
    DriftReport report;
    DriftSubject subject;
};
Result<DriftDocument> readDriftDocument(const QByteArray& json);

} // namespace binnacle
