#pragma once

#include "services/backends/registry_backend.h"
#include "services/registry/model_file.h"
#include "services/workspace/registry_reader.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

// The MLmodel of a version: from the workspace, where it is kept once it was read, or from its
// registry. Blocking, for worker threads.

namespace binnacle {

// The text of the file. At most modelFileLimit bytes are taken: Invalid where there are more.
Result<std::string> fetchModelFile(RegistryBackend& registry, const std::string& model,
                                   const std::string& version, std::stop_token stop);

// What is kept; nullopt: it was never read. No network.
Result<std::optional<ModelFile>> keptModelFile(const std::shared_ptr<Workspace>& workspace,
                                               ModelVersionRowId version);

// What is kept, else what the registry has, which is kept then. `registry` may be null: then only
// what is kept counts, and NotFound says that it was not read yet.
Result<ModelFile> modelFileOf(const std::shared_ptr<Workspace>& workspace,
                              const VersionDetail& version, RegistryBackend* registry,
                              std::stop_token stop);

} // namespace binnacle
