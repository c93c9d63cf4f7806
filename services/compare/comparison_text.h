#pragma once

#include "services/compare/run_comparison.h"

#include <string>

namespace binnacle {

// The comparison as one table, a run a column; `onlyDiffering` leaves equal rows out. Missing is
// an en dash in Markdown, where best values are bold, and an empty field in CSV (RFC 4180), where
// numbers keep all their digits.
std::string comparisonMarkdown(const RunComparison& comparison, bool onlyDiffering);
std::string comparisonCsv(const RunComparison& comparison, bool onlyDiffering);

} // namespace binnacle
