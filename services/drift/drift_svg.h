#pragma once

#include "services/drift/distribution_summary.h"

#include <QString>

namespace binnacle {

// Pictures of a report's page as <svg> elements that need nothing else. Colours come from CSS: the
// classes r (reference), c (current), grid, axis and label.

// Reference and current over each other: bars of bins, or pairs of bars of categories. Without
// labels where `plain` (a sparkline). Empty where there is nothing to draw.
QString distributionSvg(const DistributionSummary& summary, int width, int height, bool plain);

// The quantiles of current over those of the reference, and the line on which they are equal.
QString quantileSvg(const DistributionSummary& summary, int size);

} // namespace binnacle
