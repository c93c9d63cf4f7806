#pragma once

#include "services/data/drift_run.h"
#include "services/drift/drift_report_json.h"
#include "services/workspace/drift_reports.h"

namespace binnacle {

// A report as the workspace keeps it: with its distributions, and what was chosen for the run.
KeptDriftReport keptDriftReport(const DriftDocument& document, const DriftRunOptions& options = {});
// Errors: Invalid.
Result<DriftDocument> driftDocumentOf(const KeptDriftReport& kept);

// {"drift_share", "correct", "columns": {"age": {"method", "threshold"}}}, and back. What is not
// known is left out.
std::string driftOptionsJson(const DriftRunOptions& options);
DriftRunOptions driftOptionsOf(const std::string& json);

// What a run is about: the addresses, the rows, and digests of the bytes where the addresses are
// files or folders; those take a pass over the files. `now`: UTC milliseconds. Errors: Cancelled,
// Storage.
Result<DriftSubject> driftSubject(const Dataset& reference, const Dataset& current,
                                  std::int64_t now, const std::stop_token& stop = {});

// The report alone, without distributions: for evidence, whose text is read often.
DriftDocument evidenceOf(const DriftDocument& document);

} // namespace binnacle
