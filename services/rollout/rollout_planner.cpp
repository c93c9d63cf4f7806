#include "services/rollout/rollout_planner.h"

#include "services/rollout/guard_text.h"

#include <algorithm>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("RolloutPlanner", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

Result<void> checkCapabilities(const RolloutOrder& order, const ServingCapabilities& can,
                               bool something)
{
    const auto name = q(order.target.name);
    if (!can.deploy)
        return failure(Error::Kind::Unsupported,
                       text("“%1” can not be told to serve a version.").arg(name));
    if (order.strategy == Strategy::Shadow && !can.shadow)
        return failure(Error::Kind::Unsupported,
                       text("“%1” can not copy its traffic, which a shadow needs.").arg(name));
    const bool splits = order.strategy == Strategy::Canary || order.strategy == Strategy::AbTest ||
                        order.strategy == Strategy::BlueGreen;
    if (something && splits && !can.weights)
        return failure(Error::Kind::Unsupported,
                       text("“%1” serves one version at a time: only all-at-once is possible "
                            "without a gateway.")
                           .arg(name));
    return {};
}

Result<void> checkSteps(const RolloutPlan& plan)
{
    for (const auto& step : plan.steps) {
        if (step.percent < 0 || step.percent > 100 || step.holdMs < 0)
            return failure(Error::Kind::Invalid,
                           text("A step is a share between 1 and 100 % and a time."));
    }
    if (plan.intervalMs < 100 || plan.windowMs < plan.intervalMs)
        return failure(Error::Kind::Invalid,
                       text("The window of the figures has to be as long as the interval at "
                            "least."));
    return {};
}

} // namespace

Result<RolloutPlan> planRollout(const RolloutOrder& order, ServingBackend& backend,
                                std::stop_token stop)
{
    const auto sight = backend.look(order.fresh.model, std::move(stop));
    if (!sight)
        return failure(sight.error());
    const auto* serving = sight->serving();
    if (!sight->whole && !serving)
        return failure(Error::Kind::Network,
                       text("A part of “%1” does not answer: it is not known what serves now.")
                           .arg(q(order.target.name)));
    if (serving && serving->version == order.fresh.version && *serving->percent >= 99.5)
        return failure(Error::Kind::Conflict,
                       text("Version %1 has all of the traffic on “%2” already.")
                           .arg(q(order.fresh.version), q(order.target.name)));
    if (serving && serving->version == order.fresh.version)
        return failure(Error::Kind::Conflict,
                       text("Version %1 has the most of the traffic on “%2” already.")
                           .arg(q(order.fresh.version), q(order.target.name)));
    auto plan = order.settings;
    plan.target = order.target.id;
    plan.targetName = order.target.name;
    plan.fresh = order.fresh;
    plan.strategy = order.strategy;
    plan.guards = order.guards;
    plan.old.reset();
    if (serving)
        plan.old = ModelToServe{order.fresh.model, serving->version, serving->source};
    if (auto able = checkCapabilities(order, backend.capabilities(), serving != nullptr); !able)
        return failure(able.error());
    // Where nothing serves there is nobody to share the traffic with.
    plan.steps =
        stepsOf(serving ? order.strategy : Strategy::AllAtOnce, order.percents, order.holdMs);
    if (!serving)
        plan.strategy = Strategy::AllAtOnce;
    if (auto sound = checkSteps(plan); !sound)
        return failure(sound.error());
    return plan;
}

std::vector<PlannedChange> changesOf(const RolloutPlan& plan, const ServingBackend& backend)
{
    using Kind = ServingChange::Kind;
    std::vector<PlannedChange> changes;
    const auto add = [&](const QString& sentence, Kind kind, TrafficSplit split) {
        changes.push_back({sentence, backend.requestsOf({kind, std::move(split)})});
    };
    const auto fresh = q(plan.fresh.version);
    add(text("Start version %1, without traffic").arg(fresh), Kind::StandUp,
        {plan.fresh, plan.old, 0});
    if (plan.smokeTest)
        changes.push_back({text("Ask it before any caller does"), {}});
    for (const auto& step : plan.steps) {
        QStringList guards;
        for (const auto& guard : plan.guards)
            guards.append(guardText(guard));
        auto sentence =
            step.mirror > 0
                ? text("Copy %1 % of the requests to version %2").arg(step.mirror).arg(fresh)
                : text("%1 % of the traffic to version %2").arg(step.percent).arg(fresh);
        if (step.holdMs > 0)
            sentence += text(", for %1 s").arg(static_cast<double>(step.holdMs) / 1000);
        if (!guards.isEmpty())
            sentence += text(", while %1").arg(guards.join(text(" and ")));
        add(sentence, step.mirror > 0 ? Kind::SetMirror : Kind::SetPercent,
            {plan.fresh, plan.old, step.mirror > 0 ? step.mirror : step.percent});
    }
    if (plan.old && plan.removeOld) {
        auto sentence = text("Remove version %1").arg(q(plan.old->version));
        if (plan.keepOldMs > 0)
            sentence += text(", %1 s later").arg(static_cast<double>(plan.keepOldMs) / 1000);
        add(sentence, Kind::Remove, {*plan.old, plan.fresh, 0});
    }
    return changes;
}

} // namespace binnacle
