#pragma once

#include "services/domain/serving.h"
#include "services/workspace/workspace.h"

#include <memory>
#include <string>
#include <vector>

namespace binnacle {

// The targets that the workspace knows. Calls block; any worker thread.
class TargetStore
{
public:
    explicit TargetStore(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace)) {}

    Result<TargetId> add(const ServingTarget& target) const; // Conflict where the name is taken
    Result<void> change(const ServingTarget& target) const;  // address and settings, by its name
    // Conflict while a rollout on it has not ended. Its history stays.
    Result<void> remove(const std::string& name) const;
    Result<std::vector<ServingTarget>> list() const; // by name
    Result<ServingTarget> find(const std::string& name) const;
    Result<ServingTarget> find(TargetId id) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
