#pragma once

#include "services/backends/tracking_backend.h"
#include "services/promotion/act_runner.h"
#include "services/promotion/gate.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// What a person wants: this version under this alias.
struct PromotionOrder
{
    RegisteredModelRowId model{};
    std::string version; // a number, or an alias with or without "@"
    std::string alias = "champion";
    std::optional<SourceId> to; // another registry: the version is copied there first
    std::string stage;          // legacy stage to set as well; empty: none
    std::vector<KeyValue> tags; // to set on the version as well
    bool operator==(const PromotionOrder&) const = default;
};

struct GateOptions
{
    std::filesystem::path serveEnvironment; // a folder with bin/python, or an interpreter
    QString approver, reason;
};

struct PromotionApproval
{
    QString approver, reason;
    std::set<std::string> overridden; // names of gates, or "all"; needs a reason
};

// Plans, judges, does and undoes promotions. All calls block; any worker thread. Errors: Network
// (out of reach), Conflict (a surprise at the registry, or an act that has not ended), Invalid
// (refused, with the reason), Unsupported, Cancelled.
class Promoter
{
public:
    using TrackingOfSource = std::function<Result<std::shared_ptr<TrackingBackend>>(SourceId)>;
    // Where a version is deployed, in words; nullopt: nowhere that is known.
    using DeployedAt = std::function<std::optional<QString>(
        SourceId source, const std::string& model, const std::string& version)>;
    // A gate when it is begun (nullopt) and when it is known.
    using GateSink =
        std::function<void(std::string_view name, const std::optional<GateReport>& report)>;

    struct Parts
    {
        std::shared_ptr<Workspace> workspace;
        RegistryOfSource registries;
        TrackingOfSource tracking;        // may be empty
        DeployedAt deployedAt;            // may be empty
        std::filesystem::path policies;   // folder of policy files; may be missing
        std::filesystem::path policyFile; // taken instead; empty: none
        ActRunner::Checkpoint checkpoint; // for tests of crashes
    };
    explicit Promoter(Parts parts);

    // Reads the alias at the registry. Where that is out of reach the plan is made from the mirror,
    // and is not executable (ActPlan::whyNot).
    Result<ActPlan> prepare(const PromotionOrder& order, std::stop_token stop);
    // Judges all gates, in order; also those of a plan that is not executable.
    Result<std::vector<GateReport>> check(const ActPlan& plan, const GateOptions& options,
                                          const GateSink& sink, std::stop_token stop);
    // Refuses (Invalid) where a gate blocks that is not overridden, or an override has no reason.
    Result<ActRecord> execute(ActPlan plan, const std::vector<GateReport>& gates,
                              const PromotionApproval& approval, const ActStepSink& sink,
                              std::stop_token stop);

    Result<ActRecord> undo(const std::string& act, const ActStepSink& sink, std::stop_token stop);
    Result<ActRecord> resume(const std::string& act, const ActStepSink& sink, std::stop_token stop);
    // The registry stays as it is and the act counts as ended: the other choice after a surprise.
    Result<void> leave(const std::string& act);
    Result<std::vector<ActRecord>> unfinished() const;
    // What the journal and the history of the alias tell: the holder before the one of now, that
    // still exists. NotFound where there is none.
    Result<PromotionOrder> lastGood(RegisteredModelRowId model, const std::string& alias) const;

    // Refused (Conflict, with the reason) where it holds an alias, is in use by its stage, or is
    // deployed.
    Result<ActRecord> deleteVersion(RegisteredModelRowId model, const std::string& version,
                                    std::stop_token stop);
    // `version` empty: of the model.
    Result<ActRecord> describe(RegisteredModelRowId model, const std::string& version,
                               const std::string& text, std::stop_token stop);
    Result<ActRecord> setTag(RegisteredModelRowId model, const std::string& version,
                             const std::string& key, const std::optional<std::string>& value,
                             std::stop_token stop);

    Result<PromotionPolicy> policy(const std::string& model) const;
    // What the workspace knows of a version; its MLmodel is read from `registry` where that is
    // given and the workspace has none.
    Result<VersionFacts> facts(const VersionDetail& detail, RegistryBackend* registry,
                               std::stop_token stop) const;

private:
    Result<GateFacts> gateFacts(const ActPlan& plan, const GateOptions& options,
                                RegistryBackend* registry, std::stop_token stop) const;
    Result<void> readNow(ActPlan& plan, const PromotionOrder& order, const VersionDetail& version,
                         std::stop_token stop);
    void addSteps(ActPlan& plan, const PromotionOrder& order, const ModelVersion& version,
                  bool modelIsThere) const;
    void fromMirror(ActPlan& plan, const PromotionOrder& order) const;
    Result<ActPlan> editPlan(RegisteredModelRowId model, const std::string& version,
                             const std::string& kind) const;
    ActRunner runner() const;

    Parts parts_;
    ActJournal journal_;
};

} // namespace binnacle
