#include "services/serving/server_call.h"

#include "services/http/http_error.h"

#include <QJsonObject>

namespace binnacle {

namespace {

QString complaintOf(const QJsonDocument& answer, const std::string& body)
{
    for (const char* key : {"error", "message", "detail", "status"}) {
        const auto value = answer.object().value(QLatin1String(key));
        if (value.isString())
            return value.toString().left(400);
    }
    return QString::fromStdString(body.substr(0, 400)).simplified();
}

} // namespace

Result<QJsonDocument> callServer(const HttpOptions& options, HttpRequest request,
                                 std::stop_token stop)
{
    HttpClient client(options);
    const auto response = client.send(std::move(request), std::move(stop));
    if (!response)
        return failure(response.error());
    auto json = QJsonDocument::fromJson(QByteArray::fromStdString(response->body));
    if (response->ok())
        return json;
    auto error = statusError(*response);
    if (const auto said = complaintOf(json, response->body); !said.isEmpty())
        error.message = QCoreApplication::translate("ServerCall", "%1 answered with status %2: %3")
                            .arg(serverName(response->url))
                            .arg(response->status)
                            .arg(said);
    return failure(error);
}

std::string withoutSlash(std::string address)
{
    while (address.ends_with('/'))
        address.pop_back();
    return address;
}

QString curlOf(HttpRequest::Method method, const std::string& url, const std::string& body,
               const std::string& contentType)
{
    static constexpr const char* names[] = {"GET", "POST", "PATCH", "PUT", "DELETE"};
    auto line =
        QStringLiteral("curl -X %1 '%2'")
            .arg(QLatin1String(names[static_cast<int>(method)]), QString::fromStdString(url));
    if (!body.empty())
        line += QStringLiteral(" -H 'Content-Type: %1' -d '%2'")
                    .arg(QString::fromStdString(contentType), QString::fromStdString(body));
    return line;
}

HttpOptions managementOptions(std::string server, Credentials credentials)
{
    HttpOptions options;
    options.server = std::move(server);
    options.credentials = std::move(credentials);
    options.retries = 0; // looks come again by themselves
    options.connectTimeout = std::chrono::milliseconds(3'000);
    options.totalTimeout = std::chrono::milliseconds(10'000);
    options.maxResponseBytes = std::size_t(32) << 20;
    return options;
}

} // namespace binnacle
