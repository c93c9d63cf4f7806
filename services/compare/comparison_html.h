#pragma once

#include "services/compare/comparison_report.h"

#include <string>

namespace binnacle {

// One file that needs no network: the runs, a chart for each metric given, and the differences;
// equal rows are folded. Light or dark as the reader's system asks. Where scripts may run it is
// interactive (see comparison_html_script.h), else it is a page to read. All text of the runs is
// escaped, and a Content-Security-Policy lets nothing run or load but what is written here.
std::string comparisonHtml(const ComparisonReport& report);

} // namespace binnacle
