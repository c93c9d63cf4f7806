#include "services/promotion/gate_check.h"

#include "services/promotion/gates/gates.h"
#include "services/promotion/version_facts.h"

#include <utility>

namespace binnacle {

Result<std::vector<GateReport>> GateCheck::run(const ActPlan& plan, const PromotionPolicy& policy,
                                               const GateOptions& options, const Sink& sink,
                                               std::stop_token stop) const
{
    const auto registry = registries_(plan.source).value_or(nullptr);
    const auto tracking = tracking_ ? tracking_(plan.source).value_or(nullptr) : nullptr;
    const auto found = facts(plan, policy, options, registry.get(), stop);
    if (!found)
        return failure(found.error());
    using Judge = std::function<GateReport()>;
    const std::vector<std::pair<std::string_view, Judge>> judges = {
        {gates::metric, [&] { return metricGate(*found); }},
        {gates::threshold, [&] { return thresholdGate(*found); }},
        {gates::signature, [&] { return signatureGate(*found); }},
        {gates::reproducible, [&] { return reproducibleGate(*found); }},
        {gates::quality, [&] { return qualityGate(*found); }},
        {gates::drift, [&] { return driftGate(*found); }},
        {gates::fairness, [&] { return fairnessGate(*found); }},
        {gates::explanation,
         [&] { return explanationGate(*found, registry.get(), tracking.get(), stop); }},
        {gates::digest,
         [&] {
             auto finding = digestGate(*found, registry.get(), stop);
             keepDigest(found->candidate, finding.digest);
             return std::move(finding.report);
         }},
        {gates::serves,
         [&] { return servesGate(*found, registry.get(), options.serveEnvironment, stop); }},
        {gates::approval, [&] { return approvalGate(*found); }},
    };
    std::vector<GateReport> reports;
    for (const auto& [name, judge] : judges) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (sink)
            sink(name, std::nullopt);
        const bool off = policy.mode(name) == GateMode::Off;
        reports.push_back(
            off ? gateReport(name, policy, GateState::Off,
                             QCoreApplication::translate("PromotionGates",
                                                         "The policy leaves this gate out."))
                : judge());
        if (sink)
            sink(name, reports.back());
    }
    return reports;
}

Result<GateFacts> GateCheck::facts(const ActPlan& plan, const PromotionPolicy& policy,
                                   const GateOptions& options, RegistryBackend* registry,
                                   const std::stop_token& stop) const
{
    const RegistryReader reader(workspace_);
    const auto model = reader.find(plan.model, plan.sourceName);
    if (!model)
        return failure(model.error());
    auto version = reader.version(model->row, plan.version);
    if (!version)
        return failure(version.error());
    auto candidate = readVersionFacts(workspace_, std::move(*version), registry, stop);
    if (!candidate)
        return failure(candidate.error());
    auto holder = champion(plan, *model, policy.champion, registry, stop);
    if (!holder)
        return failure(holder.error());
    return GateFacts{policy, std::move(*candidate), std::move(*holder), options.approver,
                     options.reason};
}

// Who holds the policy's alias at the target; nullopt: nobody that is known, or the candidate.
Result<std::optional<VersionFacts>>
GateCheck::champion(const ActPlan& plan, const ModelSummary& model, const std::string& alias,
                    RegistryBackend* registry, const std::stop_token& stop) const
{
    const std::optional<VersionFacts> none;
    const RegistryReader reader(workspace_);
    const auto there =
        plan.isCopy() ? reader.find(plan.model, plan.targetName) : Result<ModelSummary>(model);
    if (!there)
        return none;
    auto holder = plan.alias == alias ? plan.holderNow : std::nullopt;
    for (const auto& state : there->aliases) {
        if (!holder && state.alias.name == alias)
            holder = state.alias.version;
    }
    if (!holder || (!plan.isCopy() && *holder == plan.version))
        return none;
    auto version = reader.version(there->row, *holder);
    if (!version)
        return none;
    std::shared_ptr<RegistryBackend> other;
    if (plan.isCopy())
        other = registries_(plan.target).value_or(nullptr);
    return readVersionFacts(workspace_, std::move(*version), plan.isCopy() ? other.get() : registry,
                            stop);
}

// So that a change of the files is seen the next time. Where it can not be kept, it is taken then.
void GateCheck::keepDigest(const VersionFacts& version, const std::string& digest) const
{
    if (digest.empty() || version.newest(gates::digest))
        return;
    Evidence kept;
    kept.source = version.detail.source;
    kept.model = version.detail.version.model;
    kept.version = version.detail.version.version;
    kept.kind = gates::digest;
    kept.passed = true;
    kept.summary = digest;
    (void)EvidenceStore(workspace_).add(kept);
}

} // namespace binnacle
