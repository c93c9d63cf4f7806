#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/run.h"
#include "services/workspace/workspace.h"

#include <string>
#include <unordered_set>
#include <vector>

namespace binnacle {

// Writes what a source delivered. Each call is one transaction: after a crash it is there whole or
// not at all, and writing the same again changes nothing.
class MirrorWriter
{
public:
    MirrorWriter(std::shared_ptr<Workspace> workspace, SourceId source)
        : workspace_(std::move(workspace)), source_(source)
    {
    }

    struct Outcome
    {
        std::int64_t added = 0;
        std::int64_t changed = 0;
        std::int64_t unchanged = 0;
    };

    // `complete`: experiments that are not in the list are removed with their runs.
    Result<void> putExperiments(const std::vector<Experiment>& experiments, bool complete) const;
    // Runs whose summary equals the mirrored one are not written. Runs of an experiment that is
    // not mirrored get one by the name of its id. Pending edits stay on top.
    Result<Outcome> putRuns(const std::vector<Run>& runs) const;
    Result<std::int64_t> removeRuns(const std::vector<std::string>& runIds) const;
    // Removes every mirrored run that is not in `seen`; returns how many.
    Result<std::int64_t> removeRunsExcept(const std::unordered_set<std::string>& seen) const;
    Result<void> putLoggedModels(const std::vector<LoggedModel>& models) const;

    // Ids of active runs that had not ended when last seen.
    Result<std::vector<std::string>> unfinishedRuns() const;
    // Ids, as the source calls them, of those of `runs` that are of this source.
    Result<std::vector<std::string>> idsOf(const std::vector<RunRowId>& runs) const;

private:
    std::shared_ptr<Workspace> workspace_;
    SourceId source_;
};

} // namespace binnacle
