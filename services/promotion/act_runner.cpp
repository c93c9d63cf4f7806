#include "services/promotion/act_runner.h"

#include "services/workspace/registry_writer.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>

namespace binnacle {

namespace {

using Kind = ActStep::Kind;
using Standing = ActStepWork::Standing;

QString text(const char* source)
{
    return QCoreApplication::translate("ActRunner", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

QString heldText(const QJsonObject& held)
{
    for (const char* key : {"holder", "value", "stage", "description", "version", "model"}) {
        const auto found = held.find(QLatin1String(key));
        if (found != held.end())
            return found->isString() ? found->toString() : QString();
    }
    return {};
}

Error surprise(const ActStep& step, const QJsonObject& held)
{
    const auto holder = heldText(held);
    if (step.kind == Kind::SetAlias || step.kind == Kind::DeleteAlias)
        return {Error::Kind::Conflict,
                text("%1 of %2: expected %3, but %4 holds it now. Nothing was written; look again "
                     "and choose.")
                    .arg(q(step.key), q(step.model),
                         step.before ? text("version %1").arg(q(*step.before)) : text("nobody"),
                         holder.isEmpty() ? text("nobody") : text("version %1").arg(holder)),
                {}};
    return {Error::Kind::Conflict,
            text("%1: it is “%2” by now, which the plan does not expect.")
                .arg(stepSentence(step), holder),
            {}};
}

// The outcome of a write that failed so is not known.
bool mayBeDone(const Error& error)
{
    return error.kind == Error::Kind::Network || error.kind == Error::Kind::Cancelled ||
           error.kind == Error::Kind::Storage;
}

AuditEntry entryOf(const ActRecord& act, const ActStep& step, const QJsonObject& before,
                   const QJsonObject& after)
{
    AuditEntry entry;
    entry.action = stepName(step.kind);
    entry.sourceName = step.registryName;
    entry.subject = step.model;
    if (!step.version.empty())
        entry.subject += " version " + step.version;
    if (!step.key.empty())
        entry.subject +=
            " " +
            std::string(step.kind == Kind::SetAlias || step.kind == Kind::DeleteAlias ? "alias "
                                                                                      : "tag ") +
            step.key;
    entry.before =
        before.isEmpty() ? step.before.value_or(std::string()) : heldText(before).toStdString();
    entry.after = step.value;
    if (step.kind == Kind::CreateVersion || step.kind == Kind::VerifyFiles)
        entry.after = QJsonDocument(after).toJson(QJsonDocument::Compact).toStdString();
    entry.act = act.id;
    QJsonObject evidence{{QStringLiteral("kind"), q(act.plan.kind)},
                         {QStringLiteral("read_before"), before},
                         {QStringLiteral("read_after"), after}};
    if (!act.plan.approver.empty())
        evidence[QLatin1String("approver")] = q(act.plan.approver);
    if (!act.plan.reason.empty())
        evidence[QLatin1String("reason")] = q(act.plan.reason);
    QJsonObject gates;
    for (const auto& gate : act.plan.gates)
        gates[q(gate.report.name)] = gate.overridden
                                         ? QStringLiteral("overridden")
                                         : QString::fromLatin1(gateStateName(gate.report.state));
    if (!gates.isEmpty())
        evidence[QLatin1String("gates")] = gates;
    if (step.kind == Kind::CopyFiles)
        evidence.remove(QLatin1String("read_after"));
    entry.evidence = QJsonDocument(evidence).toJson(QJsonDocument::Compact).toStdString();
    return entry;
}

} // namespace

ActRunner::ActRunner(std::shared_ptr<Workspace> workspace, RegistryOfSource registries,
                     Checkpoint checkpoint)
    : workspace_(std::move(workspace))
    , registries_(std::move(registries))
    , journal_(workspace_)
    , checkpoint_(std::move(checkpoint))
{
}

void ActRunner::at(const char* where) const
{
    if (checkpoint_)
        checkpoint_(where);
}

Result<ActRecord> ActRunner::run(const ActPlan& plan, const ActStepSink& sink, std::stop_token stop)
{
    if (!plan.executable())
        return failure(Error::Kind::Invalid, plan.whyNot);
    auto act = journal_.open(plan);
    if (!act)
        return act;
    at("opened");
    return perform(std::move(*act), Begin::Fresh, sink, stop);
}

Result<ActRecord> ActRunner::resume(const std::string& act, const ActStepSink& sink,
                                    std::stop_token stop)
{
    if (auto taken = journal_.takeUp(act); !taken)
        return failure(taken.error());
    auto record = journal_.find(act);
    if (!record)
        return record;
    return perform(std::move(*record), Begin::AfterCut, sink, stop);
}

Result<ActRecord> ActRunner::perform(ActRecord act, Begin begin, const ActStepSink& sink,
                                     const std::stop_token& stop)
{
    bool overtaken = false;
    for (std::size_t no = 0; no < act.steps.size(); ++no) {
        if (sink)
            sink(no, act.steps.size(), stepSentence(act.steps[no].step));
        if (act.steps[no].state == StepState::Done)
            continue;
        if (auto done = performStep(act, no, begin, overtaken, stop); !done)
            return failure(endWith(act, done.error()));
    }
    act.state = overtaken ? ActState::Overtaken : ActState::Done;
    act.message = act.steps.empty() ? QString() : act.steps.back().message;
    if (auto ended = journal_.end(act.id, act.state, act.message); !ended)
        return failure(ended.error());
    at("ended");
    if (sink)
        sink(act.steps.size(), act.steps.size(), QString());
    act.endedAt = QDateTime::currentMSecsSinceEpoch();
    return act;
}

Result<void> ActRunner::performStep(ActRecord& act, std::size_t no, Begin begin, bool& overtaken,
                                    const std::stop_token& stop)
{
    const ActStepWork work(act, no, registries_);
    auto& journaled = act.steps[no];
    QJsonObject before = journaled.before;
    bool found = false; // what the step is for is there already
    if (stop.stop_requested())
        return failure(cancelledError());
    if (work.guarded() || begin == Begin::AfterCut) {
        const auto look = work.look(stop);
        if (!look)
            return failure(look.error());
        found = look->standing == Standing::Done;
        if (look->standing == Standing::Other)
            return failure(surprise(work.step(), look->held));
        // Of a step begun before a cut, what was before is what was read then.
        if (journaled.state == StepState::Waiting || before.isEmpty())
            before = look->held;
        if (found && work.step().kind == Kind::CreateVersion)
            return finishStep(act, no, work, look->held, text("It was found done."));
    }
    if (found) {
        if (auto begun = journal_.beginStep(act, no, before); !begun)
            return begun;
        journaled.before = before;
        return finishStep(act, no, work, before, text("It was found done."));
    }
    at("before journal");
    if (auto begun = journal_.beginStep(act, no, before); !begun)
        return begun;
    journaled.before = before;
    journaled.state = StepState::Begun;
    at("before write");
    auto written = work.write(
        [&](const QJsonObject& so) -> Result<void> {
            at("noting");
            journaled.after = so;
            return journal_.noteStep(act, no, so);
        },
        stop);
    at("after write");
    if (!written && !mayBeDone(written.error())) {
        journaled.state = StepState::Failed;
        if (auto failed = journal_.failStep(act, no, written.error().message); !failed)
            return failed;
    }
    if (!written)
        return failure(written.error());
    QString message;
    if (work.guarded()) {
        const auto look = work.look(stop);
        if (!look) // it was done, but what holds now is not known
            return failure(look.error());
        *written = look->held;
        if (look->standing != Standing::Done) {
            overtaken = true;
            const auto holder = heldText(look->held);
            message = text("It was written, but read back just after %1 held %2: somebody else "
                           "changed it at the same time.")
                          .arg(holder.isEmpty() ? text("nobody") : text("version %1").arg(holder),
                               q(work.step().key));
        }
    }
    return finishStep(act, no, work, *written, message);
}

Result<void> ActRunner::finishStep(ActRecord& act, std::size_t no, const ActStepWork& work,
                                   QJsonObject after, const QString& message)
{
    auto& journaled = act.steps[no];
    at("before end");
    const auto entry = entryOf(act, work.step(), journaled.before, after);
    if (auto ended = journal_.endStep(act, no, after, message, entry); !ended)
        return ended;
    journaled.state = StepState::Done;
    journaled.after = std::move(after);
    journaled.message = message;
    at("after end");
    return mirror(act, no, work);
}

Result<void> ActRunner::mirror(const ActRecord& act, std::size_t no, const ActStepWork& work) const
{
    const auto& step = work.step();
    const RegistryWriter writer(workspace_, step.registry);
    RegistryWriter::OwnChange change;
    change.actor = systemUserName();
    change.act = act.id;
    change.at = QDateTime::currentMSecsSinceEpoch();
    const auto& before = act.steps[no].before;
    std::optional<std::string> from = step.before;
    if (const auto holder = before.value(QLatin1String("holder")); holder.isString())
        from = holder.toString().toStdString();
    switch (step.kind) {
    case Kind::SetAlias:
        if (from == step.value)
            return {};
        return writer.aliasMoved(step.model, step.key, from, step.value, change);
    case Kind::DeleteAlias:
        return writer.aliasMoved(step.model, step.key, from, std::nullopt, change);
    case Kind::SetStage:
        return writer.stageSet(step.model, step.version, step.before.value_or(std::string()),
                               step.value, change);
    case Kind::SetTag:
        return writer.tagSet(step.model, step.version, step.key, step.value);
    case Kind::DeleteTag:
        return writer.tagSet(step.model, step.version, step.key, std::nullopt);
    case Kind::Describe:
        return writer.described(step.model, step.version, step.value);
    case Kind::DeleteVersion:
        return writer.versionDeleted(step.model, step.version, change);
    case Kind::CreateVersion:
        return mirrorNewVersion(step.registry, step.model, versionMadeBy(act));
    default:
        return {}; // the next pass of the mirror brings it
    }
}

// What can not be read now comes with the next pass.
Result<void> ActRunner::mirrorNewVersion(SourceId source, const std::string& model,
                                         const std::string& version) const
{
    const auto registry = registries_(source);
    if (!registry || version.empty())
        return {};
    const auto made = (*registry)->modelVersion(model, version, {});
    if (!made)
        return {};
    return RegistryWriter(workspace_, source)
        .putVersions({*made}, QDateTime::currentMSecsSinceEpoch());
}

// An act of which nothing was changed is over; another waits for a person.
Error ActRunner::endWith(const ActRecord& act, const Error& error) const
{
    const auto state = act.changedSomething() ? ActState::Cut : ActState::Refused;
    if (auto ended = journal_.end(act.id, state, error.message); !ended)
        return ended.error();
    Error told = error;
    if (state == ActState::Cut)
        told.message +=
            QLatin1Char(' ') + text("Act %1 is half-way: resume it or undo it.").arg(q(act.id));
    return told;
}

std::optional<ActStep> ActRunner::inverseOf(const ActRecord& act, std::size_t no) const
{
    ActStep step = ActStepWork(act, no, registries_).step();
    const auto former = step.before;
    step.fromRegistry.reset();
    switch (step.kind) {
    case Kind::SetAlias:
    case Kind::SetTag:
    case Kind::SetStage:
    case Kind::Describe:
        if (former == step.value)
            return std::nullopt; // it was so before
        step.before = step.value;
        step.value = former.value_or(std::string());
        if (!former && step.kind == Kind::SetAlias)
            step.kind = Kind::DeleteAlias;
        if (!former && step.kind == Kind::SetTag)
            step.kind = Kind::DeleteTag;
        return step;
    case Kind::DeleteAlias:
    case Kind::DeleteTag:
        step.kind = step.kind == Kind::DeleteAlias ? Kind::SetAlias : Kind::SetTag;
        step.before.reset();
        step.value = former.value_or(std::string());
        return former ? std::optional(step) : std::nullopt;
    case Kind::CreateVersion:
        step.kind = Kind::DeleteVersion;
        return step;
    case Kind::CreateModel:
        step.kind = Kind::DeleteModel;
        return step;
    case Kind::CopyFiles:
        step.kind = Kind::RemoveFiles;
        step.version.clear();
        step.value = act.steps[no].after.value(QLatin1String("folder")).toString().toStdString();
        return step.value.empty() ? std::nullopt : std::optional(step);
    default:
        return std::nullopt;
    }
}

Result<ActPlan> ActRunner::undoPlan(const ActRecord& given, std::stop_token stop)
{
    ActRecord act = given;
    if (act.state == ActState::Undone)
        return failure(Error::Kind::Conflict, text("Act %1 was undone already.").arg(q(act.id)));
    if (act.state == ActState::Refused)
        return failure(Error::Kind::Conflict, text("Act %1 changed nothing.").arg(q(act.id)));
    ActPlan plan = act.plan;
    plan.kind = "undo";
    plan.undoes = act.id;
    plan.gates.clear();
    plan.steps.clear();
    plan.approver.clear();
    plan.reason.clear();
    plan.whyNot.clear();
    for (std::size_t no = act.steps.size(); no-- > 0;) {
        auto& journaled = act.steps[no];
        if (journaled.step.kind == Kind::DeleteVersion ||
            journaled.step.kind == Kind::DeleteModel) {
            if (journaled.state == StepState::Done)
                return failure(
                    Error::Kind::Unsupported,
                    text("A deleted version does not come back: no registry restores it."));
        }
        bool done = journaled.state == StepState::Done;
        if (journaled.state == StepState::Begun) {
            const auto look = ActStepWork(act, no, registries_).look(stop);
            if (!look)
                return failure(look.error());
            done = look->standing == Standing::Done;
            if (done && journaled.step.kind == Kind::CreateVersion)
                journaled.after = look->held;
            // A folder that was noted is there, with what has arrived so far.
            done |= journaled.step.kind == Kind::CopyFiles && !journaled.after.isEmpty();
        }
        if (!done)
            continue;
        if (auto inverse = inverseOf(act, no))
            plan.steps.push_back(std::move(*inverse));
    }
    return plan;
}

} // namespace binnacle
