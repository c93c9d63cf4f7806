#include "services/query/column_cache.h"

#include "services/query/cell_reader.h"
#include "services/query/column_carry.h"
#include "services/query/column_loader.h"

#include <algorithm>
#include <future>

namespace binnacle {

namespace {

constexpr int stepsUnused = 8; // after as many a column that nobody asks for is left behind

// A look-up costs as much as some sixty rows of a scan.
bool worthFollowing(std::size_t changed, std::size_t runs)
{
    return changed <= 64 + runs / 64;
}

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
    BasePointer old;
    {
        const std::scoped_lock lock(mutex_);
        if (base_ && baseVersion_ == version)
            return base_;
        old = base_;
    }
    // What commits from here on is in the log behind this point, and may be read twice.
    const auto changes = workspace_->runChanges().since(baseChanges_);
    if (old && changes.rows && worthFollowing(changes.rows->size(), old->size())) {
        auto followed = followBase(old, version, changes, stop);
        if (!followed || *followed)
            return followed;
    }
    auto loaded = RunBase::load(*workspace_, stop);
    if (!loaded)
        return loaded;
    digests_.clear();
    install(*loaded, version, changes.version, {});
    return loaded;
}

void ColumnCache::install(BasePointer base, std::uint64_t version, std::uint64_t changes,
                          Entries entries)
{
    const std::scoped_lock lock(mutex_);
    base_ = std::move(base);
    baseVersion_ = version;
    baseChanges_ = changes;
    entries_.clear();
    places_.clear();
    bytes_ = 0;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
        insert(std::move(*entry));
}

// A null pointer: it has to be loaded.
Result<BasePointer> ColumnCache::followBase(const BasePointer& old, std::uint64_t version,
                                            const RunChangeLog::Changes& changes,
                                            std::stop_token stop)
{
    const auto step = RunBase::follow(old, *changes.rows, *workspace_, stop);
    if (!step)
        return failure(step.error());
    if (!*step)
        return BasePointer();
    if ((*step)->base == old) {
        const std::scoped_lock lock(mutex_);
        baseVersion_ = version;
        baseChanges_ = changes.version;
        return old;
    }
    auto entries = followEntries(old, **step, stop);
    if (!entries)
        return failure(entries.error());
    if (const auto added = digests_.add(*workspace_, *changes.rows, stop); !added)
        return failure(added.error());
    install((*step)->base, version, changes.version, std::move(*entries));
    return (*step)->base;
}

Result<ColumnCache::Entries>
ColumnCache::followEntries(const BasePointer& old, const RunBase::Step& step, std::stop_token stop)
{
    Entries entries;
    std::vector<RunColumn> columns;
    {
        const std::scoped_lock lock(mutex_);
        for (const auto& entry : entries_) {
            const bool stale =
                fromHistories(entry.column) && entry.histories != versions_->histories;
            if (old != base_ || stale || entry.unused >= stepsUnused || !canFollow(entry.column))
                continue;
            columns.push_back(entry.column);
            entries.push_back(entry);
            ++entries.back().unused;
        }
    }
    std::vector<RunRowId> rows;
    for (const auto at : step.written)
        rows.push_back(step.base->row(at));
    const auto read = lookUpCells(*workspace_, directions_, rows, columns, stop);
    if (!read)
        return failure(read.error());
    if (read->size() != rows.size())
        return Entries(); // a later commit removed one of them
    std::size_t column = 0;
    for (auto entry = entries.begin(); entry != entries.end(); ++column) {
        std::vector<const RunCell*> cells;
        for (const auto& row : *read)
            cells.push_back(&row.cells[column]);
        entry->data = followColumn(*entry->data, step, cells);
        if (stop.stop_requested())
            return failure(cancelledError());
        if (!entry->data) {
            entry = entries.erase(entry);
            continue;
        }
        entry->bytes = bytesOf(*entry->data);
        ++entry;
    }
    return entries;
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
    place->second->unused = 0;
    return place->second->data;
}

void ColumnCache::keep(const BasePointer& base, Entry entry)
{
    const std::scoped_lock lock(mutex_);
    if (base == base_)
        insert(std::move(entry));
}

void ColumnCache::insert(Entry entry)
{
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
