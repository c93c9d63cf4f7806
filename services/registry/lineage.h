#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/result.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/workspace.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace binnacle {

struct LineageNode
{
    enum class Kind { Dataset, Run, LoggedModel, Version, Alias, Deployment };

    Kind kind = Kind::Run;
    std::string key;      // unique in the graph
    std::string title;    // what a person calls it
    std::string subtitle; // digest, short id, stage, address, …; may be empty
    std::string target;   // what the source calls it: run id, model id, version, alias, digest
    SourceId source{};
    std::optional<RunRowId> run;               // where it opens: of a run that is mirrored
    std::optional<ModelVersionRowId> version;  // of a version that is mirrored
    std::optional<RegisteredModelRowId> model; // that it is a version of
    bool mirrored = true;                      // false: named by another thing, not known here
    bool focus = false;                        // the version that was asked for
};

struct LineageEdge
{
    std::size_t from = 0; // indices of nodes
    std::size_t to = 0;
    std::string label; // "training", "copied", …; may be empty
    bool operator==(const LineageEdge&) const = default;
};

// A directed graph without circles, from the data to where the model serves.
struct Lineage
{
    std::vector<LineageNode> nodes;
    std::vector<LineageEdge> edges;
};

// Where a version serves.
struct LineageDeployment
{
    std::string name;
    std::string address;
    std::string alias; // by which it was chosen; empty: the version itself
};

// dataset → run → logged model → version → alias → deployment, as far as the workspace knows.
// Logged models that the run read and the version that this one was copied from are in it, with
// what stands before them, up to `mostSteps` copies back. `deployments`: instead of those that the
// rollouts of the workspace tell. Blocks; any worker thread. NotFound.
Result<Lineage> lineageOf(const std::shared_ptr<Workspace>& workspace, RegisteredModelRowId model,
                          const std::string& version,
                          std::optional<std::span<const LineageDeployment>> deployments = {});

inline constexpr int mostSteps = 8;

// The graph in the language of Graphviz, from left to right.
std::string lineageDot(const Lineage& lineage);
// "dataset", "run", "logged_model", "version", "alias", "deployment".
std::string_view kindName(LineageNode::Kind kind);

} // namespace binnacle
