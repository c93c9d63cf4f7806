#pragma once

#include "services/domain/drift_subject.h"
#include "services/drift/drift_report.h"

#include <QString>

namespace binnacle {

// The report as a page that stands alone: no script, no network, light and dark as the reader's
// system is. Columns by severity; each opens to its distributions and its quantile plot. All texts
// of the data are escaped.
QString driftHtml(const DriftReport& report, const DriftSubject& subject);

// The columns as a report lists them: the most severe first, then by name.
std::vector<const ColumnDrift*> bySeverity(const DriftReport& report);

// "Dataset drift: 7 of 14 columns drifted, a share of 0.50 where 0.50 is the limit."
QString driftVerdict(const DriftReport& report);

} // namespace binnacle
