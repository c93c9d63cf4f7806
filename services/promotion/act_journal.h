#pragma once

#include "services/promotion/act_plan.h"
#include "services/workspace/audit_log.h"
#include "services/workspace/workspace.h"

#include <QJsonObject>

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

enum class ActState {
    Running = 0, // a step may have been tried whose outcome is not known
    Done = 1,    // every step was done and seen
    Refused = 2, // ended before anything was changed
    Cut = 3,     // ended after something was or may have been changed: to be resumed or undone
    Undone = 4,
    Overtaken = 5, // done, but read back just after another holds the alias
};
enum class StepState { Waiting = 0, Begun = 1, Done = 2, Failed = 3 };
const char* actStateName(ActState state);

struct JournaledStep
{
    ActStep step;
    StepState state = StepState::Waiting;
    QJsonObject before, after; // what the registry held just before and just after, with times
    QString message;
    std::optional<std::int64_t> begunAt, endedAt;
};

struct ActRecord
{
    std::string id; // 16 hex digits
    ActPlan plan;
    ActState state = ActState::Running;
    QString message;
    std::int64_t createdAt = 0;
    std::optional<std::int64_t> endedAt;
    std::vector<JournaledStep> steps;

    bool changedSomething() const; // or may have
};

// What was planned and what came of it. Each call is one durable transaction. Blocks; any worker
// thread.
class ActJournal
{
public:
    explicit ActJournal(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace)) {}

    // Conflict where an act on the same alias of the same model has not ended.
    Result<ActRecord> open(const ActPlan& plan) const;
    Result<void> beginStep(const ActRecord& act, std::size_t no, const QJsonObject& before) const;
    // What is known on the way of a long step (CopyFiles), so that it goes on from there.
    Result<void> noteStep(const ActRecord& act, std::size_t no, const QJsonObject& after) const;
    // With the entry of the audit log in the same transaction.
    Result<void> endStep(const ActRecord& act, std::size_t no, const QJsonObject& after,
                         const QString& message, const std::optional<AuditEntry>& entry) const;
    Result<void> failStep(const ActRecord& act, std::size_t no, const QString& message) const;
    Result<void> end(const std::string& act, ActState state, const QString& message) const;
    // Takes an act that was cut up again; Conflict where another process has it in hand.
    Result<void> takeUp(const std::string& act) const;

    Result<ActRecord> find(const std::string& id) const; // NotFound
    // Cut, or left running by a process that is no more; oldest first.
    Result<std::vector<ActRecord>> unfinished() const;
    Result<std::vector<ActRecord>> ofModel(SourceId source, const std::string& model) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
