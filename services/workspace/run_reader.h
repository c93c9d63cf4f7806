#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/run.h"
#include "services/workspace/workspace.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace binnacle {

struct ExperimentSummary
{
    ExperimentRowId row{};
    SourceId source{};
    std::string sourceName;
    Experiment experiment;
    std::int64_t runs = 0; // active runs mirrored
};

// A run with all that is mirrored of it.
struct RunDetail
{
    RunRowId row{};
    SourceId source{};
    std::string sourceName;
    std::string experimentName;
    Run run; // as shown: pending edits applied
    bool pending = false;
    std::int64_t confirmedAt = 0; // when the source last said so
    std::int64_t childRuns = 0;
};

// Reads experiments and whole runs. For tables of runs see services/query.
class RunReader
{
public:
    explicit RunReader(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace)) {}

    Result<std::vector<ExperimentSummary>> experiments() const; // by source, then name
    Result<RunDetail> detail(RunRowId run) const;
    Result<std::vector<RunDetail>> details(std::span<const RunRowId> runs) const;
    Result<std::vector<LoggedModel>> loggedModels(RunRowId run) const; // written by the run

    // Active runs below this one (tag mlflow.parentRunId), oldest first, at most `limit`.
    Result<std::vector<RunRowId>> children(RunRowId run, std::size_t limit) const;
    // The run above; nullopt: it has none, or it is not mirrored.
    Result<std::optional<RunRowId>> parent(RunRowId run) const;

    // By id, unique prefix of an id, or name. Errors: NotFound; Conflict (several fit, the message
    // names some of them). Deleted runs are found by id or prefix only.
    Result<RunRowId> find(const std::string& idPrefixOrName) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
