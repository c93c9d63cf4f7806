#include "models/promoter_desk.h"

#include "models/registry_rows.h"
#include "models/relative_time.h"
#include "services/promotion/act_journal.h"
#include "services/workspace/view_store.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle {

namespace {

constexpr const char* environmentSetting = "promotion.serveEnvironment";

QString words(const char* text)
{
    return QCoreApplication::translate("PromoterDesk", text);
}

QString text8(const std::string& text)
{
    return QString::fromStdString(text);
}

// What the desk keeps with a plan: the plan of the services, and what the gates found.
struct Inner
{
    ActPlan plan;
    std::mutex mutex;
    std::vector<GateReport> reports;
};

Inner* innerOf(const PromotionPlan& plan)
{
    return static_cast<Inner*>(const_cast<void*>(plan.inner.get()));
}

PromotionGate::State stateOf(const GateReport& report)
{
    switch (report.state) {
    case GateState::Passed:
        return PromotionGate::State::Passed;
    case GateState::PassedWithNote:
        return PromotionGate::State::PassedWithNote;
    case GateState::NotApplicable:
    case GateState::Off:
        return PromotionGate::State::NotApplicable;
    case GateState::Blocked:
    case GateState::Unknown:
        break;
    }
    if (report.blocks)
        return PromotionGate::State::Blocked;
    return report.state == GateState::Unknown ? PromotionGate::State::NotChecked
                                              : PromotionGate::State::PassedWithNote;
}

PromotionGate gateOf(std::string_view name)
{
    PromotionGate gate;
    gate.name = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    gate.title = gateTitle(name);
    return gate;
}

// Approver and reason are asked for in the dialog itself: they are judged when it is carried out.
bool isShown(std::string_view name)
{
    return name != gates::approval;
}

PromotionOutcome outcomeOf(const ActRecord& record)
{
    QString sentence = record.message;
    if (sentence.isEmpty())
        sentence =
            words(QT_TRANSLATE_NOOP("PromoterDesk", "Done: %1")).arg(planSentence(record.plan));
    const bool undoable = record.plan.kind != "undo" && record.plan.kind != "delete-version" &&
                          (record.state == ActState::Done || record.state == ActState::Overtaken);
    return {undoable ? record.id : std::string(), sentence};
}

Result<PromotionOutcome> outcomeOf(Result<ActRecord> record)
{
    if (!record)
        return failure(record.error());
    return outcomeOf(*record);
}

} // namespace

PromoterDesk::PromoterDesk(std::shared_ptr<Workspace> workspace, std::shared_ptr<Promoter> promoter)
    : workspace_(std::move(workspace)), promoter_(std::move(promoter))
{
}

PromotionHolder PromoterDesk::holder(RegisteredModelRowId model, const std::string& version,
                                     const std::string& alias) const
{
    PromotionHolder holder{version, {}, {}};
    const auto detail = RegistryReader(workspace_).version(model, version);
    if (!detail)
        return holder;
    if (detail->run) {
        if (const auto run = RunReader(workspace_).detail(*detail->run))
            holder.runName = text8(run->run.name.empty() ? run->run.id : run->run.name);
    }
    const auto state = std::ranges::find_if(
        detail->aliases, [&](const AliasState& held) { return held.alias.name == alias; });
    if (state != detail->aliases.end())
        holder.since = sinceText(*state, QDateTime::currentMSecsSinceEpoch());
    return holder;
}

Result<PromotionPlan> PromoterDesk::prepare(const PromotionRequest& request, std::stop_token stop)
{
    PromotionOrder order;
    order.model = request.model;
    order.version = request.version;
    order.alias = request.alias;
    order.to = request.to;
    order.stage = request.stage;
    auto made = promoter_->prepare(order, std::move(stop));
    if (!made)
        return failure(made.error());
    auto inner = std::make_shared<Inner>();
    inner->plan = std::move(*made);
    const ActPlan& act = inner->plan;
    PromotionPlan plan;
    plan.request = request;
    plan.request.serveEnvironment = environmentFor(request);
    plan.model = text8(act.model);
    plan.registry = text8(act.targetName);
    plan.copiedFrom = act.isCopy() ? text8(act.sourceName) : QString();
    addChoices(plan, act);
    if (act.holderNow)
        plan.now = holderAtTarget(act, request);
    plan.then = holder(request.model, act.version, {});
    for (const ActStep& step : act.steps)
        if (step.kind != ActStep::Kind::SetAlias)
            plan.changes << stepSentence(step);
    plan.requests = requestsOf(act).join(u'\n');
    plan.whyNot = act.whyNot;
    for (const std::string_view name : gateNames())
        if (isShown(name))
            plan.gates.push_back(gateOf(name));
    plan.inner = std::move(inner);
    return plan;
}

// Of a copy the alias is held by a version of the other registry.
PromotionHolder PromoterDesk::holderAtTarget(const ActPlan& act,
                                             const PromotionRequest& request) const
{
    if (!act.isCopy())
        return holder(request.model, *act.holderNow, request.alias);
    const auto there = RegistryReader(workspace_).find(act.model, act.targetName);
    return there ? holder(there->row, *act.holderNow, request.alias)
                 : PromotionHolder{*act.holderNow, {}, {}};
}

void PromoterDesk::addChoices(PromotionPlan& plan, const ActPlan& act) const
{
    if (const auto targets = promoter_->targets(plan.request.model))
        for (const Source& target : *targets)
            plan.targets.push_back({target.id, text8(target.name), target.id == act.source});
    if (const auto can = promoter_->capabilities(act.target); can && can->stages)
        plan.stages = {QStringLiteral("Staging"), QStringLiteral("Production"),
                       QStringLiteral("Archived")};
}

// What a person chose is kept for the next time.
QString PromoterDesk::environmentFor(const PromotionRequest& request) const
{
    const ViewStore settings(workspace_);
    const auto kept = settings.setting(environmentSetting);
    const QString known = kept && *kept ? text8(**kept) : QString();
    if (!request.serveEnvironment)
        return known;
    if (*request.serveEnvironment != known)
        (void)settings.setSetting(environmentSetting, request.serveEnvironment->toStdString());
    return *request.serveEnvironment;
}

Result<void> PromoterDesk::check(const PromotionPlan& plan, const GateSink& gate,
                                 std::stop_token stop)
{
    Inner* inner = innerOf(plan);
    GateOptions options;
    options.serveEnvironment = plan.request.serveEnvironment.value_or(QString()).toStdString();
    auto reports = promoter_->check(
        inner->plan, options,
        [&gate](std::string_view name, const std::optional<GateReport>& report) {
            if (!isShown(name))
                return;
            PromotionGate told = gateOf(name);
            told.state = report ? stateOf(*report) : PromotionGate::State::Checking;
            if (report) {
                told.evidence = report->evidence;
                told.run = report->run;
            }
            gate(told);
        },
        std::move(stop));
    if (!reports)
        return failure(reports.error());
    const std::scoped_lock lock(inner->mutex);
    inner->reports = std::move(*reports);
    return {};
}

Result<PromotionOutcome> PromoterDesk::execute(const PromotionPlan& plan,
                                               const PromotionConsent& consent,
                                               const StepSink& step, std::stop_token stop)
{
    Inner* inner = innerOf(plan);
    std::vector<GateReport> reports;
    {
        const std::scoped_lock lock(inner->mutex);
        reports = inner->reports;
    }
    PromotionApproval approval{consent.approver, consent.reason, {}};
    for (const QString& name : consent.overridden)
        approval.overridden.insert(name.toStdString());
    return outcomeOf(promoter_->execute(
        inner->plan, reports, approval,
        [&step](std::size_t done, std::size_t of, const QString& text) {
            step(static_cast<int>(done), static_cast<int>(of), text);
        },
        std::move(stop)));
}

Result<PromotionOutcome> PromoterDesk::undo(const std::string& act, std::stop_token stop)
{
    return outcomeOf(promoter_->undo(act, {}, std::move(stop)));
}

Result<std::vector<UnfinishedPromotion>> PromoterDesk::unfinished(std::stop_token)
{
    const auto records = promoter_->unfinished();
    if (!records)
        return failure(records.error());
    std::vector<UnfinishedPromotion> acts;
    for (const ActRecord& record : *records) {
        const auto done = std::ranges::count_if(
            record.steps, [](const JournaledStep& step) { return step.state == StepState::Done; });
        QString sentence = words(QT_TRANSLATE_NOOP("PromoterDesk", "Cut after step %1 of %2: %3"))
                               .arg(done)
                               .arg(record.steps.size())
                               .arg(planSentence(record.plan));
        if (!record.message.isEmpty())
            sentence += QStringLiteral(" · ") + record.message;
        acts.push_back({record.id, sentence});
    }
    return acts;
}

Result<PromotionOutcome> PromoterDesk::resume(const std::string& act, std::stop_token stop)
{
    return outcomeOf(promoter_->resume(act, {}, std::move(stop)));
}

Result<PromotionRequest> PromoterDesk::lastGood(RegisteredModelRowId model,
                                                const std::string& alias, std::stop_token)
{
    const auto order = promoter_->lastGood(model, alias);
    if (!order)
        return failure(order.error());
    return PromotionRequest{order->model, order->version, order->alias};
}

Result<PromotionOutcome> PromoterDesk::deleteVersion(RegisteredModelRowId model,
                                                     const std::string& version,
                                                     std::stop_token stop)
{
    return outcomeOf(promoter_->deleteVersion(model, version, std::move(stop)));
}

Result<PromotionOutcome> PromoterDesk::setAlias(RegisteredModelRowId model,
                                                const std::string& alias,
                                                const std::optional<std::string>& version,
                                                std::stop_token stop)
{
    return outcomeOf(promoter_->setAlias(model, alias, version, std::move(stop)));
}

Result<void> PromoterDesk::describe(RegisteredModelRowId model, const std::string& version,
                                    const QString& text, std::stop_token stop)
{
    const auto done = promoter_->describe(model, version, text.toStdString(), std::move(stop));
    return done ? Result<void>() : Result<void>(failure(done.error()));
}

Result<void> PromoterDesk::setTag(RegisteredModelRowId model, const std::string& version,
                                  const QString& key, const std::optional<QString>& value,
                                  std::stop_token stop)
{
    const auto text = value ? std::optional(value->toStdString()) : std::nullopt;
    const auto done = promoter_->setTag(model, version, key.toStdString(), text, std::move(stop));
    return done ? Result<void>() : Result<void>(failure(done.error()));
}

} // namespace binnacle
