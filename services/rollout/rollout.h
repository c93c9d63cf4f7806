#pragma once

#include "services/domain/result.h"
#include "services/domain/serving.h"
#include "services/rollout/guard.h"
#include "services/serving/smoke_test.h"

#include <QJsonObject>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A rollout as plain values: what was planned, and where it stands. All times are UTC milliseconds,
// all weights percent of the traffic.

namespace binnacle {

enum class Strategy { AllAtOnce, BlueGreen, Canary, AbTest, Shadow };
const char* strategyName(Strategy strategy); // "all-at-once", "blue-green", …
std::optional<Strategy> strategyFromName(std::string_view name);

// A share of the traffic for the new version, held for a time before the next one.
struct RolloutStep
{
    int percent = 100;
    int mirror = 0; // percent of the requests that are copied to it instead (Shadow)
    std::int64_t holdMs = 0;
    bool operator==(const RolloutStep&) const = default;
};

struct RolloutPlan
{
    std::string id; // random, 16 hex digits
    TargetId target{};
    std::string targetName;
    ModelToServe fresh;              // the new version
    std::optional<ModelToServe> old; // what serves now; nullopt: nothing
    Strategy strategy = Strategy::Canary;
    // The last one is 100. AbTest and Shadow enter it only where a person decides so.
    std::vector<RolloutStep> steps;
    std::vector<Guard> guards;
    std::int64_t intervalMs = 10'000;     // between two looks
    std::int64_t windowMs = 30'000;       // figures are of the last so many milliseconds
    std::int64_t readyWithinMs = 600'000; // to be standing and ready
    std::int64_t dataWithinMs = 600'000;  // a step whose guards have no verdict by then stops
    std::int64_t keepOldMs = 0;           // how long the old version stays after the switch
    bool removeOld = true;                // at the end
    bool smokeTest = true;
    SmokeInput smoke;
    std::string actor; // who asked for it
};

// The steps that a strategy is made of. AllAtOnce and BlueGreen: one switch to 100 %, held for
// `holdMs`. AbTest: the first of `percents` (50 where there is none), then 100. Shadow: copies,
// then 100. Canary: each of them, and 100 at the end; 5, 25, 50, 100 where there is none.
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
const char* wishName(RolloutWish wish); // "", "pause", …
std::optional<RolloutWish> wishFromName(std::string_view name);

struct Rollout
{
    RolloutPlan plan;
    RolloutPhase phase = RolloutPhase::Prepared;
    std::size_t step = 0;      // index of plan.steps
    std::int64_t phaseMs = 0;  // time spent in the phase, as it was watched
    std::int64_t silentMs = 0; // for so long in a row the new version was not seen ready
    std::int64_t lastLook = 0; // when it was looked at last; 0: never
    bool paused = false;       // holds where it is until a person resumes
    RolloutWish wish = RolloutWish::None;
    // Of the old version while it had traffic: what bounds relative to it are held against once it
    // has none.
    std::optional<VersionFigures> baseline;
    QString reason; // why it is where it is, in a sentence
    QString alarm;  // what a person must look at; empty: nothing

    // The share of the new version that this phase is to have; nullopt: it does not matter.
    std::optional<int> wantedPercent() const;
};

QJsonObject toJson(const Guard& guard);
Guard guardFromJson(const QJsonObject& json);
QJsonObject toJson(const ModelToServe& model);
QJsonObject toJson(const VersionFigures& figures); // NaN is null
VersionFigures figuresFromJson(const QJsonObject& json);
QJsonObject toJson(const RolloutPlan& plan);
// What toJson wrote; unknown keys are passed over. Errors: Invalid.
Result<RolloutPlan> rolloutPlanFromJson(const QByteArray& json);

} // namespace binnacle
