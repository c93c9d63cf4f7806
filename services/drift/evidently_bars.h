#pragma once

#include "services/drift/distribution_summary.h"

#include <QJsonArray>
#include <QJsonObject>

#include <optional>

namespace binnacle {

// Distributions as Evidently's reports carry them for their pictures.

// Of the widgets of a metric of 0.7: the bars of its tab "DATA DISTRIBUTION".
std::optional<DistributionSummary> distributionOfWidgets(const QJsonArray& widgets);

// Of "current" and "reference" of a column of 0.4 to 0.6: {"small_distribution": {"x", "y"}}.
// Numbers have densities y over edges x (one more), each side its own; categories have counts.
std::optional<DistributionSummary> distributionOfSides(const QJsonObject& reference,
                                                       const QJsonObject& current);

} // namespace binnacle
