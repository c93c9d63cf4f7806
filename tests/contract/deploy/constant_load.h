#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace binnacle::contract {

// Callers of a model on 127.0.0.1: each sends a body, waits for the answer, then a moment, and
// begins again; at most for `mostRequests` each. Stopped with the object.
class ConstantLoad
{
public:
    struct Tally
    {
        int requests = 0;
        int failed = 0;                    // no answer, or a status of 400 and more
        std::map<std::string, int> bodies; // each answer, how often it came
        std::string lastFailure;
    };

    ConstantLoad(std::string url, std::vector<std::string> bodies, int callers, int pauseMs);
    ~ConstantLoad();
    Tally takeTally(); // since the last call
    int requests();    // in the tally so far

private:
    void call(const std::stop_token& stop, int caller);

    static constexpr int mostRequests = 20'000;
    std::string url_;
    std::vector<std::string> bodies_;
    int pauseMs_;
    std::mutex mutex_;
    Tally tally_;
    std::vector<std::jthread> callers_;
};

} // namespace binnacle::contract
