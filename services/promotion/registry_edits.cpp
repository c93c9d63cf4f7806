#include "services/promotion/registry_edits.h"

#include "services/promotion/act_draft.h"
#include "services/workspace/deployments.h"

#include <QDateTime>

#include <algorithm>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("Promoter", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

// The description and tags of a version, or of the model where `version` is empty, as they are now.
struct Described
{
    std::string description;
    std::vector<KeyValue> tags;
};
Result<Described> describedNow(RegistryBackend& registry, const ActPlan& plan,
                               const std::stop_token& stop)
{
    if (plan.version.empty()) {
        auto now = registry.registeredModel(plan.model, stop);
        if (!now)
            return failure(now.error());
        return Described{std::move(now->description), std::move(now->tags)};
    }
    auto now = registry.modelVersion(plan.model, plan.version, stop);
    if (!now)
        return failure(now.error());
    return Described{std::move(now->description), std::move(now->tags)};
}

QString holdsText(const std::string& alias)
{
    return text("it holds the alias %1").arg(q(alias));
}

// The alias that held it when the registry was last seen; empty: none.
QString mirroredUse(const std::shared_ptr<Workspace>& workspace, RegisteredModelRowId model,
                    const std::string& version)
{
    const auto summary = RegistryReader(workspace).model(model);
    if (!summary)
        return {};
    const auto held = std::ranges::find_if(
        summary->aliases, [&](const AliasState& state) { return state.alias.version == version; });
    return held == summary->aliases.end() ? QString() : holdsText(held->alias.name);
}

// Where the rollouts of the workspace left it; empty: nowhere.
Result<QString> deployedAt(const std::shared_ptr<Workspace>& workspace, const std::string& model,
                           const std::string& version)
{
    const auto all = readDeployments(workspace);
    if (!all)
        return failure(all.error());
    const auto found = std::ranges::find_if(*all, [&](const Deployment& deployment) {
        return deployment.model == model && deployment.version == version;
    });
    return found == all->end() ? QString() : text("it is deployed to %1").arg(q(found->target));
}

// Why a version must stay; empty: nothing at the registry holds it.
Result<QString> useOf(RegistryBackend& registry, const ActPlan& plan, const std::stop_token& stop)
{
    const auto model = registry.registeredModel(plan.model, stop);
    if (!model)
        return failure(model.error());
    for (const auto& alias : model->aliases) {
        if (alias.version == plan.version)
            return holdsText(alias.name);
    }
    const auto version = registry.modelVersion(plan.model, plan.version, stop);
    if (!version)
        return failure(version.error());
    if (version->stage == "Production" || version->stage == "Staging")
        return text("it is in the stage %1").arg(q(version->stage));
    return QString();
}

} // namespace

Result<RegistryEdits::Draft>
RegistryEdits::draft(RegisteredModelRowId model, const std::string& version, const char* kind) const
{
    const auto summary = RegistryReader(workspace_).model(model);
    if (!summary)
        return failure(summary.error());
    auto plan = draftAct(workspace_, summary->source, summary->model.name, version);
    if (!plan)
        return failure(plan.error());
    auto registry = registries_(plan->target);
    if (!registry)
        return failure(registry.error());
    plan->kind = kind;
    plan->holderReadAt = QDateTime::currentMSecsSinceEpoch();
    plan->holderFresh = true;
    ActStep step;
    step.registry = plan->target;
    step.registryName = plan->targetName;
    step.model = plan->model;
    step.version = version;
    plan->steps = {step};
    return Draft{std::move(*plan), std::move(*registry)};
}

Result<ActPlan> RegistryEdits::deletion(RegisteredModelRowId model, const std::string& version,
                                        std::stop_token stop) const
{
    auto made = draft(model, version, "delete-version");
    auto use =
        made ? useOf(*made->registry, made->plan, stop) : Result<QString>(failure(made.error()));
    if (!use) {
        // Out of reach, what was mirrored is reason enough.
        const auto known = mirroredUse(workspace_, model, version);
        if (known.isEmpty())
            return failure(use.error());
        use = known;
    }
    if (use->isEmpty()) {
        use = deployedAt(workspace_, made->plan.model, version);
        if (!use)
            return failure(use.error());
    }
    if (!use->isEmpty())
        return failure(Error::Kind::Conflict,
                       text("Version %1 is not deleted: %2.").arg(q(version), *use));
    auto& plan = made->plan;
    auto& step = plan.steps.front();
    step.kind = ActStep::Kind::DeleteVersion;
    step.before = version;
    return std::move(plan);
}

Result<ActPlan> RegistryEdits::description(RegisteredModelRowId model, const std::string& version,
                                           const std::string& text, std::stop_token stop) const
{
    auto made = draft(model, version, "edit");
    if (!made)
        return failure(made.error());
    auto now = describedNow(*made->registry, made->plan, stop);
    if (!now)
        return failure(now.error());
    auto& step = made->plan.steps.front();
    step.kind = ActStep::Kind::Describe;
    step.value = text;
    step.before = std::move(now->description);
    return std::move(made->plan);
}

Result<ActPlan> RegistryEdits::tag(RegisteredModelRowId model, const std::string& version,
                                   const std::string& key, const std::optional<std::string>& value,
                                   std::stop_token stop) const
{
    auto made = draft(model, version, "edit");
    if (!made)
        return failure(made.error());
    const auto now = describedNow(*made->registry, made->plan, stop);
    if (!now)
        return failure(now.error());
    auto& step = made->plan.steps.front();
    step.kind = value ? ActStep::Kind::SetTag : ActStep::Kind::DeleteTag;
    step.key = key;
    step.value = value.value_or(std::string());
    if (const auto* held = findValue(now->tags, key))
        step.before = *held;
    if (!value && !step.before)
        return failure(Error::Kind::NotFound, text("There is no tag “%1”.").arg(q(key)));
    return std::move(made->plan);
}

Result<ActPlan> RegistryEdits::alias(RegisteredModelRowId model, const std::string& alias,
                                     const std::optional<std::string>& version,
                                     std::stop_token stop) const
{
    if (alias.empty())
        return failure(Error::Kind::Invalid, text("An alias has a name."));
    auto made = draft(model, version.value_or(std::string()), "edit");
    if (!made)
        return failure(made.error());
    auto& plan = made->plan;
    auto holder = made->registry->aliasHolder(plan.model, alias, stop);
    if (!holder && holder.error().kind == Error::Kind::NotFound)
        holder = std::optional<std::string>();
    if (!holder)
        return failure(holder.error());
    if (!version && !*holder)
        return failure(Error::Kind::NotFound,
                       text("Nobody holds the alias “%1” of %2.").arg(q(alias), q(plan.model)));
    plan.alias = alias;
    plan.holderNow = *holder;
    auto& step = plan.steps.front();
    step.kind = version ? ActStep::Kind::SetAlias : ActStep::Kind::DeleteAlias;
    step.version.clear();
    step.key = alias;
    step.value = version.value_or(std::string());
    step.before = *holder;
    return std::move(plan);
}

} // namespace binnacle
