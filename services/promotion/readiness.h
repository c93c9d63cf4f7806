#pragma once

#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// One item of the life-cycle checklist of a model.
struct ReadinessItem
{
    enum class State { Met, NotMet, NotKnown };
    std::string key;   // data-versioned, …
    std::string phase; // data, development, deployment, operations
    QString title;
    State state = State::NotKnown;
    QString evidence;            // one sentence
    std::optional<RunRowId> run; // where it is seen
    bool byHand = false;         // a person ticked it, or ticked it off
    std::string note, byUser;
    std::int64_t at = 0; // of the tick; UTC milliseconds
    bool operator==(const ReadinessItem&) const = default;
};
const char* readinessStateName(ReadinessItem::State state); // met, not-met, not-known

struct Readiness
{
    RegisteredModelRowId model{};
    std::string name, registry;
    std::string version; // that was looked at: the champion, else the newest; empty: none
    double score = 0;    // share of the items that are met, 0 … 1
    QString next;        // what to do next; empty: nothing
    std::vector<ReadinessItem> items; // in the order of the life cycle
    bool operator==(const Readiness&) const = default;
};

// Each item is computed from facts of the workspace, unless a person ticked it. Reads the workspace
// only. Blocks; any worker thread.
class ReadinessReader
{
public:
    explicit ReadinessReader(std::shared_ptr<Workspace> workspace)
        : workspace_(std::move(workspace))
    {
    }

    Result<std::vector<Readiness>> all(std::stop_token stop) const; // by name
    Result<Readiness> of(RegisteredModelRowId model) const;
    // `done` nullopt: the tick is taken away and the facts speak again. Errors: NotFound (no such
    // item).
    Result<void> tick(RegisteredModelRowId model, const std::string& item, std::optional<bool> done,
                      const std::string& note) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
