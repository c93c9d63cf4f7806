#pragma once

#include "services/credentials/credential_store.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace binnacle {

// The keychain of the desktop (Secret Service: GNOME Keyring, KWallet, KeePassXC), through
// QtKeychain. One entry an address, under the name "Binnacle". Needs a QCoreApplication. The jobs
// run on a thread of the store's own; a call waits for its job at most two minutes (a person may
// be asked for the keychain's password). QtKeychain's queue of jobs belongs to the first thread
// that used it, so there is to be one store in a program.
// Errors: Unsupported where this session has no keychain; Auth where it was not unlocked.
class KeychainCredentialStore : public CredentialStore
{
public:
    KeychainCredentialStore();
    ~KeychainCredentialStore() override;

    Result<Credentials> read(const std::string& address, std::stop_token stop) override;
    Result<void> write(const std::string& address, const Credentials& credentials) override;
    Result<void> remove(const std::string& address) override;

private:
    QThread thread_;
    std::unique_ptr<QObject> worker_; // lives on thread_
};

} // namespace binnacle
