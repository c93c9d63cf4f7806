#pragma once

#include "services/domain/run.h"
#include "services/promotion/promotion_policy.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace binnacle {

// What bounds say of metrics. A NaN is within no bound.
struct BoundFindings
{
    QStringList outside, inside, missing; // each a phrase; missing: names of metrics
};
BoundFindings holdAgainst(const std::vector<BoundRule>& rules,
                          const std::vector<LatestMetric>& metrics);

} // namespace binnacle
