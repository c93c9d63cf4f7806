#pragma once

#include "services/credentials/credentials.h"

#include <optional>
#include <string>

namespace binnacle {

// The user and password that stand inside an http(s) address, as in
// https://ann:secret@mlflow.example.org: Basic, with their %-escapes resolved. Absent where there
// are none. An address is never kept with them: they go to a credential store.
std::optional<Credentials> credentialsInAddress(const std::string& address);

// The same address with nothing before its host.
std::string withoutCredentials(const std::string& address);

} // namespace binnacle
