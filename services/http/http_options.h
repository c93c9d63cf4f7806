#pragma once

#include "services/credentials/credentials.h"
#include "services/domain/run.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace binnacle {

// How one server is spoken to.
struct HttpOptions
{
    // Credentials, the client certificate and `headers` go to this server only (scheme, host and
    // port), wherever a redirect leads.
    std::string server;
    Credentials credentials;
    std::vector<KeyValue> headers;

    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds stallTimeout{90'000}; // no byte for so long; whole seconds
    std::chrono::milliseconds totalTimeout{300'000};

    int retries = 2;                                // after the first try
    std::chrono::milliseconds firstPause{500};      // doubled with each further try
    std::chrono::milliseconds longestPause{30'000}; // a longer Retry-After is not waited for

    std::size_t maxResponseBytes = std::size_t(256) << 20; // decoded; not for streamed bodies
    int maxRedirects = 5;
    std::string userAgent = "Binnacle";
};

} // namespace binnacle
