#pragma once

#include "services/rollout/guard.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// A rollout as plain values: what was planned, and where it stands. All times are UTC milliseconds,
// all weights percent of the traffic.

namespace binnacle {

enum class Strategy { AllAtOnce, BlueGreen, Canary, AbTest, Shadow };

// A share of the traffic for the new version, held for a time before the next one.
struct RolloutStep
{
    int percent = 100;
    std::int64_t holdMs = 0;
    bool operator==(const RolloutStep&) const = default;
};

struct RolloutPlan
{
    std::string id; // random, 16 hex digits
    std::string target;
    std::string model;
    std::string version;                   // the new one
    std::optional<std::string> oldVersion; // what serves now; nullopt: nothing
    Strategy strategy = Strategy::Canary;
    std::vector<RolloutStep> steps; // growing; the last one is 100 but for AbTest and Shadow
    std::vector<Guard> guards;
    std::int64_t intervalMs = 10'000;     // between two looks
    std::int64_t readyWithinMs = 600'000; // to be standing and ready
    std::int64_t dataWithinMs = 600'000;  // a step whose guards have no verdict by then stops
    std::int64_t keepOldMs = 0;           // how long the old version stays after the switch
    bool removeOld = true;                // at the end
    bool operator==(const RolloutPlan&) const = default;
};

// The steps that a strategy is made of. AllAtOnce and BlueGreen: one switch to 100 %, held for
// `holdMs`. AbTest: one share. Shadow: none, no answer of the new version reaches a caller.
std::vector<RolloutStep> stepsOf(Strategy strategy, const std::vector<int>& percents,
                                 std::int64_t holdMs);

// Where a rollout stands. A phase is written to the journal before its action is tried, so that it
// says what may have been done; what was done is read from the target.
enum class RolloutPhase {
    Prepared,   // nothing was done
    StandingUp, // the new version is being started, without traffic
    SmokeTest,  // it is asked before any caller is
    Shifting,   // the weight of `step` is being set
    Holding,    // it is set; guards are judged
    Deciding,   // A/B and shadow: all was seen, a person chooses
    KeepingOld, // all traffic is on the new version, the old one stands by
    RemovingOld,
    Done,
    RollingBack, // all traffic goes back
    RemovingNew,
    RolledBack,
};
bool isEnded(RolloutPhase phase);
const char* phaseName(RolloutPhase phase); // stable: "standing-up", …
std::optional<RolloutPhase> phaseFromName(std::string_view name);

// What a person asked for and the machine has not taken up yet.
enum class RolloutWish { None, Pause, Resume, Advance, RollBack };

struct Rollout
{
    RolloutPlan plan;
    RolloutPhase phase = RolloutPhase::Prepared;
    std::size_t step = 0;        // index of plan.steps, in Shifting and Holding
    std::int64_t phaseMs = 0;    // time spent in the phase, as it was watched
    std::int64_t lastLook = 0;   // when it was looked at last; 0: never
    bool paused = false;         // holds where it is until a person resumes
    RolloutWish wish = RolloutWish::None;
    QString reason;              // why it is where it is, in a sentence
    QString alarm;               // what a person must look at; empty: nothing
    bool operator==(const Rollout&) const = default;
};

} // namespace binnacle
