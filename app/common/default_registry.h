#pragma once

#include "services/backends/backend_registry.h"
#include "services/workspace/workspace.h"

#include <filesystem>
#include <memory>

namespace binnacle {

// The registry of a person alone: the folder “models” beside the workspace.
std::filesystem::path defaultRegistryPath(const std::filesystem::path& workspaceFile);

// The source of that registry; made, with its folder, where there is none yet. Blocks: never on the
// GUI thread.
Result<Source> ensureDefaultRegistry(const std::shared_ptr<Workspace>& workspace,
                                     const BackendRegistry& backends);

} // namespace binnacle
