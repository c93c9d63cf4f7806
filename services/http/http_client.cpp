#include "services/http/http_client.h"

#include "services/http/transfer.h"

#include <algorithm>
#include <mutex>
#include <vector>

namespace binnacle {

namespace {

struct MultiDeleter
{
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using Multi = std::unique_ptr<CURLM, MultiDeleter>;

void initCurlOnce()
{
    static const CURLcode done = curl_global_init(CURL_GLOBAL_ALL);
    static_cast<void>(done);
}

// The transfers of one call. Whatever happens, no handle stays in the multi handle.
class Flight
{
public:
    Flight(CURLM* multi, const HttpOptions& options) : multi_(multi), options_(options) {}
    ~Flight()
    {
        for (const auto& transfer : transfers_) {
            if (!transfer->waitsUntil())
                curl_multi_remove_handle(multi_, transfer->handle());
        }
    }
    Flight(const Flight&) = delete;
    Flight& operator=(const Flight&) = delete;

    int size() const { return static_cast<int>(transfers_.size()); }

    void add(HttpRequest request)
    {
        transfers_.push_back(std::make_unique<Transfer>(options_, std::move(request), count_++));
        curl_multi_add_handle(multi_, transfers_.back()->begin());
    }

    // Hands finished transfers to the sink; waits a little when there are none.
    Result<void> step(const HttpClient::ResponseSink& sink)
    {
        beginWaiting();
        int running = 0;
        curl_multi_perform(multi_, &running);
        int left = 0;
        bool any = false;
        while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            any = true;
            CURL* const handle = message->easy_handle;
            const CURLcode code = message->data.result;
            curl_multi_remove_handle(multi_, handle); // `message` is gone after this
            if (auto done = finished(handle, code)) {
                if (auto taken = sink(done->index(), done->takeResult()); !taken)
                    return taken;
            }
        }
        if (!any)
            curl_multi_poll(multi_, nullptr, 0, pause(), nullptr);
        return {};
    }

private:
    void beginWaiting()
    {
        const auto now = Transfer::Clock::now();
        for (const auto& transfer : transfers_) {
            if (transfer->waitsUntil() && *transfer->waitsUntil() <= now)
                curl_multi_add_handle(multi_, transfer->begin());
        }
    }
    // Milliseconds until the next waiting transfer; a stop request wakes the poll before.
    int pause() const
    {
        auto until = Transfer::Clock::now() + std::chrono::milliseconds(200);
        for (const auto& transfer : transfers_)
            until = std::min(until, transfer->waitsUntil().value_or(until));
        const auto time =
            std::chrono::ceil<std::chrono::milliseconds>(until - Transfer::Clock::now());
        return static_cast<int>(std::max<std::int64_t>(0, time.count()));
    }
    std::unique_ptr<Transfer> finished(CURL* handle, CURLcode code)
    {
        char* owner = nullptr;
        curl_easy_getinfo(handle, CURLINFO_PRIVATE, &owner);
        const auto at = std::ranges::find_if(transfers_, [&](const auto& transfer) {
            return static_cast<void*>(transfer.get()) == static_cast<void*>(owner);
        });
        if (!(*at)->finish(code))
            return nullptr;
        auto done = std::move(*at);
        transfers_.erase(at);
        return done;
    }

    CURLM* multi_;
    const HttpOptions& options_;
    std::vector<std::unique_ptr<Transfer>> transfers_;
    std::size_t count_ = 0;
};

} // namespace

// Multi handles that are not in use, each with its open connections. A multi handle belongs to one
// thread at a time, so every call borrows one.
class HttpClient::Pool
{
public:
    Multi borrow()
    {
        const std::scoped_lock lock(mutex_);
        if (idle_.empty())
            return Multi(curl_multi_init());
        auto multi = std::move(idle_.back());
        idle_.pop_back();
        return multi;
    }
    void giveBack(Multi multi)
    {
        const std::scoped_lock lock(mutex_);
        idle_.push_back(std::move(multi));
    }

private:
    std::mutex mutex_;
    std::vector<Multi> idle_;
};

HttpClient::HttpClient(HttpOptions options)
    : options_(std::move(options)), pool_(std::make_unique<Pool>())
{
    initCurlOnce();
}

HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::send(HttpRequest request, std::stop_token stop)
{
    Result<HttpResponse> answer = failure(cancelledError());
    const auto done = sendMany(
        std::span(&request, 1), 1,
        [&](std::size_t, Result<HttpResponse> response) -> Result<void> {
            answer = std::move(response);
            return {};
        },
        std::move(stop));
    if (!done)
        return failure(done.error());
    return answer;
}

Result<void> HttpClient::sendMany(const RequestSource& next, int maxParallel,
                                  const ResponseSink& sink, std::stop_token stop)
{
    auto multi = pool_->borrow();
    const std::stop_callback wake(stop, [&] { curl_multi_wakeup(multi.get()); });
    Result<void> result;
    {
        Flight flight(multi.get(), options_);
        while (result) {
            if (stop.stop_requested()) {
                result = failure(cancelledError());
                break;
            }
            while (flight.size() < maxParallel) {
                auto request = next();
                if (!request)
                    break;
                flight.add(std::move(*request));
            }
            if (flight.size() == 0)
                break;
            result = flight.step(sink);
        }
    }
    pool_->giveBack(std::move(multi));
    return result;
}

Result<void> HttpClient::sendMany(std::span<const HttpRequest> requests, int maxParallel,
                                  const ResponseSink& sink, std::stop_token stop)
{
    std::size_t taken = 0;
    return sendMany(
        [&]() -> std::optional<HttpRequest> {
            return taken < requests.size() ? std::optional(requests[taken++]) : std::nullopt;
        },
        maxParallel, sink, std::move(stop));
}

} // namespace binnacle
