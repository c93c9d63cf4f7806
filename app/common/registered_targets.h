#pragma once

#include "services/credentials/credential_store.h"
#include "services/monitoring/prometheus_figures.h"
#include "services/serving/serving_kinds.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

namespace binnacle {

// Every kind of target this program was built with; a new one is one line there. Local servers keep
// what they need below `folder`, which is the folder “serving” beside the workspace.
ServingKinds registeredTargets(std::shared_ptr<CredentialStore> credentials,
                               std::filesystem::path folder);

// The Prometheus that a target names (prometheus=URL), and what it is asked for (queries={…}).
struct TargetMonitoring
{
    std::optional<Prometheus> prometheus;
    FigureQueries queries;
};
TargetMonitoring monitoringOf(const ServingTarget& target, CredentialStore& credentials,
                              std::stop_token stop);

// The configuration of a gateway that stands before this target; NotFound where it has none.
Result<std::string> gatewayConfiguration(const ServingTarget& target);

} // namespace binnacle
