#pragma once

#include "services/credentials/credential_store.h"

#include <functional>
#include <optional>

namespace binnacle {

// Credentials as MLflow's own client takes them (mlflow/utils/credentials.py and
// mlflow/tracking/_tracking_service/utils.py): MLFLOW_TRACKING_USERNAME and _PASSWORD,
// MLFLOW_TRACKING_TOKEN, _SERVER_CERT_PATH, _CLIENT_CERT_PATH, _INSECURE_TLS, and the section
// [mlflow] of ~/.mlflow/credentials. They belong to one server only: the one that
// MLFLOW_TRACKING_URI names. For any other address nothing is read. Can not be written.
class EnvironmentCredentials : public CredentialStore
{
public:
    using Lookup = std::function<std::optional<std::string>(const char* name)>;

    EnvironmentCredentials(); // the environment of this process
    explicit EnvironmentCredentials(Lookup lookup) : lookup_(std::move(lookup)) {}

    Result<Credentials> read(const std::string& address, std::stop_token stop) override;
    Result<void> write(const std::string& address, const Credentials& credentials) override;
    Result<void> remove(const std::string& address) override;

private:
    void readLogin(Credentials& result) const;

    Lookup lookup_;
};

} // namespace binnacle
