#pragma once

#include "services/backends/backend_registry.h"
#include "services/registry/registrar.h"
#include "services/workspace/workspace.h"

#include <filesystem>
#include <memory>

namespace binnacle {

// The registry of a person alone: the folder “models” beside the workspace.
std::filesystem::path defaultRegistryPath(const std::filesystem::path& workspaceFile);

// The source of that registry. `make`: with its folder, where there is none yet; else it has no id
// then. Blocks: never on the GUI thread.
Result<Source> defaultRegistry(const std::shared_ptr<Workspace>& workspace,
                               const BackendRegistry& backends, bool make);

// Registers into the sources of a workspace; what it needs of each is opened anew.
Registrar registrarOf(const std::shared_ptr<Workspace>& workspace, const BackendRegistry& backends);

} // namespace binnacle
