#pragma once

#include "services/drift/drift_report_json.h"

#include <QString>

namespace binnacle {

// Files of drift reports. All block: for workers.

enum class DriftFileForm { Html, Pdf, Json };

// Binnacle's JSON, or one of Evidently's. Errors: NotFound, Invalid (no report, or larger than
// 256 MB).
Result<DriftDocument> openDriftFile(const QString& file);

// Written whole or not at all. PDF: A4, light colours, the columns by severity. Errors: Storage.
Result<void> exportDrift(const QString& file, DriftFileForm form, const DriftDocument& document);

// The pages of the PDF.
QByteArray driftPdf(const DriftDocument& document);

} // namespace binnacle
