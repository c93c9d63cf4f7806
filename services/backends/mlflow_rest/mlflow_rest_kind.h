#pragma once

#include "services/backends/backend_registry.h"
#include "services/credentials/credential_store.h"

#include <memory>

namespace binnacle {

// "mlflow-rest": any http or https address, also one pasted from a browser
// (http://host:5000/#/experiments/3). Credentials inside an address are dropped.
TrackingBackendKind mlflowRestKind(std::shared_ptr<CredentialStore> credentials);

} // namespace binnacle
