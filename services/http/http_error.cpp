#include "services/http/http_error.h"

#include "services/http/url.h"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace binnacle {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(binnacle)
};

// What libcurl 7.88 with OpenSSL says in its error buffer decides between the sentences.
QString certificateSentence(const std::string& text)
{
    const auto says = [&](const char* words) { return text.find(words) != std::string::npos; };
    if (says("expired"))
        return Text::tr(
            "The certificate of %1 has expired. Ask for a new one on the server; Binnacle "
            "does not connect until then.");
    if (says("not yet valid"))
        return Text::tr(
            "The certificate of %1 is not valid yet. Compare the clocks of this machine and "
            "of the server.");
    if (says("subject name") || says("match"))
        return Text::tr(
            "The certificate of %1 was issued for another host name. Use the address that "
            "the certificate names.");
    if (says("self-signed") || says("self signed") || says("issuer"))
        return Text::tr(
            "The certificate of %1 was issued by an authority that this machine does not "
            "know. Give its CA file in the settings of the source.");
    return Text::tr(
        "The certificate of %1 could not be verified. Check the CA file in the settings of "
        "the source.");
}

QString proxyLoginSentence(const QString& server)
{
    return Text::tr(
               "The proxy on the way to %1 asks for a login (407). Write it into the variables "
               "http_proxy and https_proxy, as http://user:password@proxy:port.")
        .arg(server);
}

QString seconds(std::chrono::milliseconds time)
{
    return QString::number(static_cast<double>(time.count()) / 1000.0);
}

} // namespace

QString serverName(const std::string& url)
{
    const auto plain = plainAddress(url);
    if (!plain)
        return Text::tr("the server");
    const auto path = plain->find('/', plain->find("://") + 3);
    return QString::fromStdString(plain->substr(0, path));
}

namespace {

bool contains(const std::string& text, std::string_view words)
{
    return text.find(words) != std::string::npos;
}

// What went wrong on the way through a proxy, or for want of a client certificate: libcurl has no
// codes of their own for these.
std::optional<Error> errorOnTheWay(CURLcode code, const std::string& text, const std::string& url)
{
    const auto server = serverName(url);
    const auto detail =
        QStringLiteral("%1 (%2)").arg(QString::fromStdString(text)).arg(static_cast<int>(code));
    if (contains(text, "from proxy after CONNECT")) {
        if (contains(text, "407"))
            return Error{Error::Kind::Auth, proxyLoginSentence(server), detail};
        return Error{
            Error::Kind::Network,
            Text::tr("The proxy refused to connect to %1. Ask who runs the proxy.").arg(server),
            detail};
    }
    // It names what it connects to: where that is not the server it is the proxy.
    const auto host =
        serverName(url).section(QStringLiteral("://"), 1).section(u':', 0, 0).toStdString();
    if (code == CURLE_COULDNT_CONNECT && contains(text, "Failed to connect to ") && !host.empty() &&
        !contains(text, host))
        return Error{Error::Kind::Network,
                     Text::tr("The proxy on the way to %1 refused the connection. Check the "
                              "variables http_proxy and https_proxy.")
                         .arg(server),
                     detail};
    if (contains(text, "certificate required"))
        return Error{Error::Kind::Auth,
                     Text::tr("%1 asks for a client certificate. Set "
                              "MLFLOW_TRACKING_CLIENT_CERT_PATH to a file with certificate and "
                              "key in PEM form.")
                         .arg(server),
                     detail};
    return std::nullopt;
}

} // namespace

Error transferError(CURLcode code, const std::string& text, const std::string& url,
                    std::chrono::milliseconds limit)
{
    const auto server = serverName(url);
    const auto detail =
        QStringLiteral("%1 (%2)")
            .arg(QString::fromUtf8(text.empty() ? curl_easy_strerror(code) : text.c_str()))
            .arg(static_cast<int>(code));
    const auto error = [&](Error::Kind kind, const QString& sentence) {
        return Error{kind, sentence.arg(server), detail};
    };
    if (auto onTheWay = errorOnTheWay(code, text, url))
        return *std::move(onTheWay);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return error(Error::Kind::Network, Text::tr("The host name of %1 is not known. Check the "
                                                    "address and the network connection."));
    case CURLE_COULDNT_RESOLVE_PROXY:
        return error(Error::Kind::Network,
                     Text::tr("The proxy for %1 is not known. Check the variables "
                              "http_proxy and https_proxy."));
    case CURLE_COULDNT_CONNECT:
        return error(Error::Kind::Network,
                     Text::tr("%1 refused the connection. Check that the server "
                              "is running and that the port is right."));
    case CURLE_OPERATION_TIMEDOUT:
        return Error{
            Error::Kind::Network,
            Text::tr("%1 did not answer within %2 s. The server is busy or out of reach; try "
                     "again later.")
                .arg(server, seconds(limit)),
            detail};
    case CURLE_PEER_FAILED_VERIFICATION:
        return error(Error::Kind::Auth, certificateSentence(text));
    case CURLE_SSL_CACERT_BADFILE:
        return error(Error::Kind::Auth,
                     Text::tr("The CA file given for %1 can not be read. Check its "
                              "path: it must hold certificates in PEM form."));
    case CURLE_SSL_CERTPROBLEM:
        return error(
            Error::Kind::Auth,
            Text::tr("The client certificate given for %1 can not be used. The file must hold "
                     "the certificate and its key in PEM form."));
    case CURLE_SSL_CONNECT_ERROR:
        return error(
            Error::Kind::Network,
            Text::tr("No secure connection to %1 could be made. Check that the address begins "
                     "with the right one of http:// and https://, and whether the server asks "
                     "for a client certificate."));
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
        return error(Error::Kind::Invalid, Text::tr("The address of %1 is not a web address."));
    default:
        return error(Error::Kind::Network,
                     Text::tr("The connection to %1 ended in the middle of an "
                              "answer. The server may have been stopped."));
    }
}

Error statusError(const HttpResponse& response)
{
    const auto server = serverName(response.url);
    const auto detail = QStringLiteral("HTTP %1: %2")
                            .arg(response.status)
                            .arg(QString::fromUtf8(response.body.substr(0, 500).c_str()));
    const auto error = [&](Error::Kind kind, const QString& sentence) {
        return Error{kind, sentence, detail};
    };
    switch (response.status) {
    case 401:
        return error(
            Error::Kind::Auth,
            Text::tr("%1 asks for a login (401). Give a user and password or a token in the "
                     "settings of the source, or check those given.")
                .arg(server));
    case 403:
        return error(
            Error::Kind::Auth,
            Text::tr("%1 refused access (403). The login given has not the right to do this; "
                     "ask who runs the server.")
                .arg(server));
    case 404:
        return error(Error::Kind::NotFound,
                     Text::tr("%1 does not know what was asked for (404).").arg(server));
    case 407:
        return error(Error::Kind::Auth, proxyLoginSentence(server));
    case 408:
    case 429: {
        const auto pause = retryAfter(response);
        return error(Error::Kind::Network,
                     pause
                         ? Text::tr("%1 is overloaded and asks to wait %2 s (%3). Try again then.")
                               .arg(server, seconds(*pause))
                               .arg(response.status)
                         : Text::tr("%1 is overloaded and asks to wait (%2). Try again later.")
                               .arg(server)
                               .arg(response.status));
    }
    case 409:
        return error(Error::Kind::Conflict, Text::tr("%1 says that it was changed meanwhile (409). "
                                                     "Reload and try again.")
                                                .arg(server));
    default:
        break;
    }
    if (response.status >= 500)
        return error(Error::Kind::Network, Text::tr("%1 failed to answer (%2). The fault is on the "
                                                    "server; its log tells more. Try again later.")
                                               .arg(server)
                                               .arg(response.status));
    return error(Error::Kind::Invalid,
                 Text::tr("%1 refused the request (%2).").arg(server).arg(response.status));
}

std::optional<std::chrono::milliseconds> retryAfter(const HttpResponse& response)
{
    const auto* text = response.header("retry-after");
    if (!text)
        return std::nullopt;
    long long value = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (fault == std::errc() && end == text->data() + text->size()) {
        return std::chrono::seconds(std::clamp(value, 0LL, 1'000'000LL));
    }
    const std::time_t date = curl_getdate(text->c_str(), nullptr);
    if (date < 0)
        return std::nullopt;
    const auto wait = std::max<std::time_t>(0, date - std::time(nullptr));
    return std::chrono::seconds(std::min<std::time_t>(wait, 1'000'000));
}

} // namespace binnacle
