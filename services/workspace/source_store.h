#pragma once

#include "services/domain/source.h"
#include "services/workspace/workspace.h"

namespace binnacle {

// The sources of the workspace and what the last contact with each told.
class SourceStore
{
public:
    explicit SourceStore(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace)) {}

    // Error Conflict where the name or the address is there already.
    Result<SourceId> add(const Source& source) const;
    // Removes the source and all that was mirrored from it, pending edits included.
    Result<void> remove(SourceId source) const;
    Result<void> rename(SourceId source, const std::string& name) const;
    Result<std::vector<Source>> list() const; // in the order in which they were added
    Result<Source> find(const std::string& name) const;
    Result<Source> find(SourceId source) const; // NotFound

    Result<std::vector<std::pair<Source, SourceState>>> listWithState() const;
    Result<SourceState> state(SourceId source) const;
    // Contact begins and ends. `fullPass`: every run was seen.
    Result<void> recordReached(SourceId source, const std::string& product,
                               const std::string& warning, bool fullPass) const;
    Result<void> recordFailure(SourceId source, const Error& error) const;

    Result<std::string> cursor(SourceId source) const;
    Result<void> setCursor(SourceId source, const std::string& cursor) const;
    Result<std::optional<std::int64_t>> lastFullPass(SourceId source) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
