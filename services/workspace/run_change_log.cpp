#include "services/workspace/run_change_log.h"

#include <algorithm>

namespace binnacle {

namespace {
constexpr std::size_t rowsKept = 50'000; // more at once are read anew
}

std::uint64_t RunChangeLog::version() const
{
    const std::scoped_lock lock(mutex_);
    return version_;
}

RunChangeLog::Changes RunChangeLog::since(std::uint64_t version) const
{
    const std::scoped_lock lock(mutex_);
    Changes changes;
    changes.version = version_;
    if (version < knownSince_)
        return changes;
    auto& rows = changes.rows.emplace();
    for (const auto& commit : commits_) {
        if (commit.version > version)
            rows.insert(rows.end(), commit.rows.begin(), commit.rows.end());
    }
    std::ranges::sort(rows);
    const auto again = std::ranges::unique(rows);
    rows.erase(again.begin(), again.end());
    return changes;
}

void RunChangeLog::note(std::int64_t row)
{
    // A run is often written several times in a row.
    if (tooMany_ || (!open_.empty() && open_.back() == row))
        return;
    if (open_.size() == rowsKept)
        tooMany_ = true;
    else
        open_.push_back(row);
}

void RunChangeLog::finish(bool committed)
{
    if (committed && tooMany_)
        forget();
    if (committed && !tooMany_ && !open_.empty()) {
        const std::scoped_lock lock(mutex_);
        rows_ += open_.size();
        commits_.push_back({++version_, std::move(open_)});
        while (rows_ > rowsKept) {
            rows_ -= commits_.front().rows.size();
            knownSince_ = commits_.front().version;
            commits_.pop_front();
        }
    }
    open_.clear();
    tooMany_ = false;
}

void RunChangeLog::forget()
{
    const std::scoped_lock lock(mutex_);
    knownSince_ = ++version_;
    commits_.clear();
    rows_ = 0;
}

} // namespace binnacle
