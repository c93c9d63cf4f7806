#pragma once

#include "app/cli/command.h"
#include "services/rollout/rollout_watch.h"
#include "services/serving/serving_kinds.h"

#include <filesystem>
#include <string>

namespace binnacle::cli {

// The folder “serving” beside the workspace.
std::filesystem::path servingFolder(const Context& context);
ServingKinds servingKinds(const Context& context);
Result<std::shared_ptr<ServingBackend>> openTarget(const Context& context,
                                                   const ServingTarget& target);
RolloutParts rolloutParts(const Context& context);

// "30s", "5m", "2h", "500ms", or seconds without a unit. Errors: Invalid.
Result<std::int64_t> millisecondsFrom(const std::string& text);

// The version where a server can read it: its folder with all files, fetched once, below
// servingFolder(); or, for a target that fetches by itself, the address that the registry has.
struct VersionToServe
{
    ModelToServe model;
    std::filesystem::path folder; // empty: its files are not here
    SmokeInput smoke;             // empty body: it has no example
};
struct VersionWish
{
    std::string model, version, registry;
    std::string source; // a folder or an address, instead of a registry
    bool fetched = true;
};
Result<VersionToServe> versionToServe(const Context& context, const VersionWish& wish);

QJsonObject rolloutJson(const RolloutRecord& record);
// Carries it on until it ends. Exit code 3 where it was rolled back.
CommandResult watchRollout(Context& context, const std::string& id);

} // namespace binnacle::cli
