#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
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
void inParallel(std::size_t count, const Work& work)
{
    std::atomic<std::size_t> next = 0;
    const auto loop = [&] {
        for (std::size_t index = next++; index < count; index = next++)
            work(index);
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(count, parallelThreads()); ++i)
        others.emplace_back(loop);
    loop();
}

} // namespace binnacle
