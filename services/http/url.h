#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace binnacle {

// Addresses, by libcurl's own parser, so that what is compared is what is called.

// "https://host:8443": scheme, host in lower case, port always written. Absent: no http(s) address.
std::optional<std::string> originOf(const std::string& url);

// The address in its stable form: no user, password, query, fragment or slash at the end; a usual
// port left out. Absent: no http(s) address.
std::optional<std::string> plainAddress(const std::string& url);

// What `location` means on the page `base`. Absent: not an address.
std::optional<std::string> resolveLocation(const std::string& base, const std::string& location);

// For a value in a query or one step of a path: everything but A-Z a-z 0-9 - . _ ~ is escaped.
std::string percentEncoded(std::string_view text);

bool isLoopback(const std::string& url);

} // namespace binnacle
