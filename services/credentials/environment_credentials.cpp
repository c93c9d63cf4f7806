#include "services/credentials/environment_credentials.h"

#include "services/credentials/address_credentials.h"

#include <QString>
#include <QUrl>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>

namespace binnacle {

namespace {

// The same server and path, however the address is written: case of the host, default port, slash
// at the end, user and password inside.
bool sameServer(const std::string& left, const std::string& right)
{
    const auto plain = [](const std::string& address) {
        QUrl url(QString::fromStdString(address).trimmed());
        const int usual = url.scheme() == u"https" ? 443 : 80;
        url.setPort(url.port(usual));
        if (url.path() == u"/") // which StripTrailingSlash leaves
            url.setPath({});
        return url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment |
                            QUrl::StripTrailingSlash | QUrl::NormalizePathSegments);
    };
    const auto a = plain(left);
    return a.isValid() && !a.host().isEmpty() && a == plain(right);
}

std::string trimmed(std::string text)
{
    const auto solid = [](unsigned char c) { return !std::isspace(c); };
    text.erase(text.begin(), std::ranges::find_if(text, solid));
    text.erase(std::find_if(text.rbegin(), text.rend(), solid).base(), text.end());
    return text;
}

// Python's configparser: "key = value" or "key: value", keys without regard to case.
void readIniFile(const std::string& path, Credentials& credentials)
{
    std::ifstream file(path);
    std::string line;
    bool inside = false;
    while (std::getline(file, line)) {
        line = trimmed(line);
        if (line.empty() || line[0] == '#' || line[0] == ';')
            continue;
        if (line[0] == '[') {
            inside = line == "[mlflow]";
            continue;
        }
        const auto sign = line.find_first_of("=:");
        if (!inside || sign == std::string::npos)
            continue;
        auto key = trimmed(line.substr(0, sign));
        std::ranges::transform(key, key.begin(), [](unsigned char c) { return std::tolower(c); });
        const auto value = trimmed(line.substr(sign + 1));
        if (key == "mlflow_tracking_username" && credentials.user.empty())
            credentials.user = value;
        else if (key == "mlflow_tracking_password" && credentials.secret.empty())
            credentials.secret = value;
    }
}

} // namespace

EnvironmentCredentials::EnvironmentCredentials()
    : lookup_([](const char* name) -> std::optional<std::string> {
        if (const char* value = std::getenv(name); value && *value)
            return value;
        return std::nullopt;
    })
{
}

Result<Credentials> EnvironmentCredentials::read(const std::string& address, std::stop_token)
{
    const auto tracking = lookup_("MLFLOW_TRACKING_URI");
    if (!tracking || !sameServer(*tracking, address))
        return Credentials{};

    Credentials result;
    // As with MLflow's client (the library under it, requests): those of the address go first.
    if (const auto inside = credentialsInAddress(*tracking))
        result = *inside;
    else
        readLogin(result);
    result.caFile = lookup_("MLFLOW_TRACKING_SERVER_CERT_PATH").value_or("");
    result.clientCertFile = lookup_("MLFLOW_TRACKING_CLIENT_CERT_PATH").value_or("");
    auto insecure = lookup_("MLFLOW_TRACKING_INSECURE_TLS").value_or("");
    std::ranges::transform(insecure, insecure.begin(),
                           [](unsigned char c) { return std::tolower(c); });
    result.insecureTls = insecure == "true" || insecure == "1";
    return result;
}

void EnvironmentCredentials::readLogin(Credentials& result) const
{
    result.user = lookup_("MLFLOW_TRACKING_USERNAME").value_or("");
    result.secret = lookup_("MLFLOW_TRACKING_PASSWORD").value_or("");
    if (const auto home = lookup_("HOME"); home && (result.user.empty() || result.secret.empty()))
        readIniFile(*home + "/.mlflow/credentials", result);
    if (!result.user.empty() && !result.secret.empty()) {
        result.kind = Credentials::Kind::Basic;
    } else if (const auto token = lookup_("MLFLOW_TRACKING_TOKEN")) {
        result.kind = Credentials::Kind::Bearer;
        result.user.clear();
        result.secret = *token;
    } else {
        result.user.clear();
        result.secret.clear();
    }
}

Result<void> EnvironmentCredentials::write(const std::string&, const Credentials&)
{
    return failure(Error::Kind::Unsupported,
                   QCoreApplication::translate(
                       "binnacle", "Credentials from the environment can not be changed here."));
}

Result<void> EnvironmentCredentials::remove(const std::string& address)
{
    return write(address, {});
}

} // namespace binnacle
