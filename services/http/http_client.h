#pragma once

#include "services/http/http_message.h"
#include "services/http/http_options.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>

namespace binnacle {

// The `detail` of the Error of an answer that is larger than HttpOptions::maxResponseBytes.
inline const QString answerTooLarge = QStringLiteral("answer too large");

// HTTP over libcurl. Calls block and are for worker threads; any number of threads may call at
// once. Connections are kept and used again. An answer of any status is a response; no answer is
// an Error (Network: worth a retry later; Auth: TLS trust; Invalid; Cancelled). A stop request
// ends a call at once, also while it waits for its next try.
class HttpClient
{
public:
    // The next request, or nothing (more may come after an answer was handled).
    using RequestSource = std::function<std::optional<HttpRequest>()>;
    // `index` counts the requests in the order in which they were taken. An error ends the call.
    using ResponseSink = std::function<Result<void>(std::size_t index, Result<HttpResponse>)>;
    using ByteProgress = std::function<void(std::int64_t done, std::int64_t total)>; // total -1: ?

    explicit HttpClient(HttpOptions options);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    const HttpOptions& options() const { return options_; }

    Result<HttpResponse> send(HttpRequest request, std::stop_token stop);

    // Up to `maxParallel` requests at a time. Source and sink are called on the calling thread.
    Result<void> sendMany(const RequestSource& next, int maxParallel, const ResponseSink& sink,
                          std::stop_token stop);
    Result<void> sendMany(std::span<const HttpRequest> requests, int maxParallel,
                          const ResponseSink& sink, std::stop_token stop);

    // Writes a file in constant memory. Goes on behind what `destination` holds already, if the
    // server can; a file whose content the server no longer has is written anew. Connections that
    // break are taken up again, as often as options().retries without a byte gained.
    Result<void> download(HttpRequest request, const std::filesystem::path& destination,
                          const ByteProgress& progress, std::stop_token stop);

private:
    class Pool;
    HttpOptions options_;
    std::unique_ptr<Pool> pool_;
};

} // namespace binnacle
