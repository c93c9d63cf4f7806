#pragma once

#include "services/domain/result.h"
#include "services/domain/run.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

struct HttpResponse
{
    int status = 0;
    std::vector<KeyValue> headers; // names in lower case
    std::string body;              // decoded; empty when it was streamed
    std::string url;               // the last one, after redirects

    const std::string* header(std::string_view name) const { return findValue(headers, name); }
    bool ok() const { return status >= 200 && status < 300; }
};

struct HttpRequest
{
    enum class Method { Get, Post, Patch, Put, Delete };

    Method method = Method::Get;
    std::string url;
    std::vector<KeyValue> headers;
    std::string body;
    std::string contentType = "application/json"; // of `body`
    // When set, this file is the body, as application/octet-stream and in constant memory: it is
    // read as it is sent. `onSent` tells how many bytes went, on the thread of the call.
    std::filesystem::path bodyFile;
    std::function<void(std::int64_t sent)> onSent;
    // The same call again does no harm: it is tried again after network errors, 408, 429, 5xx.
    bool repeatable = true;
    bool compressed = true; // false: the bytes as they are on the server
    // Absent: the client's limit for a whole answer. Zero: none (a stalled transfer still ends).
    std::optional<std::chrono::milliseconds> timeout;
    // When set, the body of a 2xx answer is handed over in pieces instead of being collected.
    // `head` has no body. An error ends the transfer with it.
    std::function<Result<void>(const HttpResponse& head, std::string_view piece)> onBody;

    static HttpRequest get(std::string url);
    // `repeatable`: true for searches, which MLflow makes by POST.
    // PUT of a file; no limit for the whole transfer.
    static HttpRequest putFile(std::string url, std::filesystem::path file);
    static HttpRequest postJson(std::string url, std::string body, bool repeatable);
};

} // namespace binnacle
