#pragma once

#include "services/backends/backend_registry.h"
#include "services/credentials/credential_store.h"

#include <memory>

namespace binnacle {

// Every kind of source this program was built with; a new system is one line there. An address is
// taken by the first kind that recognises it.
BackendRegistry registeredBackends(std::shared_ptr<CredentialStore> credentials);
// With the keychain and the environment of this session.
BackendRegistry registeredBackends();

} // namespace binnacle
