#include "app/common/registered_backends.h"

#include "services/backends/local_registry/local_registry_kind.h"
#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "services/backends/mlflow_files/mlflow_files_backend.h"
#include "services/backends/mlflow_rest/mlflow_rest_kind.h"
#include "services/backends/tensorboard/tensorboard_backend.h"
#include "services/credentials/credential_chain.h"

namespace binnacle {

BackendRegistry registeredBackends(std::shared_ptr<CredentialStore> credentials)
{
    BackendRegistry registry;
    registry.add(mlflowRestKind(std::move(credentials)));
    registry.add(mlflowDbKind());
    registry.add(mlflowFilesKind());
    registry.add(localRegistryKind());
    registry.add(tensorboardKind());
    return registry;
}

BackendRegistry registeredBackends()
{
    return registeredBackends(systemCredentials());
}

} // namespace binnacle
