#pragma once

#include "services/compare/metric_chart.h"
#include "services/compare/run_comparison.h"

#include <string>
#include <vector>

namespace binnacle {

struct ComparisonReport
{
    RunComparison comparison;
    std::vector<MetricChart> charts; // lines in the order of the comparison's runs
    std::int64_t writtenAt = 0;      // UTC milliseconds
};

// One file that needs no network and no script: the runs, a chart for each metric given, and the
// differences; equal rows are folded. Light or dark as the reader's system asks. All text of the
// runs is escaped.
std::string comparisonHtml(const ComparisonReport& report);

} // namespace binnacle
