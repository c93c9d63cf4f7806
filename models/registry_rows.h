#pragma once

#include "services/workspace/deployments.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/run_reader.h"

#include <QString>

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// The version of a model that serves, as ProductionVersion has it.
struct RegistryChampion
{
    std::string version;
    std::string heldBy; // the alias, or "Production" for the stage
    std::optional<AliasState> since;
    std::string runName; // empty: its run is not mirrored
    std::optional<RunRowId> run;
    std::optional<LatestMetric> metric; // the main one of its run
};

// One line of "what is in production".
struct RegistryRow
{
    ModelSummary summary;
    bool sourceReached = true; // false: the source did not answer when it was last asked
    std::optional<RegistryChampion> champion;
    std::vector<Deployment> deployments; // of all its versions
    bool championKnown = false;          // its run and metric were read
    std::optional<double> readiness;     // 0 … 1
};

// Whether an alias says "in production": a version is promoted to it, through its gates.
bool isProductionAlias(const QString& alias);
// The metric by which a run is known at a glance: one of a held-out set before one of training, one
// with a known direction before another; nullptr: there is none.
const LatestMetric* mainMetric(const std::vector<LatestMetric>& metrics);

// Models, without what stands in their runs: that follows with readChampions. Block; any worker.
Result<std::vector<RegistryRow>> readRegistryRows(const std::shared_ptr<Workspace>& workspace);
// Fills the champion of each row. A stop leaves the rest as it is.
Result<void> readChampions(const std::shared_ptr<Workspace>& workspace,
                           std::vector<RegistryRow>& rows, std::stop_token stop);

// "3 days ago"; "before 3 Nov" where a mirror found it only later.
QString sinceText(const AliasState& state, qint64 now);
// The same with exact times, and by whom where that is known.
QString sinceDetail(const AliasState& state);
QString versionText(const std::string& version); // "v18"

} // namespace binnacle
