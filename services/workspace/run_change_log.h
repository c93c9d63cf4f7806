#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace binnacle {

// Which rows of `run` the last commits of this process wrote or removed, so that who keeps runs in
// memory need not read them all again. Every writer of a run's metrics, params, tags or datasets
// touches its row as well: the digest of its summary, or whether edits of it are pending.
// Thread-safe.
class RunChangeLog
{
public:
    struct Changes
    {
        std::optional<std::vector<std::int64_t>> rows; // each once; nullopt: no longer known
        std::uint64_t version = 0;                     // up to here: for the next call
    };
    std::uint64_t version() const;
    Changes since(std::uint64_t version) const;

    // By the writer: rows within its transaction, then how that ended.
    void note(std::int64_t row);
    void finish(bool committed);
    // Another process wrote: what is in memory can not be brought up by this log.
    void forget();

private:
    struct Commit
    {
        std::uint64_t version = 0;
        std::vector<std::int64_t> rows;
    };
    std::vector<std::int64_t> open_; // of the transaction under way
    bool tooMany_ = false;

    mutable std::mutex mutex_;
    std::deque<Commit> commits_;
    std::size_t rows_ = 0; // in commits_
    std::uint64_t version_ = 1;
    std::uint64_t knownSince_ = 1; // the oldest version that since() can answer
};

} // namespace binnacle
