#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace binnacle {

// What a worker found so far, for whom it works to fetch now and then: so that a thousand small
// findings do not become a thousand events. Thread-safe.
template <class T>
class Mailbox
{
public:
    void put(T letter)
    {
        const std::scoped_lock lock(mutex_);
        letters_.push_back(std::move(letter));
    }
    std::vector<T> take()
    {
        const std::scoped_lock lock(mutex_);
        return std::exchange(letters_, {});
    }

private:
    std::mutex mutex_;
    std::vector<T> letters_;
};

} // namespace binnacle
