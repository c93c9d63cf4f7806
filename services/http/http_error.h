#pragma once

#include "services/domain/error.h"
#include "services/http/http_message.h"

#include <curl/curl.h>

#include <chrono>
#include <optional>
#include <string>

namespace binnacle {

// Sentences about a server that did not answer, or answered with no. Each names the server and
// what to do. No header, secret or query of a request is ever part of them.

// `text`: libcurl's error buffer. `limit`: the time that was given.
Error transferError(CURLcode code, const std::string& text, const std::string& url,
                    std::chrono::milliseconds limit);

// For a status of 300 and more. A kind of MLflow that knows more replaces the sentence.
Error statusError(const HttpResponse& response);

// Seconds, or a date, as RFC 9110 has it. Absent: no such header.
std::optional<std::chrono::milliseconds> retryAfter(const HttpResponse& response);

// "https://host:port" for a sentence.
QString serverName(const std::string& url);

} // namespace binnacle
