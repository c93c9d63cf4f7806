#pragma once

#include <QCoroFuture>
#include <QCoroTask>

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <cstdint>
#include <memory>
#include <stop_token>
#include <utility>

namespace binnacle {

// Runs blocking work on a pool. The awaiting thread needs a Qt event loop and is never blocked.
template <class Work>
QCoro::Task<std::invoke_result_t<Work>> onPool(QThreadPool* pool, Work work)
{
    co_return co_await QtConcurrent::run(pool, std::move(work));
}

namespace detail {
template <class T, class Receive>
QCoro::Task<> deliverWhileAlive(QCoro::Task<T> task, QPointer<QObject> guard, Receive receive)
{
    T result = co_await std::move(task);
    if (guard)
        receive(std::move(result));
}
} // namespace detail

// The one way in which models and widgets receive results: `receive(result)` is called on the
// calling thread, unless `guard` is gone by then.
template <class T, class Receive>
void deliver(QCoro::Task<T> task, QObject* guard, Receive receive)
{
    detail::deliverWhileAlive(std::move(task), QPointer<QObject>(guard), std::move(receive));
}

// A place for one request at a time: a new one cancels the older and drops its result.
class LatestOnly
{
public:
    LatestOnly() = default;
    ~LatestOnly() { cancel(); }
    LatestOnly(const LatestOnly&) = delete;
    LatestOnly& operator=(const LatestOnly&) = delete;

    void cancel()
    {
        stop_.request_stop();
        stop_ = std::stop_source();
        ++*turn_;
        busy_ = false;
    }
    bool busy() const { return busy_; }

    // `work(std::stop_token)` runs on the pool; `receive(result)` on the calling thread if nothing
    // newer was asked meanwhile.
    template <class Work, class Receive>
    void run(QThreadPool* pool, QObject* guard, Work work, Receive receive)
    {
        cancel();
        busy_ = true;
        auto turn = *turn_;
        deliver(onPool(pool, [work = std::move(work),
                              stop = stop_.get_token()]() mutable { return work(stop); }),
                guard,
                [this, turn, alive = std::weak_ptr<std::uint64_t>(turn_),
                 receive = std::move(receive)](auto&& result) mutable {
                    const auto now = alive.lock();
                    if (!now || *now != turn)
                        return;
                    busy_ = false;
                    receive(std::forward<decltype(result)>(result));
                });
    }

private:
    std::stop_source stop_;
    std::shared_ptr<std::uint64_t> turn_ = std::make_shared<std::uint64_t>(0);
    bool busy_ = false;
};

} // namespace binnacle
