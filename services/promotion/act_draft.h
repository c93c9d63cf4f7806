#pragma once

#include "services/promotion/act_plan.h"
#include "services/workspace/workspace.h"

#include <memory>

namespace binnacle {

// A plan that names its registry, model, version and actor and has no steps yet. Its target is the
// registry itself. Errors: NotFound.
Result<ActPlan> draftAct(const std::shared_ptr<Workspace>& workspace, SourceId registry,
                         const std::string& model, const std::string& version);
// Another registry as the target.
Result<void> aimAt(const std::shared_ptr<Workspace>& workspace, ActPlan& plan, SourceId target);

} // namespace binnacle
