#pragma once

#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// One change of a run, made here, that its source has not confirmed yet.
struct Edit
{
    enum class Kind { Rename, SetTag, DeleteTag, Delete, Restore };
    enum class State {
        Pending,  // waits for the source
        Conflict, // the source holds another value than when the edit was made: a person chooses
        Failed,   // the source refused it; `message` says why
    };
    EditId id{};
    SourceId source{};
    RunRowId run{};
    std::string runId; // as the source calls it
    Kind kind = Kind::SetTag;
    std::string key;                   // tag key; empty for the other kinds
    std::string value;                 // new name or tag value
    std::optional<std::string> before; // what the mirror held when the edit was made
    std::int64_t createdAt = 0;
    State state = State::Pending;
    std::string message;
    std::optional<std::string> serverValue; // where in conflict
    bool sent = false; // it went out, and no answer was kept: the source may have it from here
};

// The outbox. An edit is applied to the mirrored run at once and kept until the source has it.
class OutboxStore
{
public:
    explicit OutboxStore(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace)) {}

    // Only run, kind, key and value of `edit` are read; the rest is filled in. A later edit of the
    // same thing replaces an earlier one that is still pending (keeping the earlier `before`).
    Result<EditId> add(const Edit& edit) const;
    Result<std::vector<Edit>> list() const; // oldest first
    Result<std::vector<Edit>> pending(SourceId source) const;
    // Before it goes out; it stays pending.
    Result<void> markSent(EditId edit) const;
    // The source has it: the edit leaves the outbox.
    Result<void> confirm(EditId edit) const;
    Result<void> markConflict(EditId edit, const std::optional<std::string>& serverValue) const;
    Result<void> markFailed(EditId edit, const std::string& message) const;
    // A person's choice in a conflict or after a failure. keepMine: sent again, over what the
    // source holds now; otherwise the edit is dropped and the source's value shown.
    Result<void> resolve(EditId edit, bool keepMine) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
