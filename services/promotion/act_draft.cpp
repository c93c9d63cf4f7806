#include "services/promotion/act_draft.h"

#include "services/workspace/audit_log.h"
#include "services/workspace/source_store.h"

#include <algorithm>

namespace binnacle {

namespace {

Result<Source> sourceOf(const std::shared_ptr<Workspace>& workspace, SourceId id)
{
    const auto sources = SourceStore(workspace).list();
    if (!sources)
        return failure(sources.error());
    const auto found = std::ranges::find(*sources, id, &Source::id);
    if (found == sources->end())
        return failure(
            Error::Kind::NotFound,
            QCoreApplication::translate("Promoter", "The registry is not in the workspace."));
    return *found;
}

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
    const auto source = sourceOf(workspace, registry);
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
    const auto source = sourceOf(workspace, target);
    if (!source)
        return failure(source.error());
    setTarget(plan, *source);
    return {};
}

} // namespace binnacle
