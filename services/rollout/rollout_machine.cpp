#include "services/rollout/rollout_machine.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle {

namespace {

using Phase = RolloutPhase;
using Kind = RolloutAct::Kind;
using Outcome = GuardVerdict::Outcome;

// A new version that was not seen ready for so many intervals in a row is given up.
constexpr int patienceIntervals = 3;
// Fewer requests of the old version are no ground to hold the new one against.
constexpr double leastForBaseline = 20;

QString text(const char* source)
{
    return QCoreApplication::translate("RolloutMachine", source);
}

// One look; made for one call of decide().
class Look
{
public:
    Look(const Rollout& rollout, const RolloutSight& sight) : r_(rollout), sight_(sight) {}

    RolloutDecision run()
    {
        if (isEnded(r_.phase))
            return {r_, {}, {}};
        passTime();
        if (sight_.oldFigures && sight_.oldFigures->requests >= leastForBaseline)
            r_.baseline = sight_.oldFigures;
        r_.alarm.clear(); // told again below where there is still ground for it
        takeUpWish();
        if (!sight_.reachable) {
            r_.alarm = text("The target does not answer, so nobody knows how its traffic is split "
                            "now: %1")
                           .arg(sight_.unreachable);
            return {r_, {}, {}};
        }
        phase();
        return {r_, act_, std::move(verdicts_)};
    }

private:
    void passTime()
    {
        elapsed_ = r_.lastLook == 0 ? 0
                                    : std::clamp<std::int64_t>(sight_.now - r_.lastLook, 0,
                                                               2 * r_.plan.intervalMs);
        r_.lastLook = sight_.now;
        if (!r_.paused)
            r_.phaseMs += elapsed_;
    }

    bool goesBack() const
    {
        return r_.phase == Phase::RollingBack || r_.phase == Phase::RemovingNew;
    }

    void takeUpWish()
    {
        const auto wish = std::exchange(r_.wish, RolloutWish::None);
        switch (wish) {
        case RolloutWish::None:
            return;
        case RolloutWish::Pause:
            r_.paused = !goesBack();
            r_.reason = text("Paused by a person.");
            return;
        case RolloutWish::Resume:
            resume();
            r_.reason = text("Resumed by a person.");
            return;
        case RolloutWish::Advance:
            resume();
            advance_ = true;
            return;
        case RolloutWish::RollBack:
            if (!goesBack())
                rollBack(text("Rolled back by a person."));
            return;
        }
    }

    void resume()
    {
        r_.paused = false;
        r_.phaseMs = std::min(r_.phaseMs, step().holdMs); // data has its whole time again
    }

    const RolloutStep& step() const
    {
        return r_.plan.steps.at(std::min(r_.step, r_.plan.steps.size() - 1));
    }
    bool isLastStep() const { return r_.step + 1 >= r_.plan.steps.size(); }

    void enter(Phase phase, const QString& reason)
    {
        r_.phase = phase;
        r_.phaseMs = 0;
        r_.silentMs = 0;
        r_.reason = reason;
        switch (phase) {
        case Phase::StandingUp:
            act_ = {Kind::StandUp, 0};
            break;
        case Phase::SmokeTest:
            act_ = {Kind::SmokeTest, 0};
            break;
        case Phase::Shifting:
            act_ = weightAct();
            break;
        case Phase::RollingBack:
            act_ = backAct();
            break;
        case Phase::RemovingOld:
            act_ = {Kind::RemoveOld, 0};
            break;
        case Phase::RemovingNew:
            act_ = {Kind::RemoveNew, 0};
            break;
        default:
            act_ = {};
        }
    }

    RolloutAct weightAct() const
    {
        // A shadow has no callers of its own.
        const bool copies = step().mirror > 0 && sight_.percent.value_or(0) == 0;
        return copies ? RolloutAct{Kind::SetMirror, step().mirror}
                      : RolloutAct{Kind::SetPercent, step().percent};
    }
    RolloutAct backAct() const
    {
        if (!r_.plan.old)
            return {};
        return sight_.mirrored.value_or(0) > 0 ? RolloutAct{Kind::SetMirror, 0}
                                               : RolloutAct{Kind::SetPercent, 0};
    }
    bool weightStands() const
    {
        return sight_.percent == step().percent &&
               (step().mirror == 0 || sight_.mirrored == step().mirror);
    }

    void rollBack(const QString& reason)
    {
        r_.paused = false;
        enter(Phase::RollingBack, reason);
        wentBack_ = true;
    }

    void phase()
    {
        if (wentBack_)
            return; // by a wish: its act stands
        switch (r_.phase) {
        case Phase::Prepared:
            if (!r_.paused)
                enter(Phase::StandingUp, text("The new version is being started."));
            return;
        case Phase::StandingUp:
            return standingUp();
        case Phase::SmokeTest:
            return smokeTest();
        case Phase::Shifting:
            return shifting();
        case Phase::Holding:
        case Phase::Deciding:
        case Phase::KeepingOld:
            return watching();
        case Phase::RemovingOld:
            return removing(sight_.old, {Kind::RemoveOld, 0}, Phase::Done,
                            text("Done: all of the traffic is on version %1.")
                                .arg(QString::fromStdString(r_.plan.fresh.version)));
        case Phase::RollingBack:
            return rollingBack();
        case Phase::RemovingNew:
            if (r_.plan.old && sight_.fresh != ServedState::Absent && sight_.percent != 0)
                return enter(Phase::RollingBack, r_.reason); // somebody gave it traffic again
            return removing(sight_.fresh, {Kind::RemoveNew, 0}, Phase::RolledBack, r_.reason);
        case Phase::Done:
        case Phase::RolledBack:
            return;
        }
    }

    void standingUp()
    {
        if (sight_.fresh == ServedState::Failed)
            return rollBack(text("The new version failed: %1").arg(sight_.freshMessage));
        if (sight_.fresh == ServedState::Ready) {
            if (r_.paused)
                return;
            if (r_.plan.smokeTest)
                return enter(Phase::SmokeTest,
                             text("The new version is asked before callers are."));
            return firstStep();
        }
        if (r_.phaseMs > r_.plan.readyWithinMs)
            return rollBack(
                text("The new version was not ready in time. %1").arg(sight_.freshMessage));
        act_ = {Kind::StandUp, 0}; // twice is as once
    }

    void firstStep()
    {
        r_.step = 0;
        enter(Phase::Shifting, weightSentence());
    }

    QString weightSentence() const
    {
        if (step().mirror > 0)
            return text("%1 % of the requests are copied to the new version.").arg(step().mirror);
        return text("%1 % of the traffic goes to the new version.").arg(step().percent);
    }

    void smokeTest()
    {
        if (gone())
            return;
        if (!sight_.smokePassed) {
            act_ = {Kind::SmokeTest, 0};
            return;
        }
        if (!*sight_.smokePassed)
            return rollBack(text("The smoke test failed: %1").arg(sight_.smokeMessage));
        if (!r_.paused)
            firstStep();
    }

    // The new version has to be there. True: it is given up.
    bool gone()
    {
        if (sight_.fresh == ServedState::Ready) {
            r_.silentMs = 0;
            return false;
        }
        r_.silentMs += elapsed_;
        const bool certain =
            sight_.fresh == ServedState::Failed || sight_.fresh == ServedState::Absent;
        if (!certain && r_.silentMs <= patienceIntervals * r_.plan.intervalMs) {
            r_.alarm = text("The new version does not show as ready: %1").arg(sight_.freshMessage);
            return false;
        }
        rollBack(text("The new version is not there any more. %1").arg(sight_.freshMessage));
        return true;
    }

    void shifting()
    {
        if (gone())
            return;
        if (weightStands())
            return enter(Phase::Holding, weightSentence());
        if (r_.phaseMs > r_.plan.readyWithinMs)
            return rollBack(text("The traffic could not be shifted in time."));
        act_ = weightAct();
    }

    // Holding, Deciding, KeepingOld: the weight is set, and guards are judged.
    void watching()
    {
        if (gone() || guardBroken())
            return;
        if (!weightStands())
            return straighten();
        if (r_.phase == Phase::Deciding) {
            if (advance_)
                nextStep();
            return;
        }
        if (r_.phase == Phase::KeepingOld) {
            if (advance_ || (!r_.paused && r_.phaseMs >= r_.plan.keepOldMs))
                leaveOld();
            return;
        }
        holding();
    }

    bool guardBroken()
    {
        const auto figures = sight_.freshFigures.value_or(unknownFigures());
        const bool oldHasTraffic = step().percent < 100 && r_.phase != Phase::KeepingOld;
        const auto& against = oldHasTraffic ? sight_.oldFigures : r_.baseline;
        for (const auto& guard : r_.plan.guards) {
            verdicts_.push_back(judge(guard, figures, against));
            if (verdicts_.back().outcome != Outcome::Broken)
                continue;
            rollBack(text("A guard broke: %1.").arg(verdicts_.back().sentence));
            return true;
        }
        return false;
    }

    // Somebody else, or a restart, changed the weight.
    void straighten()
    {
        const bool copies = step().mirror > 0 && sight_.percent == 0;
        const auto wanted = copies ? step().mirror : step().percent;
        const auto& held = copies ? sight_.mirrored : sight_.percent;
        r_.alarm = held ? text("The new version has %1 % instead of %2 %: the split was changed "
                               "from outside. It is being set again.")
                              .arg(*held)
                              .arg(wanted)
                        : text("The target does not tell how its traffic is split.");
        act_ = weightAct();
    }

    void holding()
    {
        if (advance_)
            return next();
        if (r_.phaseMs < step().holdMs)
            return;
        const auto outcome = worst(verdicts_);
        if (outcome == Outcome::Holds)
            return r_.paused ? void() : next();
        if (r_.phaseMs < step().holdMs + r_.plan.dataWithinMs)
            return;
        const auto mute = std::ranges::find(verdicts_, outcome, &GuardVerdict::outcome);
        r_.paused = true;
        r_.alarm = text("Paused, since a guard has nothing to go by: %1. No data is not healthy.")
                       .arg(mute->sentence);
        r_.reason = r_.alarm;
    }

    void next()
    {
        const bool asks =
            r_.plan.strategy == Strategy::AbTest || r_.plan.strategy == Strategy::Shadow;
        if (isLastStep())
            return afterSwitch();
        if (asks)
            return enter(Phase::Deciding,
                         text("All was seen that was planned. A person decides: advance or roll "
                              "back."));
        nextStep();
    }

    void nextStep()
    {
        ++r_.step;
        enter(Phase::Shifting, weightSentence());
    }

    void afterSwitch()
    {
        if (r_.plan.old && r_.plan.keepOldMs > 0)
            return enter(Phase::KeepingOld,
                         text("All of the traffic is on the new version; the old one stands by."));
        leaveOld();
    }

    void leaveOld()
    {
        if (r_.plan.old && r_.plan.removeOld)
            return enter(Phase::RemovingOld, text("The old version is being removed."));
        enter(Phase::Done, text("Done: all of the traffic is on version %1.")
                               .arg(QString::fromStdString(r_.plan.fresh.version)));
    }

    void removing(ServedState state, RolloutAct act, Phase then, const QString& reason)
    {
        if (state == ServedState::Absent)
            return enter(then, reason);
        act_ = act;
        if (r_.phaseMs > r_.plan.readyWithinMs)
            r_.alarm = text("A version that is to go is still there.");
    }

    void rollingBack()
    {
        const auto reason = r_.reason;
        if (!r_.plan.old)
            return enter(Phase::RemovingNew, reason);
        const bool back = sight_.percent == 0 && sight_.mirrored.value_or(0) == 0;
        if (back && sight_.old == ServedState::Ready)
            return enter(Phase::RemovingNew, reason);
        const bool oldMissing =
            sight_.old == ServedState::Absent || sight_.old == ServedState::Failed;
        if (oldMissing || sight_.old == ServedState::Loading) {
            r_.alarm = text("The old version is not ready to take the traffic back.");
            act_ = {Kind::StandUpOld, 0};
            return;
        }
        act_ = backAct();
        if (r_.phaseMs > patienceIntervals * r_.plan.intervalMs)
            r_.alarm = sight_.percent
                           ? text("The traffic is not back yet: the new version still has %1 %.")
                                 .arg(*sight_.percent)
                           : text("It is not known whether the traffic is back.");
    }

    Rollout r_;
    const RolloutSight& sight_;
    RolloutAct act_;
    std::vector<GuardVerdict> verdicts_;
    std::int64_t elapsed_ = 0;
    bool advance_ = false;
    bool wentBack_ = false;
};

} // namespace

const char* actName(RolloutAct::Kind kind)
{
    switch (kind) {
    case Kind::StandUp:
        return "stand-up";
    case Kind::SmokeTest:
        return "smoke-test";
    case Kind::SetPercent:
        return "set-percent";
    case Kind::SetMirror:
        return "set-mirror";
    case Kind::RemoveOld:
        return "remove-old";
    case Kind::RemoveNew:
        return "remove-new";
    case Kind::StandUpOld:
        return "stand-up-old";
    case Kind::Nothing:
        break;
    }
    return "";
}

RolloutDecision decide(const Rollout& rollout, const RolloutSight& sight)
{
    return Look(rollout, sight).run();
}

} // namespace binnacle
