#pragma once

#include "services/backends/backend_registry.h"

#include <filesystem>

namespace binnacle {

// "local-registry": registry:/FOLDER, or the path of a folder that holds a registry already. The
// stable form of the address is registry: and an absolute path. Such a source has models and no
// runs. It is made by TrackingBackendKind::prepare when the source is added.
TrackingBackendKind localRegistryKind();

// Makes an empty registry in `folder`; one that is there stays as it is.
Result<void> createLocalRegistry(const std::filesystem::path& folder);

} // namespace binnacle
