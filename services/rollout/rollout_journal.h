#pragma once

#include "services/rollout/rollout_machine.h"
#include "services/workspace/workspace.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// One thing that happened to a rollout.
struct RolloutEvent
{
    enum class Kind { Phase, Act, Outcome, Wish, Alarm, Verdict };
    std::int64_t at = 0;
    Kind kind = Kind::Phase;
    RolloutPhase phase = RolloutPhase::Prepared;
    std::size_t step = 0;
    QString sentence;
    QJsonObject body;
};
const char* eventName(RolloutEvent::Kind kind); // "phase", "act", …

struct RolloutRecord
{
    Rollout rollout;
    std::int64_t createdAt = 0;
    std::optional<std::int64_t> endedAt;
    bool watched = false; // somebody holds it now
};

// A row of the history of figures.
struct FigureRow
{
    std::string version;
    std::int64_t at = 0;
    std::optional<double> percent;
    VersionFigures figures;
    std::optional<int> replicas;
};

// Rollouts in the workspace. Each call is one durable transaction. Blocks; any worker thread.
class RolloutJournal
{
public:
    explicit RolloutJournal(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace))
    {
    }

    // Gives it its id. Conflict where a rollout of the model on the target has not ended.
    Result<Rollout> open(RolloutPlan plan) const;
    Result<RolloutRecord> find(const std::string& id) const; // NotFound
    Result<std::vector<RolloutRecord>> unfinished() const;   // oldest first
    Result<std::vector<RolloutRecord>> newest(std::size_t limit) const;
    Result<std::vector<RolloutEvent>> events(const std::string& id) const;
    Result<std::vector<FigureRow>> figures(TargetId target, const std::string& model,
                                           std::int64_t since) const;

    // What a person asks for; whoever watches takes it up. Conflict where it has ended.
    Result<void> wish(const std::string& id, RolloutWish wish) const;

    // Only one watcher holds a rollout: for `leaseMs` from now, unless its process ends before.
    // Conflict where another does. The holder's name for the calls below.
    Result<std::string> take(const std::string& id, std::int64_t leaseMs) const;
    Result<void> release(const std::string& id, const std::string& holder) const;
    // Where it stands now, before its act is tried, with what happened; the lease is as long again.
    // `taken`: the wish that was taken up; one that came meanwhile stays. Conflict where the lease
    // was lost: then nothing may be done.
    Result<void> write(const Rollout& rollout, RolloutWish taken, const std::string& holder,
                       std::int64_t leaseMs, const std::vector<RolloutEvent>& events,
                       const std::vector<FigureRow>& figures) const;
    // What came of an act.
    Result<void> note(const std::string& id, const RolloutEvent& event) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
