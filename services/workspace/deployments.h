#pragma once

#include "services/domain/result.h"
#include "services/workspace/workspace.h"

#include <memory>
#include <string>
#include <vector>

namespace binnacle {

// A version that serves at a target of the workspace, as the newest rollout of its model there left
// it: the target itself is not asked.
struct Deployment
{
    std::string target;  // its name
    std::string address; // its address
    std::string model;   // by name: a rollout does not tell of which registry
    std::string version;
    bool inRollout = false; // the rollout has not ended: an old and a new version share the traffic
};

// Of all models, by model and target. Targets that were removed are left out. Blocks; any worker.
Result<std::vector<Deployment>> readDeployments(const std::shared_ptr<Workspace>& workspace);

} // namespace binnacle
