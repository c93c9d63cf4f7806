#include "tests/contract/deploy/constant_load.h"

#include "services/http/http_client.h"

#include <condition_variable>

namespace binnacle::contract {

ConstantLoad::ConstantLoad(std::string url, std::vector<std::string> bodies, int callers,
                           int pauseMs)
    : url_(std::move(url)), bodies_(std::move(bodies)), pauseMs_(pauseMs)
{
    for (int i = 0; i < callers; ++i)
        callers_.emplace_back([this, i](const std::stop_token& stop) { call(stop, i); });
}

ConstantLoad::~ConstantLoad()
{
    for (auto& caller : callers_)
        caller.request_stop();
}

ConstantLoad::Tally ConstantLoad::takeTally()
{
    const std::scoped_lock lock(mutex_);
    return std::exchange(tally_, {});
}

int ConstantLoad::requests()
{
    const std::scoped_lock lock(mutex_);
    return tally_.requests;
}

void ConstantLoad::call(const std::stop_token& stop, int caller)
{
    HttpOptions options;
    options.server = url_;
    options.retries = 0; // each failure is one that a caller meets
    HttpClient client(options);
    std::mutex pauseMutex;
    std::condition_variable_any woken;
    auto next = static_cast<std::size_t>(caller);
    for (int i = 0; i < mostRequests && !stop.stop_requested(); ++i) {
        const auto answer =
            client.send(HttpRequest::postJson(url_, bodies_[next++ % bodies_.size()], false), stop);
        if (stop.stop_requested())
            return;
        {
            const std::scoped_lock lock(mutex_);
            ++tally_.requests;
            if (answer && answer->ok()) {
                ++tally_.bodies[answer->body];
            } else {
                ++tally_.failed;
                tally_.lastFailure =
                    answer ? std::to_string(answer->status) + " " + answer->body.substr(0, 200)
                           : answer.error().message.toStdString();
            }
        }
        std::unique_lock lock(pauseMutex);
        woken.wait_for(lock, stop, std::chrono::milliseconds(pauseMs_), [] { return false; });
    }
}

} // namespace binnacle::contract
