#pragma once

#include "services/credentials/credential_store.h"

#include <map>
#include <mutex>

namespace binnacle {

// Forgets everything at the end of the program: for tests and for "do not remember".
class MemoryCredentialStore : public CredentialStore
{
public:
    Result<Credentials> read(const std::string& address, std::stop_token stop) override;
    Result<void> write(const std::string& address, const Credentials& credentials) override;
    Result<void> remove(const std::string& address) override;

private:
    std::mutex mutex_;
    std::map<std::string, Credentials> entries_;
};

} // namespace binnacle
