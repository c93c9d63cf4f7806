#pragma once

#include "services/domain/source.h"
#include "services/promotion/act_runner.h"
#include "services/promotion/gate_check.h"
#include "services/promotion/promotion_planner.h"
#include "services/promotion/registry_edits.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

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
    struct Parts
    {
        std::shared_ptr<Workspace> workspace;
        RegistryOfSource registries;
        GateCheck::TrackingOfSource tracking; // may be empty
        std::filesystem::path policies;       // folder of policy files; may be missing
        std::filesystem::path policyFile;     // taken instead; empty: none
        ActRunner::Checkpoint checkpoint;     // for tests of crashes
    };
    explicit Promoter(Parts parts);

    // See PromotionPlanner::plan.
    Result<ActPlan> prepare(const PromotionOrder& order, std::stop_token stop);
    // See GateCheck::run; by the policy of the model.
    Result<std::vector<GateReport>> check(const ActPlan& plan, const GateOptions& options,
                                          const GateCheck::Sink& sink, std::stop_token stop);
    // Refuses (Invalid) where a gate blocks that is not overridden, or an override has no reason.
    // Where `approval` names an approver, the gate "approval" is judged by that.
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

    // See RegistryEdits: planned and done at once.
    Result<ActRecord> deleteVersion(RegisteredModelRowId model, const std::string& version,
                                    std::stop_token stop);
    Result<ActRecord> describe(RegisteredModelRowId model, const std::string& version,
                               const std::string& text, std::stop_token stop);
    Result<ActRecord> setTag(RegisteredModelRowId model, const std::string& version,
                             const std::string& key, const std::optional<std::string>& value,
                             std::stop_token stop);

    // Refused (Invalid) for what says “in production”: that is promoted to, through its gates.
    // `version` nullopt: the alias is taken away, whichever it is.
    Result<ActRecord> setAlias(RegisteredModelRowId model, const std::string& alias,
                               const std::optional<std::string>& version, std::stop_token stop);

    Result<PromotionPolicy> policy(const std::string& model) const;
    // Where versions of the model can be promoted: its own registry first, then those that take
    // copies. Nobody is asked: what can be written is known of the kind of a registry.
    Result<std::vector<Source>> targets(RegisteredModelRowId model) const;
    Result<RegistryCapabilities> capabilities(SourceId registry) const;

private:
    ActRunner runner() const;
    RegistryEdits edits() const;
    Result<std::vector<GateReport>> withApproval(std::vector<GateReport> gates, const ActPlan& plan,
                                                 const PromotionApproval& approval) const;
    Result<ActRecord> runEdit(const Result<ActPlan>& plan, std::stop_token stop) const;

    Parts parts_;
    ActJournal journal_;
};

} // namespace binnacle
