#include "services/promotion/readiness_facts.h"

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

using State = ReadinessItem::State;

QString text(const char* source)
{
    return QCoreApplication::translate("Readiness", source);
}

QString q(const std::string& value)
{
    return QString::fromStdString(value);
}

struct Finding
{
    State state = State::NotKnown;
    QString evidence;
};

Finding byHandOnly(const char* what)
{
    return {State::NotKnown, text(what)};
}

Finding report(const ReadinessFacts& facts, std::string_view kind)
{
    const auto* found = facts.version ? facts.version->newest(kind) : nullptr;
    if (!found)
        return {State::NotKnown, text("No report is attached to the version.")};
    return {found->passed ? State::Met : State::NotMet, q(found->summary)};
}

Finding qualityChecked(const ReadinessFacts& facts)
{
    return report(facts, "quality");
}

Finding dataVersioned(const ReadinessFacts& facts)
{
    if (!facts.version || !facts.version->run)
        return {State::NotKnown, text("The run of the version is not known.")};
    const auto digests = facts.version->datasetDigests();
    if (digests.empty())
        return {State::NotMet, text("The run logged no dataset with a digest.")};
    return {State::Met, text("The run read dataset %1.").arg(q(digests.front()))};
}

Finding lineageTraceable(const ReadinessFacts& facts)
{
    if (!facts.version)
        return {State::NotKnown, text("The model has no version.")};
    const auto& version = facts.version->detail.version;
    if (version.runId.empty())
        return {State::NotMet, text("Version %1 names no run.").arg(q(version.version))};
    if (!facts.version->run)
        return {State::NotKnown, text("Run %1 is not in the workspace.").arg(q(version.runId))};
    if (facts.version->datasetDigests().empty())
        return {State::NotMet, text("From the version to its run, but not to the data.")};
    return {State::Met, text("Data, run and version %1 are linked.").arg(q(version.version))};
}

Finding experimentTracked(const ReadinessFacts& facts)
{
    if (!facts.version || !facts.version->run)
        return {State::NotKnown, text("The run of the version is not known.")};
    const auto count = facts.version->metrics().size();
    return {count > 0 ? State::Met : State::NotMet,
            text("The run “%1” logged %2 metrics and %3 params.")
                .arg(q(facts.version->run->run.name))
                .arg(count)
                .arg(facts.version->run->run.params.size())};
}

Finding codeVersioned(const ReadinessFacts& facts)
{
    if (!facts.version || !facts.version->run)
        return {State::NotKnown, text("The run of the version is not known.")};
    const auto* commit = findValue(facts.version->run->run.tags, tags::gitCommit);
    if (!commit || commit->empty())
        return {State::NotMet, text("The run names no commit.")};
    return {State::Met, text("Commit %1.").arg(q(commit->substr(0, 12)))};
}

Finding environmentReproducible(const ReadinessFacts& facts)
{
    if (!facts.version || !facts.version->file)
        return {State::NotKnown, text("The file MLmodel is not known.")};
    const bool known = facts.version->file->hasPythonEnvironment;
    return {known ? State::Met : State::NotMet, known
                                                    ? text("MLmodel names the Python environment.")
                                                    : text("MLmodel names no Python environment.")};
}

Finding benchmarkSet(const ReadinessFacts& facts)
{
    if (!facts.isChampion || !facts.version)
        return {State::NotMet, text("No version is the champion to be compared with.")};
    const auto count = facts.version->metrics().size();
    return {count > 0 ? State::Met : State::NotMet,
            text("Version %1 is the champion, with %2 metrics.")
                .arg(q(facts.version->detail.version.version))
                .arg(count)};
}

Finding rollbackPlan(const ReadinessFacts& facts)
{
    if (facts.formerChampion)
        return {State::Met, text("Version %1 was the champion before and is still there.")
                                .arg(q(*facts.formerChampion))};
    return {State::NotMet,
            text("No version was the champion before: there is none to go back to.")};
}

Finding monitored(const ReadinessFacts& facts)
{
    return report(facts, "drift");
}

Finding rolloutStrategy(const ReadinessFacts& facts)
{
    if (facts.deployments.empty())
        return byHandOnly("No rollout of this model is known.");
    const auto& deployment = facts.deployments.front();
    return {State::Met, text("A rollout brought version %1 to %2.")
                            .arg(QString::fromStdString(deployment.version),
                                 QString::fromStdString(deployment.target))};
}

Finding loadBalancing(const ReadinessFacts& facts)
{
    return byHandOnly(facts.deployments.empty()
                          ? "Where it is served is not known."
                          : "Whether the load is balanced where it is served is not known.");
}

Finding alerts(const ReadinessFacts&)
{
    return byHandOnly("No alert is known.");
}

Finding retraining(const ReadinessFacts&)
{
    return byHandOnly("No schedule or trigger is known.");
}

struct Definition
{
    const char* key;
    const char* phase;
    const char* title;
    Finding (*find)(const ReadinessFacts&);
};

constexpr std::array<Definition, 13> definitions = {{
    {"quality-checked", "data", "Data quality checked", qualityChecked},
    {"data-versioned", "data", "Data versioned", dataVersioned},
    {"lineage-traceable", "data", "Lineage traceable", lineageTraceable},
    {"experiment-tracked", "development", "Experiment tracked", experimentTracked},
    {"code-versioned", "development", "Code versioned", codeVersioned},
    {"environment-reproducible", "development", "Environment reproducible",
     environmentReproducible},
    {"benchmark-set", "development", "Benchmark set", benchmarkSet},
    {"rollout-strategy", "deployment", "Rollout strategy chosen", rolloutStrategy},
    {"load-balancing", "deployment", "Load balanced", loadBalancing},
    {"rollback-plan", "deployment", "Rollback possible", rollbackPlan},
    {"monitoring", "operations", "Monitored for drift", monitored},
    {"alerts", "operations", "Alerts set", alerts},
    {"retraining", "operations", "Retraining planned", retraining},
}};

} // namespace

const char* readinessStateName(State state)
{
    switch (state) {
    case State::Met:
        return "met";
    case State::NotMet:
        return "not-met";
    case State::NotKnown:
        return "not-known";
    }
    return "not-known";
}

bool isReadinessItem(const std::string& key)
{
    return std::ranges::any_of(definitions, [&](const auto& item) { return key == item.key; });
}

std::vector<ReadinessItem> readinessItems(const ReadinessFacts& facts)
{
    std::vector<ReadinessItem> items;
    for (const auto& definition : definitions) {
        auto& item = items.emplace_back();
        item.key = definition.key;
        item.phase = definition.phase;
        item.title = text(definition.title);
        const auto finding = definition.find(facts);
        item.state = finding.state;
        item.evidence = finding.evidence;
        if (facts.version && item.state != State::NotKnown)
            item.run = facts.version->detail.run;
    }
    return items;
}

} // namespace binnacle
