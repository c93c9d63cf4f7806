#pragma once

#include "services/rollout/rollout.h"

#include <optional>
#include <vector>

namespace binnacle {

enum class ServedState { Unknown, Absent, Loading, Ready, Failed };

// What the target shows now. What could not be read is Unknown or nullopt, never assumed.
struct RolloutSight
{
    std::int64_t now = 0; // UTC milliseconds
    bool reachable = false;
    ServedState fresh = ServedState::Unknown; // the new version
    ServedState old = ServedState::Unknown;
    QString freshMessage;          // why it failed, in the target's words
    std::optional<int> percent;    // of the traffic on the new version
    std::optional<bool> smokePassed; // nullopt: not tried yet
    QString smokeMessage;
    std::optional<VersionFigures> freshFigures; // over the last interval
    std::optional<VersionFigures> oldFigures;
    bool enoughSeen = false; // A/B: the planned number of requests is reached
};

// What is to be done at the target. Each can be done twice without harm.
struct RolloutAct
{
    enum class Kind { Nothing, StandUp, SmokeTest, SetPercent, RemoveOld, RemoveNew };
    Kind kind = Kind::Nothing;
    int percent = 0; // SetPercent: the new version's share
    bool operator==(const RolloutAct&) const = default;
};

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
