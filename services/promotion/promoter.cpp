#include "services/promotion/promoter.h"

#include "services/promotion/gates/gates.h"
#include "services/promotion/version_files.h"
#include "services/workspace/model_file_cache.h"
#include "services/workspace/source_store.h"

#include <QDateTime>
#include <QFile>

#include <algorithm>

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

Result<Source> sourceOf(const std::shared_ptr<Workspace>& workspace, SourceId id)
{
    const auto sources = SourceStore(workspace).list();
    if (!sources)
        return failure(sources.error());
    const auto found = std::ranges::find(*sources, id, &Source::id);
    if (found == sources->end())
        return failure(Error::Kind::NotFound, text("The registry is not in the workspace."));
    return *found;
}

void setTarget(ActPlan& plan, const Source& target)
{
    plan.target = target.id;
    plan.targetName = target.name;
    plan.targetAddress = target.uri;
    plan.targetKind = target.kind;
}

// The text of MLmodel, read through a temporary file.
std::optional<std::string> readMlmodel(RegistryBackend& registry, const ModelVersion& version,
                                       const std::stop_token& stop)
{
    const TemporaryFolder folder;
    const auto place = folder.path() / "MLmodel";
    if (!registry.downloadVersionFile(version.model, version.version, "MLmodel", place, nullptr,
                                      stop))
        return std::nullopt;
    QFile file(q(place.string()));
    if (file.size() > static_cast<qint64>(ModelFileCache::mostBytes) ||
        !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll().toStdString();
}

template <class T>
QString reachSentence(const Result<T>& result)
{
    return text("Prepared, not executable: %1").arg(result.error().message);
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

Result<VersionFacts> Promoter::facts(const VersionDetail& detail, RegistryBackend* registry,
                                     std::stop_token stop) const
{
    VersionFacts facts;
    facts.detail = detail;
    if (detail.run) {
        auto run = RunReader(parts_.workspace).detail(*detail.run);
        if (run)
            facts.run = std::move(*run);
    }
    auto evidence = EvidenceStore(parts_.workspace)
                        .of(detail.source, detail.version.model, detail.version.version);
    if (!evidence)
        return failure(evidence.error());
    facts.evidence = std::move(*evidence);
    const ModelFileCache cache(parts_.workspace);
    auto mlmodel = cache.text(detail.row).value_or(std::nullopt);
    if (!mlmodel && registry) {
        mlmodel = readMlmodel(*registry, detail.version, stop);
        if (mlmodel)
            (void)cache.put(detail.row, mlmodel, QDateTime::currentMSecsSinceEpoch());
    }
    if (mlmodel) {
        if (auto manifest = readManifest(*mlmodel))
            facts.manifest = std::move(*manifest);
    }
    return facts;
}

Result<ActPlan> Promoter::prepare(const PromotionOrder& order, std::stop_token stop)
{
    if (order.alias.empty())
        return failure(Error::Kind::Invalid, text("An alias has a name."));
    const auto version = RegistryReader(parts_.workspace).version(order.model, order.version);
    if (!version)
        return failure(version.error());
    const auto source = sourceOf(parts_.workspace, version->source);
    if (!source)
        return failure(source.error());
    ActPlan plan;
    plan.source = source->id;
    plan.sourceName = source->name;
    plan.sourceAddress = source->uri;
    plan.model = version->version.model;
    plan.version = version->version.version;
    plan.alias = order.alias;
    plan.actor = systemUserName();
    setTarget(plan, *source);
    if (order.to && *order.to != source->id) {
        const auto target = sourceOf(parts_.workspace, *order.to);
        if (!target)
            return failure(target.error());
        setTarget(plan, *target);
    }
    if (auto read = readNow(plan, order, *version, stop); !read)
        return failure(read.error());
    return plan;
}

Result<void> Promoter::readNow(ActPlan& plan, const PromotionOrder& order,
                               const VersionDetail& version, std::stop_token stop)
{
    const auto registry = parts_.registries(plan.target);
    if (!registry && registry.error().kind != Error::Kind::Network)
        return failure(registry.error());
    plan.holderReadAt = QDateTime::currentMSecsSinceEpoch();
    ModelVersion known = version.version;
    bool modelIsThere = true;
    auto holder = registry ? (*registry)->aliasHolder(plan.model, plan.alias, stop)
                           : Result<std::optional<std::string>>(failure(registry.error()));
    if (!holder && holder.error().kind == Error::Kind::NotFound) {
        holder = std::optional<std::string>();
        if (plan.isCopy()) {
            const auto model = (*registry)->registeredModel(plan.model, stop);
            modelIsThere = model.has_value() || model.error().kind != Error::Kind::NotFound;
        }
    } else if (holder && plan.isCopy() && !*holder) {
        const auto model = (*registry)->registeredModel(plan.model, stop);
        modelIsThere = model.has_value() || model.error().kind != Error::Kind::NotFound;
    }
    if (holder && !plan.isCopy() && (!order.tags.empty() || !order.stage.empty())) {
        auto fresh = (*registry)->modelVersion(plan.model, plan.version, stop);
        if (!fresh)
            return failure(fresh.error());
        known = std::move(*fresh);
    }
    if (!holder) {
        if (holder.error().kind == Error::Kind::Cancelled)
            return failure(holder.error());
        plan.whyNot = reachSentence(holder);
        fromMirror(plan, order);
    } else {
        plan.holderNow = *holder;
        plan.holderFresh = true;
        const auto can = (*registry)->capabilities();
        if (!can.aliases || (plan.isCopy() && !(can.createVersions && can.upload)))
            plan.whyNot = text("%1 can not do this: it can only be read.").arg(q(plan.targetName));
    }
    addSteps(plan, order, known, modelIsThere);
    return {};
}

void Promoter::fromMirror(ActPlan& plan, const PromotionOrder& order) const
{
    const RegistryReader reader(parts_.workspace);
    const auto model =
        plan.isCopy() ? reader.find(plan.model, plan.targetName) : reader.model(order.model);
    if (!model)
        return;
    plan.holderReadAt = model->confirmedAt;
    for (const auto& state : model->aliases) {
        if (state.alias.name == plan.alias)
            plan.holderNow = state.alias.version;
    }
}

void Promoter::addSteps(ActPlan& plan, const PromotionOrder& order, const ModelVersion& version,
                        bool modelIsThere) const
{
    ActStep base;
    base.registry = plan.target;
    base.registryName = plan.targetName;
    base.model = plan.model;
    const auto add = [&](ActStep::Kind kind) -> ActStep& {
        auto& step = plan.steps.emplace_back(base);
        step.kind = kind;
        return step;
    };
    if (plan.isCopy()) {
        if (!modelIsThere)
            add(ActStep::Kind::CreateModel);
        base.fromRegistry = plan.source;
        base.fromModel = plan.model;
        base.fromVersion = plan.version;
        add(ActStep::Kind::CopyFiles);
        add(ActStep::Kind::CreateVersion);
        add(ActStep::Kind::VerifyFiles);
    } else {
        base.version = plan.version;
    }
    for (const auto& tag : order.tags) {
        auto& step = add(ActStep::Kind::SetTag);
        step.key = tag.key;
        step.value = tag.value;
        if (const auto* held = plan.isCopy() ? nullptr : findValue(version.tags, tag.key))
            step.before = *held;
    }
    if (!order.stage.empty()) {
        auto& step = add(ActStep::Kind::SetStage);
        step.value = order.stage;
        step.before = plan.isCopy() ? std::string("None") : version.stage;
    }
    auto& alias = add(ActStep::Kind::SetAlias);
    alias.key = plan.alias;
    alias.value = plan.isCopy() ? std::string() : plan.version;
    alias.before = plan.holderNow;
    if (!plan.isCopy())
        alias.version.clear();
}

Result<GateFacts> Promoter::gateFacts(const ActPlan& plan, const GateOptions& options,
                                      RegistryBackend* registry, std::stop_token stop) const
{
    const RegistryReader reader(parts_.workspace);
    const auto model = reader.find(plan.model, plan.sourceName);
    if (!model)
        return failure(model.error());
    const auto version = reader.version(model->row, plan.version);
    if (!version)
        return failure(version.error());
    GateFacts found;
    auto policy = this->policy(plan.model);
    if (!policy)
        return failure(policy.error());
    found.policy = std::move(*policy);
    auto candidate = facts(*version, registry, stop);
    if (!candidate)
        return failure(candidate.error());
    found.candidate = std::move(*candidate);
    found.approver = options.approver;
    found.reason = options.reason;

    // The champion is who holds the alias of the policy at the target.
    const auto there = plan.isCopy() ? reader.find(plan.model, plan.targetName) : model;
    if (!there)
        return found;
    auto holder = plan.alias == found.policy.champion ? plan.holderNow : std::nullopt;
    for (const auto& state : there->aliases) {
        if (!holder && state.alias.name == found.policy.champion)
            holder = state.alias.version;
    }
    if (!holder || (!plan.isCopy() && *holder == plan.version))
        return found;
    const auto champion = reader.version(there->row, *holder);
    if (!champion)
        return found;
    std::shared_ptr<RegistryBackend> other;
    if (plan.isCopy())
        other = parts_.registries(plan.target).value_or(nullptr);
    auto theirs = facts(*champion, plan.isCopy() ? other.get() : registry, stop);
    if (!theirs)
        return failure(theirs.error());
    found.champion = std::move(*theirs);
    return found;
}

Result<std::vector<GateReport>> Promoter::check(const ActPlan& plan, const GateOptions& options,
                                                const GateSink& sink, std::stop_token stop)
{
    const auto registry = parts_.registries(plan.source).value_or(nullptr);
    const auto tracking =
        parts_.tracking ? parts_.tracking(plan.source).value_or(nullptr) : nullptr;
    const auto facts = gateFacts(plan, options, registry.get(), stop);
    if (!facts)
        return failure(facts.error());
    using Judge = std::function<GateReport()>;
    const std::vector<std::pair<std::string_view, Judge>> judges = {
        {gates::metric, [&] { return metricGate(*facts); }},
        {gates::threshold, [&] { return thresholdGate(*facts); }},
        {gates::signature, [&] { return signatureGate(*facts); }},
        {gates::reproducible, [&] { return reproducibleGate(*facts); }},
        {gates::quality, [&] { return qualityGate(*facts); }},
        {gates::drift, [&] { return driftGate(*facts); }},
        {gates::fairness, [&] { return fairnessGate(*facts); }},
        {gates::explanation,
         [&] { return explanationGate(*facts, registry.get(), tracking.get(), stop); }},
        {gates::digest,
         [&] {
             auto found = digestGate(*facts, registry.get(), stop);
             const auto& detail = facts->candidate.detail;
             if (!found.digest.empty() && !facts->candidate.newest(gates::digest)) {
                 Evidence kept;
                 kept.source = detail.source;
                 kept.model = detail.version.model;
                 kept.version = detail.version.version;
                 kept.kind = gates::digest;
                 kept.passed = true;
                 kept.summary = found.digest;
                 (void)EvidenceStore(parts_.workspace).add(kept); // looked at again the next time
             }
             return found.report;
         }},
        {gates::serves,
         [&] { return servesGate(*facts, registry.get(), options.serveEnvironment, stop); }},
        {gates::approval, [&] { return approvalGate(*facts); }},
    };
    std::vector<GateReport> reports;
    for (const auto& [name, judge] : judges) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (sink)
            sink(name, std::nullopt);
        const bool off = facts->policy.mode(name) == GateMode::Off;
        reports.push_back(off ? gateReport(name, facts->policy, GateState::Off,
                                           text("The policy leaves this gate out."))
                              : judge());
        if (sink)
            sink(name, reports.back());
    }
    return reports;
}

Result<ActRecord> Promoter::execute(ActPlan plan, const std::vector<GateReport>& gates,
                                    const PromotionApproval& approval, const ActStepSink& sink,
                                    std::stop_token stop)
{
    const bool all = approval.overridden.contains("all");
    QStringList blocking;
    bool overridden = false;
    plan.gates.clear();
    for (const auto& gate : gates) {
        JudgedGate judged{gate, gate.blocks && (all || approval.overridden.contains(gate.name))};
        if (gate.blocks && !judged.overridden)
            blocking.append(gate.title);
        overridden |= judged.overridden;
        plan.gates.push_back(std::move(judged));
    }
    if (gates.empty())
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
    const RegistryReader reader(parts_.workspace);
    const auto summary = reader.model(model);
    if (!summary)
        return failure(summary.error());
    std::optional<std::string> now;
    for (const auto& state : summary->aliases) {
        if (state.alias.name == alias)
            now = state.alias.version;
    }
    const auto events = reader.events(model);
    if (!events)
        return failure(events.error());
    for (const auto& event : *events) {
        if (event.kind != ModelEvent::Kind::Alias || event.name != alias || !event.before ||
            event.before == now)
            continue;
        if (!reader.version(model, *event.before))
            continue; // it is gone
        PromotionOrder order;
        order.model = model;
        order.version = *event.before;
        order.alias = alias;
        return order;
    }
    return failure(Error::Kind::NotFound, text("No version is known that held %1 of %2 before.")
                                              .arg(q(alias), q(summary->model.name)));
}

Result<ActPlan> Promoter::editPlan(RegisteredModelRowId model, const std::string& version,
                                   const std::string& kind) const
{
    const auto summary = RegistryReader(parts_.workspace).model(model);
    if (!summary)
        return failure(summary.error());
    const auto source = sourceOf(parts_.workspace, summary->source);
    if (!source)
        return failure(source.error());
    ActPlan plan;
    plan.kind = kind;
    plan.source = source->id;
    plan.sourceName = source->name;
    plan.sourceAddress = source->uri;
    plan.model = summary->model.name;
    plan.version = version;
    plan.actor = systemUserName();
    plan.holderReadAt = QDateTime::currentMSecsSinceEpoch();
    plan.holderFresh = true;
    setTarget(plan, *source);
    ActStep step;
    step.registry = plan.target;
    step.registryName = plan.targetName;
    step.model = plan.model;
    step.version = version;
    plan.steps = {step};
    return plan;
}

Result<ActRecord> Promoter::deleteVersion(RegisteredModelRowId model, const std::string& version,
                                          std::stop_token stop)
{
    auto plan = editPlan(model, version, "delete-version");
    if (!plan)
        return failure(plan.error());
    const auto registry = parts_.registries(plan->target);
    if (!registry)
        return failure(registry.error());
    const auto refuse = [&](const QString& why) {
        return failure(
            Error::Kind::Conflict,
            text("Version %1 of %2 is not deleted: %3.").arg(q(version), q(plan->model), why));
    };
    const auto now = (*registry)->registeredModel(plan->model, stop);
    if (!now)
        return failure(now.error());
    for (const auto& alias : now->aliases) {
        if (alias.version == version)
            return refuse(text("it holds the alias %1").arg(q(alias.name)));
    }
    const auto held = (*registry)->modelVersion(plan->model, version, stop);
    if (!held)
        return failure(held.error());
    if (held->stage == "Production" || held->stage == "Staging")
        return refuse(text("it is in the stage %1").arg(q(held->stage)));
    if (parts_.deployedAt) {
        if (const auto where = parts_.deployedAt(plan->target, plan->model, version))
            return refuse(text("it is deployed: %1").arg(*where));
    }
    auto& step = plan->steps.front();
    step.kind = ActStep::Kind::DeleteVersion;
    step.before = version;
    return runner().run(*plan, nullptr, std::move(stop));
}

Result<ActRecord> Promoter::describe(RegisteredModelRowId model, const std::string& version,
                                     const std::string& value, std::stop_token stop)
{
    auto plan = editPlan(model, version, "edit");
    if (!plan)
        return failure(plan.error());
    const auto registry = parts_.registries(plan->target);
    if (!registry)
        return failure(registry.error());
    auto& step = plan->steps.front();
    step.kind = ActStep::Kind::Describe;
    step.value = value;
    if (version.empty()) {
        const auto now = (*registry)->registeredModel(plan->model, stop);
        if (!now)
            return failure(now.error());
        step.before = now->description;
    } else {
        const auto now = (*registry)->modelVersion(plan->model, version, stop);
        if (!now)
            return failure(now.error());
        step.before = now->description;
    }
    return runner().run(*plan, nullptr, std::move(stop));
}

Result<ActRecord> Promoter::setTag(RegisteredModelRowId model, const std::string& version,
                                   const std::string& key, const std::optional<std::string>& value,
                                   std::stop_token stop)
{
    auto plan = editPlan(model, version, "edit");
    if (!plan)
        return failure(plan.error());
    const auto registry = parts_.registries(plan->target);
    if (!registry)
        return failure(registry.error());
    std::vector<KeyValue> tags;
    if (version.empty()) {
        auto now = (*registry)->registeredModel(plan->model, stop);
        if (!now)
            return failure(now.error());
        tags = std::move(now->tags);
    } else {
        auto now = (*registry)->modelVersion(plan->model, version, stop);
        if (!now)
            return failure(now.error());
        tags = std::move(now->tags);
    }
    auto& step = plan->steps.front();
    step.kind = value ? ActStep::Kind::SetTag : ActStep::Kind::DeleteTag;
    step.key = key;
    step.value = value.value_or(std::string());
    if (const auto* held = findValue(tags, key))
        step.before = *held;
    if (!value && !step.before)
        return failure(Error::Kind::NotFound, text("There is no tag “%1”.").arg(q(key)));
    return runner().run(*plan, nullptr, std::move(stop));
}

} // namespace binnacle
