#pragma once

#include "services/compare/metric_chart.h"
#include "services/compare/run_comparison.h"

#include <QImage>

#include <span>

namespace binnacle::cli {

// The charts of a comparison under each other, in the light theme, with the runs' names. Needs a
// QApplication (of any platform). `charts` have their lines in the order of the comparison's runs.
QImage comparisonPicture(const RunComparison& comparison, std::span<const MetricChart> charts);

} // namespace binnacle::cli
