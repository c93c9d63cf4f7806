#pragma once

#include "services/drift/distribution_summary.h"

#include <QJsonObject>

#include <optional>

namespace binnacle {

// {"edges", "reference", "current" (shares), "reference_outside" and "current_outside" ([below,
// above]), "reference_quantiles", "current_quantiles", "reference_mean", …} of numbers,
// {"categories": [[value, reference, current], …], "others": [count, reference, current]} of
// categories.
QJsonObject distributionJson(const DistributionSummary& summary);

// Nothing where it is none or does not hold together: edges that do not ascend, shares that are not
// as many as the bins. Lists longer than a summary ever has are cut or refused.
std::optional<DistributionSummary> distributionOfJson(const QJsonObject& object);

} // namespace binnacle
