#pragma once

#include "services/rollout/rollout.h"
#include "services/serving/serving_backend.h"

#include <QStringList>

#include <stop_token>
#include <vector>

namespace binnacle {

// What a person orders.
struct RolloutOrder
{
    ServingTarget target;
    ModelToServe fresh;
    Strategy strategy = Strategy::Canary;
    std::vector<int> percents;
    std::int64_t holdMs = 60'000;
    std::vector<Guard> guards;
    RolloutPlan settings; // intervals, limits, smoke test: as they are
};

// Reads what the target serves now and makes the plan. Errors: Unsupported where the target can not
// do what the strategy needs, Conflict where the version has all of the traffic already, Invalid.
Result<RolloutPlan> planRollout(const RolloutOrder& order, ServingBackend& backend,
                                std::stop_token stop);

// One change of the plan as it will be asked of the target.
struct PlannedChange
{
    QString sentence;
    QStringList requests;
};
std::vector<PlannedChange> changesOf(const RolloutPlan& plan, const ServingBackend& backend);

} // namespace binnacle
