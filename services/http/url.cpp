#include "services/http/url.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <memory>

namespace binnacle {

namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(CURLU* url, CURLUPart what, unsigned int flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url, what, &text, flags) != CURLUE_OK)
        return {};
    std::string result = text;
    curl_free(text);
    return result;
}

Url parsed(const std::string& text)
{
    Url url(curl_url(), &curl_url_cleanup);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
        return {nullptr, &curl_url_cleanup};
    const auto scheme = part(url.get(), CURLUPART_SCHEME);
    if ((scheme != "http" && scheme != "https") || part(url.get(), CURLUPART_HOST).empty())
        return {nullptr, &curl_url_cleanup};
    return url;
}

std::string lowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

} // namespace

std::optional<std::string> originOf(const std::string& url)
{
    const auto parts = parsed(url);
    if (!parts)
        return std::nullopt;
    return part(parts.get(), CURLUPART_SCHEME) + "://" +
           lowerCase(part(parts.get(), CURLUPART_HOST)) + ':' +
           part(parts.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

std::optional<std::string> plainAddress(const std::string& url)
{
    const auto parts = parsed(url);
    if (!parts)
        return std::nullopt;
    auto result =
        part(parts.get(), CURLUPART_SCHEME) + "://" + lowerCase(part(parts.get(), CURLUPART_HOST));
    if (const auto port = part(parts.get(), CURLUPART_PORT, CURLU_NO_DEFAULT_PORT); !port.empty())
        result += ':' + port;
    result += part(parts.get(), CURLUPART_PATH);
    while (result.back() == '/')
        result.pop_back();
    return result;
}

std::optional<std::string> resolveLocation(const std::string& base, const std::string& location)
{
    const auto url = parsed(base);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, location.c_str(), 0) != CURLUE_OK)
        return std::nullopt;
    const auto result = part(url.get(), CURLUPART_URL);
    return parsed(result) ? std::optional(result) : std::nullopt;
}

std::string percentEncoded(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            result += c;
        } else {
            result += '%';
            result += digits[byte >> 4];
            result += digits[byte & 15];
        }
    }
    return result;
}

bool isLoopback(const std::string& url)
{
    const auto parts = parsed(url);
    const auto host = parts ? lowerCase(part(parts.get(), CURLUPART_HOST)) : std::string();
    return host == "localhost" || host.starts_with("127.") || host == "[::1]";
}

} // namespace binnacle
