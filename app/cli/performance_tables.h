#pragma once

#include "app/cli/command.h"
#include "services/data/performance_run.h"

namespace binnacle::cli {

// A report of performance as tables for a person.
void printPerformance(Context& context, const PerformanceReport& report);
// The same in one line.
QString summaryOf(const PerformanceReport& report);

} // namespace binnacle::cli
