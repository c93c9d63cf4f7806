#include "services/credentials/memory_credential_store.h"

namespace binnacle {

Result<Credentials> MemoryCredentialStore::read(const std::string& address, std::stop_token)
{
    const std::scoped_lock lock(mutex_);
    const auto found = entries_.find(address);
    return found == entries_.end() ? Credentials{} : found->second;
}

Result<void> MemoryCredentialStore::write(const std::string& address,
                                          const Credentials& credentials)
{
    const std::scoped_lock lock(mutex_);
    entries_[address] = credentials;
    return {};
}

Result<void> MemoryCredentialStore::remove(const std::string& address)
{
    const std::scoped_lock lock(mutex_);
    entries_.erase(address);
    return {};
}

} // namespace binnacle
