#pragma once

#include "services/backends/mlflow_rest/answers.h"
#include "services/credentials/credential_store.h"
#include "services/http/http_client.h"

#include <QJsonObject>

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

namespace binnacle::mlflow {

// What was learnt of a server at the first contact.
struct Server
{
    std::shared_ptr<HttpClient> client;
    std::string address;
    std::string api;     // address + "/api", or "/ajax-api" where only that is reached
    std::string version; // "3.17.2"; empty on servers without /version
    int major = 2;       // of the version
    ServerInfo info;
    std::string workspace; // of a server with workspaces: which one is asked (MLFLOW_WORKSPACE)

    // "runs/search" → "http://…/api/2.0/mlflow/runs/search"
    std::string call(const std::string& path) const { return api + "/2.0/mlflow/" + path; }
    std::string ajax(const std::string& path) const
    {
        return address + "/ajax-api/2.0/mlflow/" + path;
    }

    // A call with JSON both ways; `repeatable` as in HttpRequest.
    Result<std::string> post(const std::string& path, const QJsonObject& body, bool repeatable,
                             std::stop_token stop) const;
    // `query` without the question mark.
    Result<std::string> get(const std::string& path, const std::string& query,
                            std::stop_token stop) const;
};

// The way to one server: reads the credentials and makes contact when first needed, again after a
// login was refused. Thread-safe.
class RestSession
{
public:
    // `options`: times and limits; server, credentials and headers are filled in here.
    RestSession(std::string address, std::shared_ptr<CredentialStore> credentials,
                HttpOptions options);

    Result<std::shared_ptr<const Server>> server(std::stop_token stop);
    // What is known without a call; null before the first contact.
    std::shared_ptr<const Server> known() const;
    // After Error::Kind::Auth the credentials are read anew at the next call.
    void noteFailure(const Error& error);

private:
    Result<std::shared_ptr<const Server>> contact(std::stop_token stop) const;

    std::string address_;
    std::shared_ptr<CredentialStore> credentials_;
    HttpOptions options_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Server> server_;
};

QByteArray jsonText(const QJsonObject& object);

} // namespace binnacle::mlflow
