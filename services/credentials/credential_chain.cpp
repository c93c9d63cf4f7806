#include "services/credentials/credential_chain.h"

#include "services/credentials/environment_credentials.h"
#include "services/credentials/keychain_credential_store.h"

namespace binnacle {

CredentialChain::CredentialChain(std::shared_ptr<CredentialStore> keychain,
                                 std::shared_ptr<CredentialStore> environment)
    : keychain_(std::move(keychain)), environment_(std::move(environment))
{
}

Result<Credentials> CredentialChain::read(const std::string& address, std::stop_token stop)
{
    auto kept = keychain_->read(address, stop);
    if (kept && *kept != Credentials{})
        return kept;
    // A session without a keychain is common on servers; it keeps nothing, which is no error
    // for a server without a login. A keychain that stayed locked is one.
    if (!kept && kept.error().kind != Error::Kind::Unsupported)
        return kept;
    return environment_->read(address, stop);
}

Result<void> CredentialChain::write(const std::string& address, const Credentials& credentials)
{
    return keychain_->write(address, credentials);
}

Result<void> CredentialChain::remove(const std::string& address)
{
    return keychain_->remove(address);
}

std::shared_ptr<CredentialStore> systemCredentials()
{
    return std::make_shared<CredentialChain>(std::make_shared<KeychainCredentialStore>(),
                                             std::make_shared<EnvironmentCredentials>());
}

} // namespace binnacle
