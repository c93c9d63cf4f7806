#include "services/credentials/address_credentials.h"

#include <QByteArray>

#include <algorithm>
#include <cctype>

namespace binnacle {

namespace {

std::string decoded(std::string_view text)
{
    return QByteArray::fromPercentEncoding(
               QByteArray(text.data(), static_cast<qsizetype>(text.size())))
        .toStdString();
}

// Where the host may begin (behind the //) and the last @ before the path: what stands between is
// the login. By hand: parsers disagree about a password with an @ in it, as people write it.
struct Login
{
    std::size_t begin = 0;
    std::size_t at = std::string::npos;
};

Login loginIn(const std::string& address)
{
    const auto slashes = address.find("://");
    if (slashes == std::string::npos)
        return {};
    auto scheme = address.substr(0, slashes);
    scheme.erase(0, scheme.find_first_not_of(" \t\r\n"));
    std::ranges::transform(scheme, scheme.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (scheme != "http" && scheme != "https")
        return {};
    const auto begin = slashes + 3;
    const auto end = std::min(address.find_first_of("/?#", begin), address.size());
    const auto at = address.substr(0, end).rfind('@');
    return {begin, at == std::string::npos || at < begin ? std::string::npos : at};
}

} // namespace

std::optional<Credentials> credentialsInAddress(const std::string& address)
{
    const auto [begin, at] = loginIn(address);
    if (at == std::string::npos || at == begin)
        return std::nullopt;
    const auto login = std::string_view(address).substr(begin, at - begin);
    const auto colon = login.find(':');
    Credentials found;
    found.kind = Credentials::Kind::Basic;
    found.user = decoded(login.substr(0, colon));
    if (colon != std::string_view::npos)
        found.secret = decoded(login.substr(colon + 1));
    return found;
}

std::string withoutCredentials(const std::string& address)
{
    const auto [begin, at] = loginIn(address);
    auto plain = address;
    if (at != std::string::npos)
        plain.erase(begin, at + 1 - begin);
    return plain;
}

} // namespace binnacle
