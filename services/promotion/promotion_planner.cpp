#include "services/promotion/promotion_planner.h"

#include "services/promotion/act_draft.h"

#include <QDateTime>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("Promoter", source);
}

void addSteps(ActPlan& plan, const PromotionOrder& order, const ModelVersion& version,
              bool modelIsThere)
{
    ActStep base;
    base.registry = plan.target;
    base.registryName = plan.targetName;
    base.model = plan.model;
    const auto add = [&](ActStep::Kind kind) -> ActStep& {
        auto& step = plan.steps.emplace_back(base);
        step.kind = kind;
        return step;
    };
    if (plan.isCopy()) {
        if (!modelIsThere)
            add(ActStep::Kind::CreateModel);
        base.fromRegistry = plan.source;
        base.fromModel = plan.model;
        base.fromVersion = plan.version;
        add(ActStep::Kind::CopyFiles);
        add(ActStep::Kind::CreateVersion);
        add(ActStep::Kind::VerifyFiles);
    } else {
        base.version = plan.version;
    }
    for (const auto& tag : order.tags) {
        auto& step = add(ActStep::Kind::SetTag);
        step.key = tag.key;
        step.value = tag.value;
        if (const auto* held = plan.isCopy() ? nullptr : findValue(version.tags, tag.key))
            step.before = *held;
    }
    if (!order.stage.empty()) {
        auto& step = add(ActStep::Kind::SetStage);
        step.value = order.stage;
        step.before = plan.isCopy() ? std::string("None") : version.stage;
    }
    auto& alias = add(ActStep::Kind::SetAlias);
    alias.key = plan.alias;
    alias.value = plan.isCopy() ? std::string() : plan.version;
    alias.before = plan.holderNow;
    if (!plan.isCopy())
        alias.version.clear();
}

// Whether the target of a copy has the model already. What can not be read counts as there: a step
// that creates it would only fail.
bool hasModel(RegistryBackend& registry, const std::string& model, const std::stop_token& stop)
{
    const auto found = registry.registeredModel(model, stop);
    return found || found.error().kind != Error::Kind::NotFound;
}

} // namespace

Result<ActPlan> PromotionPlanner::plan(const PromotionOrder& order, std::stop_token stop) const
{
    if (order.alias.empty())
        return failure(Error::Kind::Invalid, text("An alias has a name."));
    const auto version = RegistryReader(workspace_).version(order.model, order.version);
    if (!version)
        return failure(version.error());
    auto plan =
        draftAct(workspace_, version->source, version->version.model, version->version.version);
    if (!plan)
        return plan;
    plan->alias = order.alias;
    if (order.to && *order.to != plan->source) {
        if (auto aimed = aimAt(workspace_, *plan, *order.to); !aimed)
            return failure(aimed.error());
    }
    const auto sight = look(*plan, order, *version, stop);
    if (!sight)
        return failure(sight.error());
    addSteps(*plan, order, sight->version, sight->modelIsThere);
    return plan;
}

Result<PromotionPlanner::Sight> PromotionPlanner::look(ActPlan& plan, const PromotionOrder& order,
                                                       const VersionDetail& version,
                                                       const std::stop_token& stop) const
{
    const auto unreached = [&](const Error& error) {
        plan.whyNot = text("Prepared, not executable: %1").arg(error.message);
        takeFromMirror(plan, order);
        return Sight{version.version, true};
    };
    plan.holderReadAt = QDateTime::currentMSecsSinceEpoch();
    const auto registry = registries_(plan.target);
    if (!registry && registry.error().kind != Error::Kind::Network)
        return failure(registry.error());
    if (!registry)
        return unreached(registry.error());

    auto holder = (*registry)->aliasHolder(plan.model, plan.alias, stop);
    if (!holder && holder.error().kind == Error::Kind::NotFound)
        holder = std::optional<std::string>();
    if (!holder && holder.error().kind == Error::Kind::Cancelled)
        return failure(holder.error());
    if (!holder)
        return unreached(holder.error());
    Sight sight{version.version, true};
    if (plan.isCopy() && !*holder)
        sight.modelIsThere = hasModel(**registry, plan.model, stop);
    if (!plan.isCopy() && (!order.tags.empty() || !order.stage.empty())) {
        auto fresh = (*registry)->modelVersion(plan.model, plan.version, stop);
        if (!fresh)
            return failure(fresh.error());
        sight.version = std::move(*fresh);
    }
    plan.holderNow = *holder;
    plan.holderFresh = true;
    const auto can = (*registry)->capabilities();
    if (!can.aliases || (plan.isCopy() && !(can.createVersions && can.upload)))
        plan.whyNot = text("%1 can not do this: it can only be read.")
                          .arg(QString::fromStdString(plan.targetName));
    return sight;
}

void PromotionPlanner::takeFromMirror(ActPlan& plan, const PromotionOrder& order) const
{
    const RegistryReader reader(workspace_);
    const auto model =
        plan.isCopy() ? reader.find(plan.model, plan.targetName) : reader.model(order.model);
    if (!model)
        return;
    plan.holderReadAt = model->confirmedAt;
    for (const auto& state : model->aliases) {
        if (state.alias.name == plan.alias)
            plan.holderNow = state.alias.version;
    }
}

} // namespace binnacle
