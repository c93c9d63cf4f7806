#pragma once

#include "services/registry/lineage.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/run_reader.h"

#include <QString>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

// A step of the way from data to production, and what it opens.
struct RegistryLineageNode
{
    enum class Kind { Dataset, Run, LoggedModel, Version, Alias, Deployment };
    Kind kind = Kind::Run;
    QString title, subtitle;
    bool there = true;                         // false: drawn as what could be ("not yet")
    std::optional<RunRowId> run;               // that it is, or that read or wrote it
    QString name;                              // of the dataset, the logged model or the alias
    std::string digest;                        // of the dataset
    std::optional<RegisteredModelRowId> model; // of the version
    std::string version;
    bool opens() const; // it stands for something that is known here
    bool operator==(const RegistryLineageNode&) const = default;
};
struct RegistryLineage
{
    std::vector<RegistryLineageNode> nodes; // by kind, as a picture reads from the left
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    bool operator==(const RegistryLineage&) const = default;
};

// The graph in words for a person, with what is missing as what could be there.
RegistryLineage pictureOf(const Lineage& graph, const VersionDetail& version,
                          const std::optional<RunDetail>& run);

} // namespace binnacle
