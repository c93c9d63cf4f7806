#pragma once

#include "services/http/http_message.h"
#include "services/http/http_options.h"

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <fstream>
#include <memory>
#include <optional>

namespace binnacle {

// One request on its way: its tries, its redirects and its answer. Belongs to the thread that
// drives it; `options` and the request outlive it.
class Transfer
{
public:
    using Clock = std::chrono::steady_clock;

    Transfer(const HttpOptions& options, HttpRequest request, std::size_t index);

    std::size_t index() const { return index_; }
    // Set while the next try waits for its time.
    std::optional<Clock::time_point> waitsUntil() const { return waitsUntil_; }

    // The handle for the next try, ready for a multi handle.
    CURL* begin();
    CURL* handle() const { return easy_.get(); }
    // The try ended. True: result() holds the answer; false: there is another try to begin.
    bool finish(CURLcode code);
    Result<HttpResponse> takeResult() { return std::move(*result_); }

private:
    struct ListDeleter
    {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };

    static std::size_t onData(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t onRead(char* target, std::size_t size, std::size_t count, void* self);
    static int onSeek(void* self, curl_off_t offset, int origin);
    bool take(std::string_view piece);
    void setMethod();
    void setBodyFile();
    void setHeaders(bool trusted);
    void setTls(bool trusted);
    void setTimes();
    bool end(Result<HttpResponse> result);
    bool tryAgain(std::chrono::milliseconds pause);
    std::chrono::milliseconds usualPause() const;
    bool followRedirect(const std::string& location);
    int status() const;

    const HttpOptions& options_;
    HttpRequest request_;
    std::size_t index_;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy_;
    std::unique_ptr<curl_slist, ListDeleter> headers_;
    std::array<char, CURL_ERROR_SIZE> errorText_{};
    std::string url_; // of this try
    HttpResponse response_;
    std::optional<Error> stopped_; // why we ended the transfer ourselves
    int tries_ = 0;
    int redirects_ = 0;
    std::ifstream bodyFile_;
    std::int64_t sent_ = 0;
    bool streamed_ = false; // a part of the body was handed over: no other try
    std::optional<Clock::time_point> waitsUntil_;
    std::optional<Result<HttpResponse>> result_;
};

} // namespace binnacle
