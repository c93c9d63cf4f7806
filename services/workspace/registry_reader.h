#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/registry.h"
#include "services/workspace/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// Who holds an alias, since when.
struct AliasState
{
    ModelAlias alias;
    std::int64_t since = 0;
    bool sinceExact = false; // false: a mirror found it at `since`, it happened after `sinceAfter`
    std::optional<std::int64_t> sinceAfter;
    std::string actor; // empty: not known
    bool operator==(const AliasState&) const = default;
};

struct ModelSummary
{
    RegisteredModelRowId row{};
    SourceId source{};
    std::string sourceName;
    RegisteredModel model;
    std::vector<AliasState> aliases; // as in model.aliases, by name
    std::int64_t versions = 0;
    std::string latestVersion; // the greatest number; empty: none
    std::int64_t confirmedAt = 0;
};

// A version with what the workspace knows around it.
struct VersionDetail
{
    ModelVersionRowId row{};
    RegisteredModelRowId modelRow{};
    SourceId source{};
    std::string sourceName;
    ModelVersion version;
    std::vector<AliasState> aliases; // those that this version holds
    std::optional<RunRowId> run;     // its run, where that is mirrored
    std::optional<LoggedModel> loggedModel;
    std::int64_t confirmedAt = 0;
};

// A change of an alias or a stage, or a model or version that came or went.
struct ModelEvent
{
    enum class Kind { Alias, Stage, VersionCreated, VersionDeleted, ModelCreated, ModelDeleted };
    Kind kind = Kind::Alias;
    SourceId source{};
    std::string model;
    std::string name;                      // the alias or stage
    std::string version;                   // which it is about
    std::optional<std::string> before;     // former holder or stage
    std::optional<std::string> after;      // nullopt: the alias is gone
    std::int64_t at = 0;                   // when it was seen or made
    std::optional<std::int64_t> notBefore; // nullopt: `at` is exact
    std::string actor;
    std::string act; // id of the journaled act; empty: found by a mirror
};

// What held an alias at a moment.
struct AliasThen
{
    std::string alias;
    std::string version;
    bool certain = true; // false: it changed between two mirrors around that moment, or before the
                         // first one
};

// Reads registered models from the workspace. Blocks; any worker thread.
class RegistryReader
{
public:
    explicit RegistryReader(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace))
    {
    }

    Result<std::vector<ModelSummary>> models() const; // by name, then source
    Result<ModelSummary> model(RegisteredModelRowId model) const;
    // By name, and source where several registries have it. NotFound; Conflict: several.
    Result<ModelSummary> find(const std::string& name,
                              const std::optional<std::string>& sourceName) const;

    // Newest first; `offset` and `limit` for the pages of a table.
    Result<std::vector<VersionDetail>> versions(RegisteredModelRowId model, std::size_t offset,
                                                std::size_t limit) const;
    // `version`: a number, or an alias with or without "@".
    Result<VersionDetail> version(RegisteredModelRowId model, const std::string& version) const;
    // Versions whose run this is.
    Result<std::vector<VersionDetail>> versionsOfRun(RunRowId run) const;

    Result<std::vector<ModelEvent>> events(RegisteredModelRowId model) const; // newest first
    // Who held which alias (or stage, as "stage:Production") at `time`.
    Result<std::vector<AliasThen>> holdersAt(RegisteredModelRowId model, std::int64_t time) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
