#pragma once

#include "services/rollout/rollout.h"

#include <optional>
#include <vector>

namespace binnacle {

// What the target shows now. What could not be read is Unknown or nullopt, never assumed.
struct RolloutSight
{
    std::int64_t now = 0; // UTC milliseconds
    bool reachable = false;
    QString unreachable;                      // why not
    ServedState fresh = ServedState::Unknown; // the new version
    ServedState old = ServedState::Unknown;
    QString freshMessage;            // why it failed, in the target's words
    std::optional<int> percent;      // of the traffic on the new version
    std::optional<int> mirrored;     // of the requests that are copied to it
    std::optional<bool> smokePassed; // nullopt: not tried yet
    QString smokeMessage;
    std::optional<VersionFigures> freshFigures; // over the last window
    std::optional<VersionFigures> oldFigures;
};

// What is to be done at the target. Each can be done twice without harm.
struct RolloutAct
{
    enum class Kind {
        Nothing,
        StandUp,
        SmokeTest,
        SetPercent,
        SetMirror,
        RemoveOld,
        RemoveNew,
        StandUpOld
    };
    Kind kind = Kind::Nothing;
    int percent = 0; // SetPercent, SetMirror: the new version's share
    bool operator==(const RolloutAct&) const = default;
};
const char* actName(RolloutAct::Kind kind); // "stand-up", …; "" for Nothing

struct RolloutDecision
{
    Rollout rollout; // to be journaled before the act is tried
    RolloutAct act;
    std::vector<GuardVerdict> verdicts; // of this look
};

// One look: from where the rollout stands and what the target shows to where it goes and what is
// done next. Pure and total: called again after a crash or a lost answer it asks for the same act
// as long as the target does not show it as done. Time counts as it was watched: a clock that
// jumps adds at most two intervals, and never takes any away.
RolloutDecision decide(const Rollout& rollout, const RolloutSight& sight);

} // namespace binnacle
