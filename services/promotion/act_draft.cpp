#include "services/promotion/act_draft.h"

#include "services/workspace/audit_log.h"
#include "services/workspace/source_store.h"

namespace binnacle {

namespace {

void setTarget(ActPlan& plan, const Source& target)
{
    plan.target = target.id;
    plan.targetName = target.name;
    plan.targetAddress = target.uri;
    plan.targetKind = target.kind;
}

} // namespace

Result<ActPlan> draftAct(const std::shared_ptr<Workspace>& workspace, SourceId registry,
                         const std::string& model, const std::string& version)
{
    const auto source = SourceStore(workspace).find(registry);
    if (!source)
        return failure(source.error());
    ActPlan plan;
    plan.source = source->id;
    plan.sourceName = source->name;
    plan.sourceAddress = source->uri;
    plan.model = model;
    plan.version = version;
    plan.actor = systemUserName();
    setTarget(plan, *source);
    return plan;
}

Result<void> aimAt(const std::shared_ptr<Workspace>& workspace, ActPlan& plan, SourceId target)
{
    const auto source = SourceStore(workspace).find(target);
    if (!source)
        return failure(source.error());
    setTarget(plan, *source);
    return {};
}

} // namespace binnacle
