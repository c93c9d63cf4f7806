#include "app/common/registered_backends.h"

#include "services/backends/tensorboard/tensorboard_backend.h"

namespace binnacle {

BackendRegistry registeredBackends()
{
    BackendRegistry registry;
    registry.add(tensorboardKind());
    return registry;
}

} // namespace binnacle
