#pragma once

#include "models/artifact_listing.h"
#include "services/data/drift_run.h"
#include "services/drift/drift_report_json.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/workspace.h"

#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// Drift reports beside model versions. All block: for workers.

// A version that a report can be put to, or whose run explains its features.
struct DriftTarget
{
    RegisteredModelRowId model{};
    std::string name, source, version; // of the model, its registry, the version
    std::vector<std::string> aliases;
    std::optional<RunRowId> run; // nothing: not mirrored
};
// Of every model its newest versions, by model, the newest first.
Result<std::vector<DriftTarget>> driftTargets(const std::shared_ptr<Workspace>& workspace,
                                              std::size_t versionsEach = 50);

// Keeps the report where `kept` is none, and gives its id.
Result<std::int64_t> keepDrift(const std::shared_ptr<Workspace>& workspace,
                               const DriftDocument& document, const DriftRunOptions& options);

// Evidence of the kind "drift" for the version, as `binnacle-cli drift --attach` writes it: it
// names the kept report. `kept` is the report's id.
Result<void> attachDrift(const std::shared_ptr<Workspace>& workspace, const DriftTarget& target,
                         const DriftDocument& document, std::int64_t kept);

struct DriftImportances
{
    std::map<std::string, double> shares; // of the sum, by feature
    QString origin;                       // "feature_importance_gain.json of v3"
};
// From the explanations that the version's run logged. Errors: NotFound (no run here, no such
// file), those of the source, Invalid.
Result<DriftImportances> importancesOf(const std::shared_ptr<Workspace>& workspace,
                                       const BackendOf& open, const DriftTarget& target,
                                       const std::stop_token& stop);

} // namespace binnacle
