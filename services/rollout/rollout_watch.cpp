#include "services/rollout/rollout_watch.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>

namespace binnacle {

namespace {

using Kind = RolloutAct::Kind;

// A process that ends is seen at once; this is for one that hangs.
std::int64_t leaseOf(const RolloutPlan& plan)
{
    return 3 * plan.intervalMs + 120'000;
}

std::optional<int> rounded(const std::optional<double>& percent)
{
    if (!percent)
        return std::nullopt;
    return static_cast<int>(std::lround(*percent));
}

ServedState stateOf(const TargetSight& sight, const std::string& version)
{
    if (const auto* served = sight.find(version))
        return served->state;
    return sight.whole ? ServedState::Absent : ServedState::Unknown;
}

bool hasCallers(RolloutPhase phase)
{
    return phase == RolloutPhase::Shifting || phase == RolloutPhase::Holding ||
           phase == RolloutPhase::Deciding || phase == RolloutPhase::KeepingOld;
}

QString outcomeName(GuardVerdict::Outcome outcome)
{
    switch (outcome) {
    case GuardVerdict::Outcome::Holds:
        return QStringLiteral("holds");
    case GuardVerdict::Outcome::Broken:
        return QStringLiteral("broken");
    case GuardVerdict::Outcome::TooFew:
        return QStringLiteral("too-few");
    case GuardVerdict::Outcome::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QJsonObject actJson(const RolloutAct& act, const RolloutPlan& plan)
{
    QJsonObject json{{QStringLiteral("act"), QLatin1String(actName(act.kind))},
                     {QStringLiteral("version"), QString::fromStdString(plan.fresh.version)}};
    if (act.kind == Kind::SetPercent || act.kind == Kind::SetMirror)
        json[QLatin1String("percent")] = act.percent;
    return json;
}

QJsonArray verdictsJson(const std::vector<GuardVerdict>& verdicts)
{
    QJsonArray list;
    for (const auto& verdict : verdicts)
        list.append(QJsonObject{{QStringLiteral("outcome"), outcomeName(verdict.outcome)},
                                {QStringLiteral("sentence"), verdict.sentence}});
    return list;
}

} // namespace

RolloutWatch::RolloutWatch(RolloutParts parts)
    : parts_(std::move(parts)), journal_(parts_.workspace)
{
}

void RolloutWatch::at(const char* where) const
{
    if (parts_.checkpoint)
        parts_.checkpoint(where);
}

std::int64_t RolloutWatch::now() const
{
    return parts_.now ? parts_.now() : QDateTime::currentMSecsSinceEpoch();
}

Result<Rollout> RolloutWatch::run(const std::string& id, std::stop_token stop)
{
    const auto known = journal_.find(id);
    if (!known)
        return failure(known.error());
    if (known->endedAt)
        return known->rollout;
    const auto holder = journal_.take(id, leaseOf(known->rollout.plan));
    if (!holder)
        return failure(holder.error());
    for (;;) {
        const auto again = lookOnce(id, *holder, stop);
        if (!again || stop.stop_requested()) {
            (void)journal_.release(id, *holder);
            return failure(again ? cancelledError() : again.error());
        }
        const auto record = journal_.find(id);
        if (!record || record->endedAt) {
            (void)journal_.release(id, *holder);
            return record ? Result<Rollout>(record->rollout) : failure(record.error());
        }
        if (!*again)
            wait(id, record->rollout.plan.intervalMs, stop);
    }
}

// True: something moved, so the next look follows at once.
Result<bool> RolloutWatch::lookOnce(const std::string& id, const std::string& holder,
                                    const std::stop_token& stop)
{
    const auto record = journal_.find(id);
    if (!record)
        return failure(record.error());
    const auto& before = record->rollout;
    const auto backend = parts_.targets(before.plan.target);
    RolloutSight sight;
    std::vector<FigureRow> figures;
    if (backend) {
        sight = see(before, **backend, figures, stop);
    } else {
        sight.now = now();
        sight.unreachable = backend.error().message;
    }
    if (stop.stop_requested())
        return false;
    const auto decision = decide(before, sight);
    const auto events = eventsOf(before, decision);
    at("before the journal");
    if (auto written = journal_.write(decision.rollout, before.wish, holder, leaseOf(before.plan),
                                      events, figures);
        !written)
        return failure(written.error());
    at("before the act");
    const bool told = std::ranges::any_of(
        events, [](const RolloutEvent& each) { return each.kind == RolloutEvent::Kind::Act; });
    failed_ = false;
    if (backend && decision.act.kind != Kind::Nothing)
        act(decision, **backend, told, stop);
    at("after the act");
    if (backend)
        (void)(*backend)->tend(stop); // what does not start again shows at the next look
    if (parts_.sink)
        parts_.sink(decision);
    return !failed_ &&
           (decision.rollout.phase != before.phase || decision.rollout.step != before.step);
}

RolloutSight RolloutWatch::see(const Rollout& rollout, ServingBackend& backend,
                               std::vector<FigureRow>& figures, const std::stop_token& stop)
{
    const auto& plan = rollout.plan;
    RolloutSight sight;
    const auto seen = backend.look(plan.fresh.model, stop);
    sight.now = now();
    if (!seen) {
        sight.unreachable = seen.error().message;
        return sight;
    }
    sight.reachable = true;
    sight.fresh = stateOf(*seen, plan.fresh.version);
    sight.old = plan.old ? stateOf(*seen, plan.old->version) : ServedState::Absent;
    if (const auto* fresh = seen->find(plan.fresh.version)) {
        sight.freshMessage = fresh->message;
        sight.percent = rounded(fresh->percent);
        sight.mirrored = rounded(fresh->mirrored);
    } else if (seen->whole) {
        sight.percent = 0; // what is not there has no traffic
    }
    if (sight.fresh == ServedState::Absent && !refusal_.isEmpty()) {
        sight.fresh = ServedState::Failed;
        sight.freshMessage = refusal_;
    }
    sight.smokePassed = smokePassed_;
    sight.smokeMessage = smokeMessage_;

    const auto keep = [&](const std::string& version, const VersionFigures& of) {
        const auto* served = seen->find(version);
        figures.push_back({version, sight.now, served ? served->percent : std::nullopt, of,
                           served ? served->replicas : std::nullopt});
    };
    const auto window = std::min(plan.windowMs, rollout.phaseMs);
    if (hasCallers(rollout.phase)) {
        sight.freshFigures =
            figuresOf(rollout, backend, plan.fresh.version, {sight.now - window, sight.now}, stop);
        if (sight.freshFigures)
            keep(plan.fresh.version, *sight.freshFigures);
    }
    if (plan.old && sight.old != ServedState::Absent) {
        sight.oldFigures = figuresOf(rollout, backend, plan.old->version,
                                     {sight.now - plan.windowMs, sight.now}, stop);
        if (sight.oldFigures)
            keep(plan.old->version, *sight.oldFigures);
    }
    return sight;
}

std::optional<VersionFigures> RolloutWatch::figuresOf(const Rollout& rollout,
                                                      ServingBackend& backend,
                                                      const std::string& version, TimeSpan span,
                                                      const std::stop_token& stop) const
{
    auto elsewhere = parts_.figures ? parts_.figures(rollout.plan, version, span, stop)
                                    : std::optional<Result<VersionFigures>>();
    auto figures = elsewhere ? std::move(*elsewhere)
                             : backend.figures(rollout.plan.fresh.model, version, span, stop);
    auto known = figures ? std::move(*figures) : unknownFigures();
    for (const auto& guard : rollout.plan.guards) {
        if (guard.figure != Guard::Figure::Expression || !parts_.promql)
            continue;
        if (const auto value = parts_.promql(rollout.plan, version, guard.expression, stop))
            known.expressions[guard.expression] = *value;
    }
    return known;
}

std::vector<RolloutEvent> RolloutWatch::eventsOf(const Rollout& before,
                                                 const RolloutDecision& decision)
{
    const auto& after = decision.rollout;
    std::vector<RolloutEvent> events;
    const auto add = [&](RolloutEvent::Kind kind, const QString& sentence, QJsonObject body) {
        events.push_back(
            {after.lastLook, kind, after.phase, after.step, sentence, std::move(body)});
    };
    const bool moved = after.phase != before.phase || after.step != before.step;
    if (!decision.verdicts.empty()) {
        const auto outcome = worst(decision.verdicts);
        if (moved || lastOutcome_ != outcome)
            add(RolloutEvent::Kind::Verdict, outcomeName(outcome),
                {{QStringLiteral("verdicts"), verdictsJson(decision.verdicts)}});
        lastOutcome_ = outcome;
    }
    if (moved || after.paused != before.paused)
        add(RolloutEvent::Kind::Phase, after.reason, {{QStringLiteral("paused"), after.paused}});
    if (!after.alarm.isEmpty() && after.alarm != before.alarm)
        add(RolloutEvent::Kind::Alarm, after.alarm, {});
    if (decision.act.kind != Kind::Nothing && (moved || !(decision.act == lastAct_)))
        add(RolloutEvent::Kind::Act, QLatin1String(actName(decision.act.kind)),
            actJson(decision.act, after.plan));
    lastAct_ = decision.act;
    return events;
}

void RolloutWatch::act(const RolloutDecision& decision, ServingBackend& backend, bool told,
                       const std::stop_token& stop)
{
    auto done = perform(decision.rollout, decision.act, backend, stop);
    failed_ = !done;
    if (!told && done)
        return; // the same again, as before
    RolloutEvent event{
        now(), RolloutEvent::Kind::Outcome, decision.rollout.phase, decision.rollout.step, {}, {}};
    event.body = done ? *done : QJsonObject{};
    event.body[QLatin1String("act")] = QLatin1String(actName(decision.act.kind));
    event.body[QLatin1String("done")] = done.has_value();
    event.sentence =
        done ? done->value(QLatin1String("sentence")).toString() : done.error().message;
    at("before the outcome");
    (void)journal_.note(decision.rollout.plan.id, event);
}

Result<QJsonObject> RolloutWatch::perform(const Rollout& rollout, const RolloutAct& act,
                                          ServingBackend& backend, const std::stop_token& stop)
{
    const auto& plan = rollout.plan;
    const TrafficSplit split{plan.fresh, plan.old, act.percent};
    const auto plain = [](const Result<void>& done) -> Result<QJsonObject> {
        return done ? Result<QJsonObject>(QJsonObject{}) : failure(done.error());
    };
    switch (act.kind) {
    case Kind::StandUp: {
        smokePassed_.reset();
        const auto stood = backend.standUp(plan.fresh, stop);
        // The same again would get the same answer.
        const bool forGood = !stood && (stood.error().kind == Error::Kind::Invalid ||
                                        stood.error().kind == Error::Kind::NotFound ||
                                        stood.error().kind == Error::Kind::Unsupported);
        refusal_ = forGood ? stood.error().message : QString();
        return plain(stood);
    }
    case Kind::SmokeTest:
        return smoke(rollout, backend, stop);
    case Kind::SetPercent:
        return plain(backend.setPercent(split, stop));
    case Kind::SetMirror:
        return plain(backend.setMirror(split, stop));
    case Kind::RemoveOld:
        return plain(plan.old ? backend.remove(*plan.old, stop) : Result<void>{});
    case Kind::RemoveNew:
        return plain(backend.remove(plan.fresh, stop));
    case Kind::StandUpOld:
        return plain(plan.old ? backend.standUp(*plan.old, stop) : Result<void>{});
    case Kind::Nothing:
        break;
    }
    return QJsonObject{};
}

Result<QJsonObject> RolloutWatch::smoke(const Rollout& rollout, ServingBackend& backend,
                                        const std::stop_token& stop)
{
    const auto& plan = rollout.plan;
    const auto fresh = backend.scoringPlace(plan.fresh.model, plan.fresh.version, stop);
    if (!fresh)
        return failure(fresh.error());
    std::optional<ScoringPlace> old;
    if (plan.old) {
        if (auto place = backend.scoringPlace(plan.fresh.model, plan.old->version, stop))
            old = std::move(*place);
    }
    const auto report = smokeTest(*fresh, old, plan.smoke, stop);
    if (!report && report.error().kind == Error::Kind::Cancelled)
        return failure(report.error());
    smokePassed_ = report && report->passed;
    smokeMessage_ = report ? report->sentence : report.error().message;
    auto json = report ? toJson(*report) : QJsonObject{};
    json[QLatin1String("sentence")] = smokeMessage_;
    return json;
}

// Until the time is over, or a person asked for something.
void RolloutWatch::wait(const std::string& id, std::int64_t milliseconds,
                        const std::stop_token& stop) const
{
    using namespace std::chrono;
    constexpr std::int64_t sliceMs = 500;
    std::mutex mutex;
    std::condition_variable_any woken;
    const auto until = steady_clock::now() + std::chrono::milliseconds(milliseconds);
    while (!stop.stop_requested() && steady_clock::now() < until) {
        std::unique_lock lock(mutex);
        const auto slice =
            std::min(until, steady_clock::now() + std::chrono::milliseconds(sliceMs));
        woken.wait_until(lock, stop, slice, [] { return false; });
        const auto record = journal_.find(id);
        if (!record || record->rollout.wish != RolloutWish::None)
            return;
    }
}

} // namespace binnacle
