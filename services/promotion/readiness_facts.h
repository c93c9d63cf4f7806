#pragma once

#include "services/promotion/gate.h"
#include "services/promotion/readiness.h"
#include "services/workspace/deployments.h"

#include <optional>
#include <vector>

namespace binnacle {

// What the items are computed from.
struct ReadinessFacts
{
    ModelSummary model;
    std::optional<VersionFacts> version; // the champion, else the newest
    bool isChampion = false;
    std::optional<std::string> formerChampion; // that still exists
    std::vector<Deployment> deployments;       // of all versions of the model
};

// All items, in the order of the life cycle, none ticked.
std::vector<ReadinessItem> readinessItems(const ReadinessFacts& facts);
bool isReadinessItem(const std::string& key);

} // namespace binnacle
