#pragma once

#include "services/backends/backend_registry.h"

namespace binnacle {

// Every kind of source this program was built with. A new system is one line there.
BackendRegistry registeredBackends();

} // namespace binnacle
