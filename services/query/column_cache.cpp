#include "services/query/column_cache.h"

#include "services/query/column_loader.h"

#include <future>

namespace binnacle {

namespace {

bool fromHistories(const RunColumn& column)
{
    using Stat = RunColumn::Stat;
    return column.kind == RunColumn::Kind::Metric && column.stat != Stat::Last &&
           column.stat != Stat::LastStep;
}

} // namespace

ColumnCache::ColumnCache(std::shared_ptr<Workspace> workspace, std::size_t budget)
    : workspace_(std::move(workspace))
    , versions_(std::make_shared<Versions>())
    , directions_(workspace_, versions_->views)
    , budget_(budget)
{
    // Direct: the version must have changed when the write returns, on whatever thread that is.
    const auto on = [this](void (WorkspaceEvents::*changed)(), const auto& react) {
        QObject::connect(&workspace_->events(), changed, &listener_, react, Qt::DirectConnection);
    };
    const auto runsChanged = [versions = versions_] { ++versions->runs; };
    on(&WorkspaceEvents::runsChanged, runsChanged);
    on(&WorkspaceEvents::sourcesChanged, runsChanged);
    on(&WorkspaceEvents::outboxChanged, runsChanged);
    on(&WorkspaceEvents::historiesChanged, [versions = versions_] { ++versions->histories; });
    on(&WorkspaceEvents::viewsChanged, [versions = versions_] { ++*versions->views; });
}

ColumnCache::~ColumnCache() = default;

Result<BasePointer> ColumnCache::base(std::stop_token stop)
{
    const std::scoped_lock turn(baseMutex_);
    const auto version = versions_->runs.load();
    {
        const std::scoped_lock lock(mutex_);
        if (base_ && baseVersion_ == version)
            return base_;
    }
    auto loaded = RunBase::load(*workspace_, stop);
    if (!loaded)
        return loaded;
    const std::scoped_lock lock(mutex_);
    base_ = *loaded;
    baseVersion_ = version;
    entries_.clear();
    places_.clear();
    bytes_ = 0;
    return loaded;
}

ColumnPointer ColumnCache::find(const BasePointer& base, const RunColumn& column)
{
    const std::scoped_lock lock(mutex_);
    const auto place = places_.find(column);
    if (base != base_ || place == places_.end())
        return nullptr;
    if (fromHistories(column) && place->second->histories != versions_->histories)
        return nullptr;
    entries_.splice(entries_.begin(), entries_, place->second);
    return place->second->data;
}

void ColumnCache::keep(const BasePointer& base, Entry entry)
{
    const std::scoped_lock lock(mutex_);
    if (base != base_)
        return;
    if (const auto place = places_.find(entry.column); place != places_.end()) {
        bytes_ -= place->second->bytes;
        entries_.erase(place->second);
        places_.erase(place);
    }
    bytes_ += entry.bytes;
    entries_.push_front(std::move(entry));
    places_[entries_.front().column] = entries_.begin();
    while (bytes_ > budget_ && entries_.size() > 1) {
        bytes_ -= entries_.back().bytes;
        places_.erase(entries_.back().column);
        entries_.pop_back();
    }
}

std::size_t ColumnCache::bytes() const
{
    const std::scoped_lock lock(mutex_);
    return bytes_;
}

Result<ColumnPointer> ColumnCache::load(const BasePointer& base, const RunColumn& column,
                                        std::stop_token stop)
{
    const auto histories = versions_->histories.load();
    auto data = loadColumn(*workspace_, *base, column, stop);
    if (data)
        keep(base, {column, *data, bytesOf(**data), histories});
    return data;
}

Result<ColumnPointer> ColumnCache::column(const BasePointer& base, const RunColumn& wanted,
                                          std::stop_token stop)
{
    auto one = columns(base, std::span(&wanted, 1), stop);
    if (!one)
        return failure(one.error());
    return one->front();
}

ColumnPointer ColumnCache::cached(const BasePointer& base, const RunColumn& column)
{
    const auto resolved = directions_.resolved(column);
    return resolved ? find(base, *resolved) : nullptr;
}

Result<std::vector<ColumnPointer>> ColumnCache::columns(const BasePointer& base,
                                                        std::span<const RunColumn> wanted,
                                                        std::stop_token stop)
{
    std::vector<ColumnPointer> found(wanted.size());
    std::vector<std::pair<std::size_t, RunColumn>> missing;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto resolved = directions_.resolved(wanted[i]);
        if (resolved && !(found[i] = find(base, *resolved)))
            missing.emplace_back(i, *resolved);
    }
    // All but the last one are read by helpers, at most three at a time.
    constexpr std::size_t batch = 4;
    for (std::size_t begin = 0; begin < missing.size(); begin += batch) {
        const auto end = std::min(missing.size(), begin + batch);
        std::vector<std::future<Result<ColumnPointer>>> helpers;
        for (auto i = begin; i + 1 < end; ++i) {
            helpers.push_back(std::async(std::launch::async,
                                         [&, i] { return load(base, missing[i].second, stop); }));
        }
        auto last = load(base, missing[end - 1].second, stop);
        std::vector<Result<ColumnPointer>> results;
        results.reserve(end - begin);
        for (auto& helper : helpers)
            results.push_back(helper.get());
        results.push_back(std::move(last));
        for (std::size_t i = 0; i < results.size(); ++i) {
            if (!results[i])
                return failure(results[i].error());
            found[missing[begin + i].first] = *results[i];
        }
    }
    return found;
}

} // namespace binnacle
