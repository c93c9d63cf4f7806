#pragma once

#include "services/data/profile/profiler.h"

#include <QJsonObject>

namespace binnacle {

// {"rows", "columns": [{"name", "type", "missing", "distinct", "min", "max", "mean", "std",
// "quantiles": {"0.25": …}, …}], "duplicate_rows", "correlation"}. null where there is none; times
// and whole numbers that a double does not hold are texts.
QJsonObject profileJson(const DatasetProfile& profile);
// The other way: what profileJson() wrote. Errors: Invalid.
Result<DatasetProfile> readProfileJson(const std::string& text);
const char* columnKindName(ColumnKind kind); // "integer", as in the JSON
// What was rejected and why: {"rejected_rows", "complete", "as_text", "problems", "notes"}.
QJsonObject reportJson(const DatasetReport& report);

} // namespace binnacle
