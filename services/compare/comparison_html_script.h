#pragma once

#include "services/compare/comparison_report.h"

#include <string>

namespace binnacle {

// What makes a report interactive where scripts may run: values under the mouse, runs hidden,
// charts zoomed, the table of differences sorted and filtered. It reads the data beside it and
// nothing else.
const std::string& reportScript();
// As a Content-Security-Policy names it: "'sha256-…'".
std::string contentHash(const std::string& text);

// The charts' bands as JSON that is safe inside a script element: "<" and its like are escaped.
//   {"charts": [{"x": [from, to], "y": [from, to],
//                "lines": [[[first step, last step, first, last, min, max, min step, max step]]]}],
//    "texts": {…}}
std::string reportData(const ComparisonReport& report);

} // namespace binnacle
