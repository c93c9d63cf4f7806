#pragma once

#include "services/backends/tracking_backend.h"
#include "services/promotion/act_plan.h"
#include "services/promotion/act_step_work.h"
#include "services/promotion/gate.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace binnacle {

struct GateOptions
{
    std::filesystem::path serveEnvironment; // a folder with bin/python, or an interpreter
    QString approver, reason;
};

// Judges all gates of a plan. Blocks; any worker thread.
class GateCheck
{
public:
    // A gate when it is begun (nullopt) and when it is known.
    using Sink =
        std::function<void(std::string_view name, const std::optional<GateReport>& report)>;
    using TrackingOfSource = std::function<Result<std::shared_ptr<TrackingBackend>>(SourceId)>;

    GateCheck(std::shared_ptr<Workspace> workspace, RegistryOfSource registries,
              TrackingOfSource tracking)
        : workspace_(std::move(workspace))
        , registries_(std::move(registries))
        , tracking_(std::move(tracking))
    {
    }

    // In order; also those of a plan that is not executable.
    Result<std::vector<GateReport>> run(const ActPlan& plan, const PromotionPolicy& policy,
                                        const GateOptions& options, const Sink& sink,
                                        std::stop_token stop) const;

private:
    Result<GateFacts> facts(const ActPlan& plan, const PromotionPolicy& policy,
                            const GateOptions& options, RegistryBackend* registry,
                            const std::stop_token& stop) const;
    Result<std::optional<VersionFacts>> champion(const ActPlan& plan, const ModelSummary& model,
                                                 const std::string& alias,
                                                 RegistryBackend* registry,
                                                 const std::stop_token& stop) const;
    void keepDigest(const VersionFacts& version, const std::string& digest) const;

    std::shared_ptr<Workspace> workspace_;
    RegistryOfSource registries_;
    TrackingOfSource tracking_;
};

} // namespace binnacle
