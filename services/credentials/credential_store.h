#pragma once

#include "services/credentials/credentials.h"
#include "services/domain/result.h"

#include <stop_token>
#include <string>

namespace binnacle {

// Credentials of servers, by the address of the source ("https://mlflow.example.org/team").
// Calls block and may wait for a person to unlock a keychain: for worker threads. Thread-safe.
class CredentialStore
{
public:
    virtual ~CredentialStore() = default;

    // Kind None and empty fields where nothing is kept for the address. Cancelled on a stop
    // request.
    virtual Result<Credentials> read(const std::string& address, std::stop_token stop) = 0;
    virtual Result<void> write(const std::string& address, const Credentials& credentials) = 0;
    virtual Result<void> remove(const std::string& address) = 0;
};

} // namespace binnacle
