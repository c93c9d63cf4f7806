#include "services/registry/lineage.h"

#include "services/backends/model_source.h"
#include "services/workspace/deployments.h"
#include "services/workspace/run_reader.h"
#include "services/workspace/source_store.h"

#include <algorithm>

namespace binnacle {

namespace {

using Kind = LineageNode::Kind;

constexpr std::string_view copiedFromTag = "binnacle.copied_from";

std::string shortId(const std::string& id)
{
    return id.size() > 12 ? id.substr(0, 12) : id;
}

class Builder
{
public:
    explicit Builder(const std::shared_ptr<Workspace>& workspace)
        : sources_(workspace), registry_(workspace), runs_(workspace)
    {
    }

    // The node of the version, with everything before it.
    std::size_t addVersion(const VersionDetail& detail, int steps)
    {
        LineageNode node;
        node.kind = Kind::Version;
        node.key = "version:" + std::to_string(raw(detail.row));
        node.title = detail.version.model + " v" + detail.version.version;
        const bool staged = !detail.version.stage.empty() && detail.version.stage != "None";
        node.subtitle = staged ? detail.version.stage : detail.sourceName;
        node.target = detail.version.version;
        node.source = detail.source;
        node.version = detail.row;
        node.model = detail.modelRow;
        const auto [place, isNew] = add(std::move(node));
        if (!isNew)
            return place;
        if (const auto original = addOriginal(detail, steps))
            connect(*original, place, "copied");
        else if (const auto origin = addOrigin(detail, steps))
            connect(*origin, place, {});
        return place;
    }

    void addAliases(const VersionDetail& detail, std::size_t version,
                    std::span<const LineageDeployment> deployments)
    {
        for (const auto& state : detail.aliases) {
            LineageNode node;
            node.kind = Kind::Alias;
            node.key = "alias:" + state.alias.name;
            node.title = '@' + state.alias.name;
            node.subtitle = state.actor;
            node.target = state.alias.name;
            node.source = detail.source;
            connect(version, add(std::move(node)).first, {});
        }
        for (const auto& deployment : deployments) {
            LineageNode node;
            node.kind = Kind::Deployment;
            node.key = "deployment:" + deployment.name + '/' + deployment.address;
            node.title = deployment.name;
            node.subtitle = deployment.address;
            node.target = deployment.address;
            node.source = detail.source;
            const auto place = add(std::move(node)).first;
            const auto alias = find("alias:" + deployment.alias);
            connect(deployment.alias.empty() || !alias ? version : *alias, place, {});
        }
    }

    Lineage take() { return std::move(lineage_); }

private:
    // The version that this one is a copy of.
    std::optional<std::size_t> addOriginal(const VersionDetail& detail, int steps)
    {
        if (steps <= 0)
            return std::nullopt;
        if (const auto source = versionReference(detail.version.source))
            return addSourceVersion(detail, *source, steps);
        if (const auto* copied = findValue(detail.version.tags, copiedFromTag))
            return addElsewhere(detail, *copied, steps);
        return std::nullopt;
    }

    // What the version was made of: its logged model or its run.
    std::optional<std::size_t> addOrigin(const VersionDetail& detail, int steps)
    {
        if (!detail.version.loggedModelId.empty())
            return addLoggedModel(detail);
        if (!detail.version.runId.empty())
            return addRun(detail.run, detail.version.runId, detail.source, steps);
        return std::nullopt;
    }

    // "ADDRESS MODEL VERSION": the tag of a copy that Binnacle made from another registry.
    std::optional<std::size_t> addElsewhere(const VersionDetail& detail, const std::string& copied,
                                            int steps)
    {
        const auto first = copied.find(' ');
        const auto last = copied.rfind(' ');
        if (first == std::string::npos || first == last)
            return std::nullopt;
        const auto address = copied.substr(0, first);
        const auto name = copied.substr(first + 1, last - first - 1);
        const auto number = copied.substr(last + 1);
        const auto sources = sources_.list();
        if (!sources)
            return std::nullopt;
        const auto source = std::ranges::find(*sources, address, &Source::uri);
        if (source != sources->end()) {
            const auto model = registry_.find(name, source->name);
            const auto original =
                model ? registry_.version(model->row, number) : failure(model.error());
            if (original)
                return addVersion(*original, steps - 1);
        }
        LineageNode node;
        node.kind = Kind::Version;
        node.key = "version:" + copied;
        node.title = name + " v" + number;
        node.subtitle = address;
        node.target = number;
        node.source = detail.source;
        node.mirrored = false;
        return add(std::move(node)).first;
    }

    std::optional<std::size_t> addSourceVersion(const VersionDetail& detail,
                                                const VersionReference& source, int steps)
    {
        const auto model = registry_.find(source.model, detail.sourceName);
        const auto original =
            model ? registry_.version(model->row, source.version) : failure(model.error());
        if (original)
            return addVersion(*original, steps - 1);
        LineageNode node;
        node.kind = Kind::Version;
        node.key = "version:" + source.model + '/' + source.version;
        node.title = source.model + " v" + source.version;
        node.target = source.version;
        node.source = detail.source;
        node.mirrored = false;
        return add(std::move(node)).first;
    }

    std::size_t addLoggedModel(const VersionDetail& detail)
    {
        LineageNode node;
        node.kind = Kind::LoggedModel;
        node.key = "model:" + detail.version.loggedModelId;
        node.subtitle = shortId(detail.version.loggedModelId);
        node.target = detail.version.loggedModelId;
        node.source = detail.source;
        node.mirrored = detail.loggedModel.has_value();
        node.title = node.mirrored ? detail.loggedModel->name : node.subtitle;
        const auto [place, isNew] = add(std::move(node));
        auto runId = detail.version.runId;
        if (detail.loggedModel && !detail.loggedModel->sourceRunId.empty())
            runId = detail.loggedModel->sourceRunId;
        if (isNew && !runId.empty())
            connect(addRun(detail.run, runId, detail.source, 1), place, {});
        return place;
    }

    std::size_t addRun(std::optional<RunRowId> row, const std::string& runId, SourceId source,
                       int steps)
    {
        if (!row) {
            if (const auto found = runs_.find(runId))
                row = *found;
        }
        LineageNode node;
        node.kind = Kind::Run;
        node.key = "run:" + runId;
        node.title = shortId(runId);
        node.target = runId;
        node.source = source;
        node.run = row;
        const auto detail = row ? runs_.detail(*row) : failure(Error::Kind::NotFound, {});
        node.mirrored = detail.has_value();
        if (detail) {
            node.title = detail->run.name.empty() ? shortId(runId) : detail->run.name;
            node.subtitle = detail->experimentName;
            node.source = detail->source;
        }
        const auto [place, isNew] = add(std::move(node));
        if (isNew && detail)
            addInputs(detail->run, detail->source, place, steps);
        return place;
    }

    void addInputs(const Run& run, SourceId source, std::size_t place, int steps)
    {
        for (const auto& dataset : run.datasets) {
            LineageNode node;
            node.kind = Kind::Dataset;
            node.key = "dataset:" + dataset.name + '/' + dataset.digest;
            node.title = dataset.name;
            node.subtitle = dataset.digest;
            node.target = dataset.digest;
            node.source = source;
            connect(add(std::move(node)).first, place, dataset.context);
        }
        if (steps <= 0)
            return;
        for (const auto& link : run.models) {
            if (link.output || find("model:" + link.modelId))
                continue;
            LineageNode node;
            node.kind = Kind::LoggedModel;
            node.key = "model:" + link.modelId;
            node.title = shortId(link.modelId);
            node.target = link.modelId;
            node.source = source;
            node.mirrored = false;
            connect(add(std::move(node)).first, place, "read");
        }
    }

    std::optional<std::size_t> find(const std::string& key) const
    {
        const auto found = std::ranges::find(lineage_.nodes, key, &LineageNode::key);
        if (found == lineage_.nodes.end())
            return std::nullopt;
        return static_cast<std::size_t>(found - lineage_.nodes.begin());
    }

    std::pair<std::size_t, bool> add(LineageNode node)
    {
        if (const auto known = find(node.key))
            return {*known, false};
        lineage_.nodes.push_back(std::move(node));
        return {lineage_.nodes.size() - 1, true};
    }

    void connect(std::size_t from, std::size_t to, std::string label)
    {
        const LineageEdge edge{from, to, std::move(label)};
        if (from != to && std::ranges::find(lineage_.edges, edge) == lineage_.edges.end())
            lineage_.edges.push_back(edge);
    }

    SourceStore sources_;
    RegistryReader registry_;
    RunReader runs_;
    Lineage lineage_;
};

Result<std::vector<LineageDeployment>> deploymentsOf(const std::shared_ptr<Workspace>& workspace,
                                                     const ModelVersion& version)
{
    const auto all = readDeployments(workspace);
    if (!all)
        return failure(all.error());
    std::vector<LineageDeployment> known;
    for (const auto& deployment : *all) {
        if (deployment.model == version.model && deployment.version == version.version)
            known.push_back({deployment.target, deployment.address, {}});
    }
    return known;
}

} // namespace

Result<Lineage> lineageOf(const std::shared_ptr<Workspace>& workspace, RegisteredModelRowId model,
                          const std::string& version,
                          std::optional<std::span<const LineageDeployment>> deployments)
{
    const auto detail = RegistryReader(workspace).version(model, version);
    if (!detail)
        return failure(detail.error());
    Builder builder(workspace);
    const auto place = builder.addVersion(*detail, mostSteps);
    if (deployments) {
        builder.addAliases(*detail, place, *deployments);
    } else {
        const auto known = deploymentsOf(workspace, detail->version);
        if (!known)
            return failure(known.error());
        builder.addAliases(*detail, place, *known);
    }
    auto lineage = builder.take();
    lineage.nodes[place].focus = true;
    return lineage;
}

} // namespace binnacle
