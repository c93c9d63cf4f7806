#pragma once

#include "services/rollout/rollout_journal.h"
#include "services/serving/serving_backend.h"
#include "services/serving/smoke_test.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace binnacle {

// What a watch needs from outside.
struct RolloutParts
{
    std::shared_ptr<Workspace> workspace;
    std::function<Result<std::shared_ptr<ServingBackend>>(TargetId)> targets;
    // The value of a PromQL expression for one version; empty: no Prometheus is known. NotFound
    // where it has no data.
    std::function<Result<double>(const RolloutPlan& plan, const std::string& version,
                                 const std::string& expression, std::stop_token stop)>
        promql;
    // Figures from elsewhere than the target itself; empty, or nullopt: the target tells.
    std::function<std::optional<Result<VersionFigures>>(
        const RolloutPlan& plan, const std::string& version, TimeSpan span, std::stop_token stop)>
        figures;
    // Called after each look, on the thread of the watch.
    std::function<void(const RolloutDecision&)> sink;
    // Called between any two things that are written somewhere; for tests of crashes.
    std::function<void(const char* where)> checkpoint;
    std::function<std::int64_t()> now; // UTC milliseconds; empty: the clock of the system
};

// Carries one rollout on: looks, decides, writes down, acts, and looks again. Only one watch in all
// of a machine's processes has a rollout at a time. Blocks until it has ended, a stop request comes
// (it then holds where it is), or another watch has it. Any worker thread.
class RolloutWatch
{
public:
    explicit RolloutWatch(RolloutParts parts);

    // The rollout as it ended, or Error Cancelled, Conflict (watched by another), Storage. What a
    // target says against it is no error: it is in the journal.
    Result<Rollout> run(const std::string& id, std::stop_token stop);

private:
    Result<bool> lookOnce(const std::string& id, const std::string& holder,
                          const std::stop_token& stop);
    RolloutSight see(const Rollout& rollout, ServingBackend& backend,
                     std::vector<FigureRow>& figures, const std::stop_token& stop);
    std::optional<VersionFigures> figuresOf(const Rollout& rollout, ServingBackend& backend,
                                            const std::string& version, TimeSpan span,
                                            const std::stop_token& stop) const;
    Result<QJsonObject> perform(const Rollout& rollout, const RolloutAct& act,
                                ServingBackend& backend, const std::stop_token& stop);
    Result<QJsonObject> smoke(const Rollout& rollout, ServingBackend& backend,
                              const std::stop_token& stop);
    std::vector<RolloutEvent> eventsOf(const Rollout& before, const RolloutDecision& decision);
    void act(const RolloutDecision& decision, ServingBackend& backend, bool told,
             const std::stop_token& stop);
    void wait(const std::string& id, std::int64_t milliseconds, const std::stop_token& stop) const;
    void at(const char* where) const;
    std::int64_t now() const;

    RolloutParts parts_;
    RolloutJournal journal_;
    std::optional<bool> smokePassed_;
    QString smokeMessage_;
    QString refusal_; // what the target said for good against the new version; empty: nothing
    RolloutAct lastAct_;
    std::optional<GuardVerdict::Outcome> lastOutcome_;
    QString lastAlarm_;
    bool failed_ = false; // the last act
};

} // namespace binnacle
