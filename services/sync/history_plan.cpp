#include "services/sync/history_plan.h"

namespace binnacle {

namespace {

constexpr std::size_t planSize = 16384;

std::string nameOf(const SeriesToFetch& series)
{
    return series.request.runId + '\n' + series.request.metricKey;
}

} // namespace

HistoryPlan::HistoryPlan(HistoryStore store, SourceId source, MirrorPass::Urgent urgent,
                         std::function<Result<void>()> settle)
    : store_(std::move(store))
    , source_(source)
    , urgent_(std::move(urgent))
    , settle_(std::move(settle))
{
}

Result<std::vector<SeriesToFetch>> HistoryPlan::next(std::size_t limit)
{
    auto first = urgent_ ? urgent_() : std::vector<RunRowId>{};
    const bool jumped = first != first_;
    first_ = std::move(first);
    if (!filled_ || queue_.empty() || (jumped && !first_.empty())) {
        if (auto filled = refill(); !filled)
            return failure(filled.error());
    }
    std::vector<SeriesToFetch> batch;
    while (batch.size() < limit && !queue_.empty()) {
        asked_.insert(nameOf(queue_.front()));
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return batch;
}

Result<void> HistoryPlan::refill()
{
    if (auto settled = settle_(); !settled)
        return settled;
    queue_.clear();
    filled_ = true;
    for (;;) {
        const std::size_t limit = planSize + stale_.size();
        auto missing = store_.missing(source_, first_, limit);
        if (!missing)
            return failure(missing.error());
        for (auto& series : *missing) {
            const auto name = nameOf(series);
            if (asked_.contains(name))
                stale_.insert(name);
            if (!stale_.contains(name))
                queue_.push_back(std::move(series));
        }
        // Behind a full answer of nothing but stale histories there may be others.
        if (!queue_.empty() || missing->size() < limit)
            break;
    }
    asked_.clear();
    return {};
}

} // namespace binnacle
