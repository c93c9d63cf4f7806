#include "services/promotion/promoter.h"

#include "services/promotion/gates/gates.h"
#include "services/promotion/version_facts.h"
#include "services/registry/production.h"
#include "services/workspace/audit_log.h"
#include "services/workspace/source_store.h"

#include <QFile>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("Promoter", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

} // namespace

Promoter::Promoter(Parts parts) : parts_(std::move(parts)), journal_(parts_.workspace) {}

ActRunner Promoter::runner() const
{
    return {parts_.workspace, parts_.registries, parts_.checkpoint};
}

Result<PromotionPolicy> Promoter::policy(const std::string& model) const
{
    if (parts_.policyFile.empty())
        return policyOf(parts_.policies, model);
    QFile file(q(parts_.policyFile.string()));
    if (!file.open(QIODevice::ReadOnly))
        return failure(Error::Kind::Storage,
                       text("“%1” can not be read: %2.").arg(file.fileName(), file.errorString()));
    return readPolicy(file.read((1 << 20) + 1).toStdString(), parts_.policyFile.string());
}

Result<ActPlan> Promoter::prepare(const PromotionOrder& order, std::stop_token stop)
{
    return PromotionPlanner(parts_.workspace, parts_.registries).plan(order, std::move(stop));
}

Result<std::vector<GateReport>> Promoter::check(const ActPlan& plan, const GateOptions& options,
                                                const GateCheck::Sink& sink, std::stop_token stop)
{
    const auto rules = policy(plan.model);
    if (!rules)
        return failure(rules.error());
    return GateCheck(parts_.workspace, parts_.registries, parts_.tracking)
        .run(plan, *rules, options, sink, std::move(stop));
}

// Who approves it, and why, may be told only after the gates were checked.
Result<std::vector<GateReport>> Promoter::withApproval(std::vector<GateReport> gates,
                                                       const ActPlan& plan,
                                                       const PromotionApproval& approval) const
{
    if (approval.approver.isEmpty())
        return gates;
    auto rules = policy(plan.model);
    if (!rules)
        return failure(rules.error());
    GateFacts facts;
    facts.policy = std::move(*rules);
    facts.approver = approval.approver;
    facts.reason = approval.reason;
    for (auto& gate : gates) {
        if (gate.name == binnacle::gates::approval && gate.state != GateState::Off)
            gate = approvalGate(facts);
    }
    return gates;
}

Result<ActRecord> Promoter::execute(ActPlan plan, const std::vector<GateReport>& checked,
                                    const PromotionApproval& approval, const ActStepSink& sink,
                                    std::stop_token stop)
{
    const auto gates = withApproval(checked, plan, approval);
    if (!gates)
        return failure(gates.error());
    const bool all = approval.overridden.contains("all");
    QStringList blocking;
    bool overridden = false;
    plan.gates.clear();
    for (const auto& gate : *gates) {
        JudgedGate judged{gate, gate.blocks && (all || approval.overridden.contains(gate.name))};
        if (gate.blocks && !judged.overridden)
            blocking.append(gate.title);
        overridden |= judged.overridden;
        plan.gates.push_back(std::move(judged));
    }
    if (gates->empty())
        return failure(Error::Kind::Invalid, text("No gate was judged."));
    if (!blocking.isEmpty())
        return failure(Error::Kind::Invalid,
                       text("Blocked: %1.").arg(blocking.join(QStringLiteral(", "))));
    if (overridden && approval.reason.trimmed().isEmpty())
        return failure(Error::Kind::Invalid, text("To override a gate needs a reason."));
    plan.approver = approval.approver.trimmed().toStdString();
    plan.reason = approval.reason.trimmed().toStdString();
    return runner().run(plan, sink, std::move(stop));
}

Result<ActRecord> Promoter::undo(const std::string& id, const ActStepSink& sink,
                                 std::stop_token stop)
{
    auto act = journal_.find(id);
    if (!act)
        return act;
    const bool cut = act->state == ActState::Running || act->state == ActState::Cut;
    if (cut) { // taken, so that nobody resumes it meanwhile
        if (auto taken = journal_.takeUp(id); !taken)
            return failure(taken.error());
    }
    auto runner = this->runner();
    auto plan = runner.undoPlan(*act, stop);
    auto done = plan ? runner.run(*plan, sink, stop) : Result<ActRecord>(failure(plan.error()));
    if (!done && cut)
        (void)journal_.end(id, ActState::Cut, done.error().message);
    return done;
}

Result<ActRecord> Promoter::resume(const std::string& act, const ActStepSink& sink,
                                   std::stop_token stop)
{
    return runner().resume(act, sink, std::move(stop));
}

Result<void> Promoter::leave(const std::string& act)
{
    if (auto taken = journal_.takeUp(act); !taken)
        return taken;
    AuditEntry entry;
    entry.action = "leave-act";
    entry.act = act;
    entry.subject = "act " + act;
    if (const auto record = journal_.find(act)) {
        entry.sourceName = record->plan.targetName;
        entry.subject = record->plan.model;
    }
    if (auto added = AuditLog(parts_.workspace).add(entry); !added)
        return failure(added.error());
    return journal_.end(act, ActState::Overtaken,
                        text("The registry was left as it is by a person's choice."));
}

Result<std::vector<ActRecord>> Promoter::unfinished() const
{
    return journal_.unfinished();
}

Result<PromotionOrder> Promoter::lastGood(RegisteredModelRowId model,
                                          const std::string& alias) const
{
    const auto summary = RegistryReader(parts_.workspace).model(model);
    if (!summary)
        return failure(summary.error());
    std::optional<std::string> now;
    for (const auto& state : summary->aliases) {
        if (state.alias.name == alias)
            now = state.alias.version;
    }
    const auto before = formerHolder(parts_.workspace, model, alias, now);
    if (!before)
        return failure(before.error());
    if (!*before)
        return failure(Error::Kind::NotFound, text("No version is known that held %1 of %2 before.")
                                                  .arg(q(alias), q(summary->model.name)));
    PromotionOrder order;
    order.model = model;
    order.version = **before;
    order.alias = alias;
    return order;
}

RegistryEdits Promoter::edits() const
{
    return {parts_.workspace, parts_.registries};
}

Result<ActRecord> Promoter::runEdit(const Result<ActPlan>& plan, std::stop_token stop) const
{
    if (!plan)
        return failure(plan.error());
    return runner().run(*plan, nullptr, std::move(stop));
}

Result<ActRecord> Promoter::deleteVersion(RegisteredModelRowId model, const std::string& version,
                                          std::stop_token stop)
{
    return runEdit(edits().deletion(model, version, stop), stop);
}

Result<ActRecord> Promoter::describe(RegisteredModelRowId model, const std::string& version,
                                     const std::string& value, std::stop_token stop)
{
    return runEdit(edits().description(model, version, value, stop), stop);
}

Result<ActRecord> Promoter::setTag(RegisteredModelRowId model, const std::string& version,
                                   const std::string& key, const std::optional<std::string>& value,
                                   std::stop_token stop)
{
    return runEdit(edits().tag(model, version, key, value, stop), stop);
}

Result<ActRecord> Promoter::setAlias(RegisteredModelRowId model, const std::string& alias,
                                     const std::optional<std::string>& version,
                                     std::stop_token stop)
{
    if (version) {
        const auto summary = RegistryReader(parts_.workspace).model(model);
        if (!summary)
            return failure(summary.error());
        const auto rules = policy(summary->model.name);
        if (!rules)
            return failure(rules.error());
        if (alias == rules->champion || saysProduction(alias))
            return failure(Error::Kind::Invalid,
                           text("%1 says what is in production: promote a version to it, so that "
                                "the gates are judged.")
                               .arg(q(alias)));
    }
    return runEdit(edits().alias(model, alias, version, stop), stop);
}

Result<RegistryCapabilities> Promoter::capabilities(SourceId registry) const
{
    return parts_.registries(registry).map(
        [](const std::shared_ptr<RegistryBackend>& opened) { return opened->capabilities(); });
}

Result<std::vector<Source>> Promoter::targets(RegisteredModelRowId model) const
{
    const auto summary = RegistryReader(parts_.workspace).model(model);
    if (!summary)
        return failure(summary.error());
    auto sources = SourceStore(parts_.workspace).list();
    if (!sources)
        return failure(sources.error());
    std::vector<Source> targets;
    for (auto& source : *sources) {
        if (source.id == summary->source) {
            targets.insert(targets.begin(), std::move(source));
            continue;
        }
        const auto can = capabilities(source.id); // fails where it has no registry
        if (can && can->aliases && can->createVersions && can->upload)
            targets.push_back(std::move(source));
    }
    return targets;
}

} // namespace binnacle
