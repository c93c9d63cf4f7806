#pragma once

#include <string>

namespace binnacle {

// How a server is entered. The secret is kept in the keychain or comes from the environment; it
// is never written to a file, a log or an error.
struct Credentials
{
    enum class Kind { None, Basic, Bearer };
    Kind kind = Kind::None;
    std::string user;   // Basic
    std::string secret; // password or token

    std::string caFile;         // PEM: certificates of a private authority; empty: the system's
    std::string clientCertFile; // PEM with certificate and key; empty: none
    bool insecureTls = false;   // any certificate is taken

    bool operator==(const Credentials&) const = default;
};

} // namespace binnacle
