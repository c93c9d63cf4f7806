#pragma once

#include "services/backends/registry_backend.h"
#include "services/promotion/gate.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace binnacle {

// What the workspace knows of a version. Its MLmodel is read from `registry` where the workspace
// has none; nullptr: only what is kept counts. Blocks; any worker thread.
Result<VersionFacts> readVersionFacts(const std::shared_ptr<Workspace>& workspace,
                                      VersionDetail detail, RegistryBackend* registry,
                                      std::stop_token stop);

// Who held `alias` before the version that holds it now, by the history of the alias, and still
// exists. nullopt: nobody that is known.
Result<std::optional<std::string>> formerHolder(const std::shared_ptr<Workspace>& workspace,
                                                RegisteredModelRowId model,
                                                const std::string& alias,
                                                const std::optional<std::string>& now);

} // namespace binnacle
