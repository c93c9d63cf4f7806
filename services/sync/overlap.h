#pragma once

#include "services/domain/result.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace binnacle {

// A bounded queue from one thread that fetches to one that writes.
template <class Item>
class HandOver
{
public:
    explicit HandOver(std::size_t capacity) : capacity_(capacity) {}

    // Waits while the queue is full. Cancelled: the other side wants no more.
    Result<void> give(Item item)
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return abandoned_ || items_.size() < capacity_; });
        if (abandoned_)
            return failure(cancelledError());
        items_.push_back(std::move(item));
        changed_.notify_all();
        return {};
    }

    // Waits until all that was given has been dealt with.
    Result<void> drain()
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return abandoned_ || (items_.empty() && !busy_); });
        if (abandoned_)
            return failure(cancelledError());
        return {};
    }

    void close() { set(closed_); }
    void abandon() { set(abandoned_); }

    // The next item, or nullopt after `patience`. Asking again says that the last one is done.
    std::optional<Item> take(std::chrono::milliseconds patience)
    {
        std::unique_lock lock(mutex_);
        busy_ = false;
        changed_.notify_all();
        changed_.wait_for(lock, patience, [&] { return closed_ || !items_.empty(); });
        if (items_.empty())
            return std::nullopt;
        std::optional<Item> item(std::move(items_.front()));
        items_.pop_front();
        busy_ = true;
        changed_.notify_all();
        return item;
    }

    bool finished() const
    {
        const std::scoped_lock lock(mutex_);
        return closed_ && items_.empty();
    }

private:
    void set(bool& flag)
    {
        const std::scoped_lock lock(mutex_);
        flag = true;
        changed_.notify_all();
    }

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Item> items_;
    bool busy_ = false;
    bool closed_ = false;
    bool abandoned_ = false;
};

// Fetches on a thread of its own while the calling thread writes: `fetch(queue, stop)` gives items
// to the queue, `write(item)` is called here for each in order, `idle()` here about ten times a
// second. The first failure of either side ends both; that of `write` wins, for the other one is
// its consequence.
template <class Item, class Fetch, class Write, class Idle>
Result<void> overlap(std::size_t capacity, Fetch fetch, Write write, Idle idle,
                     const std::stop_token& stop)
{
    HandOver<Item> queue(capacity);
    std::stop_source inner;
    const std::stop_callback passOn(stop, [&] {
        inner.request_stop();
        queue.abandon();
    });
    Result<void> fetched;
    std::jthread fetcher([&] {
        fetched = fetch(queue, inner.get_token());
        queue.close();
    });

    Result<void> written;
    while (written && !queue.finished()) {
        if (auto item = queue.take(std::chrono::milliseconds(100)))
            written = write(std::move(*item));
        idle();
        if (stop.stop_requested())
            break;
    }
    inner.request_stop();
    queue.abandon();
    fetcher.join();
    if (!written)
        return written;
    if (stop.stop_requested())
        return failure(cancelledError());
    return fetched;
}

} // namespace binnacle
