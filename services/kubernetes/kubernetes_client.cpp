#include "services/kubernetes/kubernetes_client.h"

#include "services/http/http_error.h"
#include "services/http/url.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <sys/mman.h>
#include <unistd.h>

namespace binnacle {

namespace {

constexpr std::int64_t renewBeforeMs = 60'000;

QString text(const char* source)
{
    return QCoreApplication::translate("KubernetesClient", source);
}

// kind: Status, with a message of the server's own.
Error errorOf(int status, const std::string& url, const QJsonObject& answer)
{
    HttpResponse response;
    response.status = status;
    response.url = url;
    auto error = statusError(response);
    if (status == 422 || status == 400)
        error.kind = Error::Kind::Invalid;
    if (status == 410)
        error.kind = Error::Kind::Conflict;
    const auto said = answer.value(QLatin1String("message")).toString();
    if (!said.isEmpty())
        error.message = text("%1 says: %2").arg(serverName(url), said.left(600));
    error.detail = answer.value(QLatin1String("reason")).toString();
    // Only an answer that names the object says that it is not there. A server that is just
    // starting does not know the kind yet; one without the operator never will.
    const auto named = answer.value(QLatin1String("details")).toObject();
    if (status == 404 && named.value(QLatin1String("name")).toString().isEmpty()) {
        error.kind = Error::Kind::Unsupported;
        error.message = text("%1 does not serve this kind of resource: it is not installed there, "
                             "or the server is just starting.")
                            .arg(serverName(url));
    }
    return error;
}

QJsonObject parsed(const std::string& body)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

std::string versionOf(const QJsonObject& object)
{
    return object.value(QLatin1String("metadata"))
        .toObject()
        .value(QLatin1String("resourceVersion"))
        .toString()
        .toStdString();
}

// Takes lines out of a stream of them.
class Lines
{
public:
    template <class Each>
    bool add(std::string_view piece, Each each)
    {
        rest_.append(piece);
        std::size_t begin = 0;
        for (auto end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n', begin)) {
            if (!each(std::string_view(rest_).substr(begin, end - begin)))
                return false;
            begin = end + 1;
        }
        rest_.erase(0, begin);
        return rest_.size() < mostBytes;
    }

private:
    static constexpr std::size_t mostBytes = std::size_t(16) << 20;
    std::string rest_;
};

} // namespace

SecretFile::SecretFile(const std::string& content)
    : number_(::memfd_create("binnacle", MFD_CLOEXEC))
{
    if (number_ >= 0 &&
        ::write(number_, content.data(), content.size()) != static_cast<ssize_t>(content.size())) {
        ::close(number_);
        number_ = -1;
    }
}

SecretFile::~SecretFile()
{
    if (number_ >= 0)
        ::close(number_);
}

std::string SecretFile::path() const
{
    return number_ < 0 ? std::string() : "/proc/self/fd/" + std::to_string(number_);
}

KubernetesClient::KubernetesClient(KubeAccess access) : access_(std::move(access)) {}

Result<HttpOptions> KubernetesClient::options()
{
    const std::scoped_lock lock(mutex_);
    const auto now = QDateTime::currentMSecsSinceEpoch();
    const bool stale = grant_ && grant_->expires && *grant_->expires < now + renewBeforeMs;
    if (access_.exec && (!grant_ || stale)) {
        auto grant = runKubeExec(*access_.exec);
        if (!grant)
            return failure(grant.error());
        grant_ = std::move(*grant);
        client_.reset();
    }
    const auto& certificate =
        grant_ && !grant_->certificate.empty() ? grant_->certificate : access_.certificate;
    const auto& key = grant_ && !grant_->key.empty() ? grant_->key : access_.key;
    if (!access_.authority.empty() && !authority_)
        authority_ = std::make_unique<SecretFile>(access_.authority);
    if (!certificate.empty() && !client_)
        client_ = std::make_unique<SecretFile>(certificate + "\n" + key);

    HttpOptions options;
    options.server = access_.server;
    options.retries = 0;
    options.connectTimeout = std::chrono::milliseconds(5'000);
    options.totalTimeout = std::chrono::milliseconds(20'000);
    auto& login = options.credentials;
    login.insecureTls = access_.insecure;
    if (authority_)
        login.caFile = authority_->path();
    if (client_)
        login.clientCertFile = client_->path();
    const auto& token = grant_ && !grant_->token.empty() ? grant_->token : access_.token;
    if (!token.empty()) {
        login.kind = Credentials::Kind::Bearer;
        login.secret = token;
    } else if (!access_.user.empty()) {
        login.kind = Credentials::Kind::Basic;
        login.user = access_.user;
        login.secret = access_.password;
    }
    return options;
}

Result<QJsonObject> KubernetesClient::call(HttpRequest request, std::stop_token stop)
{
    const auto options = this->options();
    if (!options)
        return failure(options.error());
    request.url = access_.server + request.url;
    const auto url = request.url;
    HttpClient client(*options);
    const auto response = client.send(std::move(request), std::move(stop));
    if (!response)
        return failure(response.error());
    auto answer = parsed(response->body);
    if (response->ok())
        return answer;
    if (response->status == 401) { // the plug-in is asked again
        const std::scoped_lock lock(mutex_);
        grant_.reset();
        client_.reset();
    }
    return failure(errorOf(response->status, url, answer));
}

Result<QJsonObject> KubernetesClient::get(const std::string& path, std::stop_token stop)
{
    return call(HttpRequest::get(path), std::move(stop));
}

Result<QJsonObject> KubernetesClient::create(const std::string& path, const QJsonObject& body,
                                             std::stop_token stop)
{
    return call(HttpRequest::postJson(
                    path, QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString(), false),
                std::move(stop));
}

Result<QJsonObject> KubernetesClient::mergePatch(const std::string& path, const QJsonObject& patch,
                                                 std::stop_token stop)
{
    auto request = HttpRequest::postJson(
        path, QJsonDocument(patch).toJson(QJsonDocument::Compact).toStdString(), false);
    request.method = HttpRequest::Method::Patch;
    request.contentType = "application/merge-patch+json";
    return call(std::move(request), std::move(stop));
}

Result<void> KubernetesClient::remove(const std::string& path, std::stop_token stop)
{
    auto request = HttpRequest::get(path);
    request.method = HttpRequest::Method::Delete;
    const auto answer = call(std::move(request), std::move(stop));
    if (!answer && answer.error().kind != Error::Kind::NotFound)
        return failure(answer.error());
    return {};
}

Result<KubernetesClient::List>
KubernetesClient::list(const std::string& path, const std::string& selector, std::stop_token stop)
{
    List all;
    std::string next;
    do {
        const auto page = get(path + "?limit=500&labelSelector=" + percentEncoded(selector) +
                                  "&continue=" + percentEncoded(next),
                              stop);
        if (!page)
            return failure(page.error());
        for (const auto& item : page->value(QLatin1String("items")).toArray())
            all.items.push_back(item.toObject());
        all.version = versionOf(*page);
        next = page->value(QLatin1String("metadata"))
                   .toObject()
                   .value(QLatin1String("continue"))
                   .toString()
                   .toStdString();
    } while (!next.empty());
    return all;
}

Result<std::string> KubernetesClient::watch(const std::string& path, const std::string& version,
                                            int seconds, const Event& event, std::stop_token stop)
{
    const auto options = this->options();
    if (!options)
        return failure(options.error());
    auto reached = version;
    std::optional<Error> fault;
    Lines lines;
    bool ended = false;
    const auto take = [&](std::string_view line) {
        const auto json = parsed(std::string(line));
        const auto type = json.value(QLatin1String("type")).toString();
        const auto object = json.value(QLatin1String("object")).toObject();
        if (type == u"ERROR") {
            fault = errorOf(object.value(QLatin1String("code")).toInt(), access_.server, object);
            return false;
        }
        if (const auto at = versionOf(object); !at.empty())
            reached = at;
        ended = type != u"BOOKMARK" && !type.isEmpty() && !event(type, object);
        return !ended;
    };
    auto request = HttpRequest::get(
        access_.server + path + "?watch=1&allowWatchBookmarks=true&resourceVersion=" +
        percentEncoded(version) + "&timeoutSeconds=" + std::to_string(seconds));
    request.timeout = std::chrono::milliseconds(std::int64_t(seconds + 10) * 1'000);
    request.onBody = [&](const HttpResponse&, std::string_view piece) -> Result<void> {
        if (lines.add(piece, take))
            return {};
        return failure(fault.value_or(cancelledError()));
    };
    const auto response = HttpClient(*options).send(std::move(request), std::move(stop));
    if (ended)
        return reached;
    if (!response)
        return failure(response.error());
    if (!response->ok())
        return failure(errorOf(response->status, access_.server, parsed(response->body)));
    return reached;
}

} // namespace binnacle
