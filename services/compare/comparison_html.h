#pragma once

#include "services/compare/comparison_report.h"

#include <string>

namespace binnacle {

// One file that needs no network and no script: the runs, a chart for each metric given, and the
// differences; equal rows are folded. Light or dark as the reader's system asks. All text of the
// runs is escaped.
std::string comparisonHtml(const ComparisonReport& report);

} // namespace binnacle
