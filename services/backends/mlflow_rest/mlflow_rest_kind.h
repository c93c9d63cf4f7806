#pragma once

#include "services/backends/backend_registry.h"
#include "services/credentials/credential_store.h"

#include <memory>

namespace binnacle {

// "mlflow-rest": any http or https address, also one pasted from a browser
// (http://host:5000/#/experiments/3). Credentials inside an address do
// not belong to it: see services/credentials/address_credentials.h.
TrackingBackendKind mlflowRestKind(std::shared_ptr<CredentialStore> credentials);

} // namespace binnacle
