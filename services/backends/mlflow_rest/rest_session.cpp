#include "services/backends/mlflow_rest/rest_session.h"

#include "services/backends/mlflow_rest/rest_errors.h"

#include <QJsonDocument>

#include <cctype>
#include <charconv>
#include <cstdlib>

namespace binnacle::mlflow {

namespace {

// "3.17.2" or "3.18.0.dev0"; anything else (a login page) is no version.
std::string versionFrom(const HttpResponse& response)
{
    auto text = response.body.substr(0, 40);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
        text.pop_back();
    const bool numeric = !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) &&
                         text.find('.') != std::string::npos &&
                         text.find_first_of("<> \n{") == std::string::npos;
    return response.ok() && numeric ? text : std::string();
}

int majorOf(const std::string& version)
{
    int major = 2;
    std::from_chars(version.data(), version.data() + version.size(), major);
    return major;
}

bool isMissingRoute(const HttpResponse& response)
{
    return (response.status == 404 || response.status == 405) && !refusal(response.body);
}

} // namespace

QByteArray jsonText(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<std::string> Server::post(const std::string& path, const QJsonObject& body, bool repeatable,
                                 std::stop_token stop) const
{
    auto response = checked(client->send(
        HttpRequest::postJson(call(path), jsonText(body).toStdString(), repeatable), stop));
    if (!response)
        return failure(response.error());
    return std::move(response->body);
}

Result<std::string> Server::get(const std::string& path, const std::string& query,
                                std::stop_token stop) const
{
    auto response = checked(client->send(HttpRequest::get(call(path) + '?' + query), stop));
    if (!response)
        return failure(response.error());
    return std::move(response->body);
}

RestSession::RestSession(std::string address, std::shared_ptr<CredentialStore> credentials,
                         HttpOptions options)
    : address_(std::move(address))
    , credentials_(std::move(credentials))
    , options_(std::move(options))
{
}

std::shared_ptr<const Server> RestSession::known() const
{
    const std::scoped_lock lock(mutex_);
    return server_;
}

void RestSession::noteFailure(const Error& error)
{
    if (error.kind != Error::Kind::Auth)
        return;
    const std::scoped_lock lock(mutex_);
    server_.reset();
}

// Not under the lock: a slow contact of one thread must not keep another from being stopped. Two
// that meet do the work twice, once.
Result<std::shared_ptr<const Server>> RestSession::server(std::stop_token stop)
{
    if (stop.stop_requested())
        return failure(cancelledError());
    if (auto server = known())
        return server;
    auto server = contact(std::move(stop));
    if (server) {
        const std::scoped_lock lock(mutex_);
        server_ = *server;
    }
    return server;
}

Result<std::shared_ptr<const Server>> RestSession::contact(std::stop_token stop) const
{
    const auto credentials = credentials_->read(address_, stop);
    if (!credentials)
        return failure(credentials.error());
    auto options = options_;
    options.server = address_;
    options.credentials = *credentials;

    auto server = std::make_shared<Server>();
    server->address = address_;
    server->client = std::make_shared<HttpClient>(options);

    const auto version = server->client->send(HttpRequest::get(address_ + "/version"), stop);
    if (!version)
        return failure(version.error());
    server->version = versionFrom(*version);
    server->major = majorOf(server->version);

    if (server->major >= 3) {
        const auto answer = server->client->send(
            HttpRequest::get(address_ + "/ajax-api/3.0/mlflow/server-info"), stop);
        if (answer && answer->ok()) {
            if (const auto info = serverInfo(answer->body))
                server->info = *info;
        }
        if (server->info.workspaces) { // some versions refuse the header when they are off
            const char* workspace = std::getenv("MLFLOW_WORKSPACE");
            server->workspace = workspace && *workspace ? workspace : "default";
            options.headers.push_back({"X-MLFLOW-WORKSPACE", server->workspace});
            server->client = std::make_shared<HttpClient>(options);
        }
    }

    // A server with --static-prefix has only the ajax form below its address.
    const std::string body = R"({"max_results":1})";
    for (const char* form : {"/api", "/ajax-api"}) {
        server->api = address_ + form;
        auto answer = server->client->send(
            HttpRequest::postJson(server->call("experiments/search"), body, true), stop);
        const bool last = server->api.ends_with("ajax-api");
        if (answer && isMissingRoute(*answer) && !last)
            continue;
        answer = checked(std::move(answer));
        if (!answer)
            return failure(answer.error());
        if (const auto page = experimentPage(answer->body); !page)
            return failure(page.error());
        break;
    }
    return std::shared_ptr<const Server>(std::move(server));
}

} // namespace binnacle::mlflow
