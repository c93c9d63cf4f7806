#pragma once

#include "services/credentials/credential_store.h"

#include <memory>

namespace binnacle {

// The keychain first, the environment where the keychain has nothing or is not there. Writes go to
// the keychain.
class CredentialChain : public CredentialStore
{
public:
    CredentialChain(std::shared_ptr<CredentialStore> keychain,
                    std::shared_ptr<CredentialStore> environment);

    Result<Credentials> read(const std::string& address, std::stop_token stop) override;
    Result<void> write(const std::string& address, const Credentials& credentials) override;
    Result<void> remove(const std::string& address) override;

private:
    std::shared_ptr<CredentialStore> keychain_;
    std::shared_ptr<CredentialStore> environment_;
};

// KeychainCredentialStore over EnvironmentCredentials: what the program uses.
std::shared_ptr<CredentialStore> systemCredentials();

} // namespace binnacle
