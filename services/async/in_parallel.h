#pragma once

#include "services/domain/result.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace binnacle {

// How many threads one piece of work may be spread over.
inline std::size_t parallelThreads()
{
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
}

// Calls `work(index)` for 0 … count - 1 from several threads, this one among them, and comes back
// when all are done. For work that is bound by the processor, from a thread of a pool: never from
// the GUI thread. `work` throws nothing.
template <class Work>
void inParallel(std::size_t count, const Work& work, std::size_t threads = parallelThreads())
{
    std::atomic<std::size_t> next = 0;
    const auto loop = [&] {
        for (std::size_t index = next++; index < count; index = next++)
            work(index);
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(count, threads); ++i)
        others.emplace_back(loop);
    loop();
}

// The same for work that can fail: nothing new is begun behind an error, and the first is given
// back.
template <class Work>
Result<void> tryInParallel(std::size_t count, const Work& work,
                           std::size_t threads = parallelThreads())
{
    std::mutex mutex;
    std::optional<Error> first;
    std::atomic<bool> failed = false;
    const auto one = [&](std::size_t index) {
        if (failed)
            return;
        auto done = work(index);
        if (done)
            return;
        const std::scoped_lock lock(mutex);
        if (!first)
            first = std::move(done.error());
        failed = true;
    };
    inParallel(count, one, threads);
    return first ? failure(std::move(*first)) : Result<void>{};
}

} // namespace binnacle
