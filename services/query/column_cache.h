#pragma once

#include "services/query/column_data.h"
#include "services/query/metric_directions.h"
#include "services/query/run_base.h"
#include "services/query/text_digest.h"

#include <QObject>

#include <atomic>
#include <list>
#include <map>
#include <mutex>
#include <span>

namespace binnacle {

using BasePointer = std::shared_ptr<const RunBase>;

// The runs and the columns that were read of the workspace. After a commit they follow it: only
// the runs that it wrote are read, where the workspace still knows which and they are few. Columns
// that were not used for longest leave when together they are greater than the budget. What a
// commit changes is told by WorkspaceEvents: new points of histories leave params and tags alone.
// Thread-safe; blocks while it reads.
class ColumnCache
{
public:
    static constexpr std::size_t defaultBudget = 64U << 20; // bytes

    explicit ColumnCache(std::shared_ptr<Workspace> workspace, std::size_t budget = defaultBudget);
    ~ColumnCache();
    ColumnCache(const ColumnCache&) = delete;
    ColumnCache& operator=(const ColumnCache&) = delete;

    Result<BasePointer> base(std::stop_token stop);
    // In the order asked; those that are missing are read at the same time. Best of a metric of
    // unknown direction is a null pointer: no run has it.
    Result<std::vector<ColumnPointer>>
    columns(const BasePointer& base, std::span<const RunColumn> wanted, std::stop_token stop);
    Result<ColumnPointer> column(const BasePointer& base, const RunColumn& wanted,
                                 std::stop_token stop);
    // What is there already; null: would have to be read.
    ColumnPointer cached(const BasePointer& base, const RunColumn& column);

    Workspace& workspace() { return *workspace_; }
    TextDigests& digests() { return digests_; }
    MetricDirections& directions() { return directions_; }
    std::size_t budget() const { return budget_; }
    std::size_t bytes() const;
    // Grows with every commit that may add, change or remove runs.
    std::uint64_t runsVersion() const { return versions_->runs; }

private:
    // Shared with the listeners: one may run on a writer's thread while the cache goes.
    struct Versions
    {
        std::atomic<std::uint64_t> runs = 1;
        std::atomic<std::uint64_t> histories = 1;
        std::shared_ptr<std::atomic<std::uint64_t>> views =
            std::make_shared<std::atomic<std::uint64_t>>(1);
    };
    struct Entry
    {
        RunColumn column;
        ColumnPointer data;
        std::size_t bytes = 0;
        std::uint64_t histories = 0; // Versions::histories when it was read
        int unused = 0;              // steps of the base since it was asked for
    };
    using Entries = std::list<Entry>; // last used first

    Result<ColumnPointer> load(const BasePointer& base, const RunColumn& column,
                               std::stop_token stop);
    ColumnPointer find(const BasePointer& base, const RunColumn& column);
    void keep(const BasePointer& base, Entry entry);
    void insert(Entry entry);
    void install(BasePointer base, std::uint64_t version, std::uint64_t changes, Entries entries);
    Result<BasePointer> followBase(const BasePointer& old, std::uint64_t version,
                                   const RunChangeLog::Changes& changes, std::stop_token stop);
    Result<Entries> followEntries(const BasePointer& old, const RunBase::Step& step,
                                  std::stop_token stop);

    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<Versions> versions_;
    MetricDirections directions_;
    std::size_t budget_;

    mutable std::mutex mutex_;
    BasePointer base_;
    std::uint64_t baseVersion_ = 0; // Versions::runs when base_ was read
    std::uint64_t baseChanges_ = 0; // RunChangeLog::version() then
    Entries entries_;
    std::map<RunColumn, Entries::iterator> places_;
    std::size_t bytes_ = 0;
    TextDigests digests_;
    std::mutex baseMutex_; // one reader of the base at a time: the others wait for its result

    QObject listener_;
};

} // namespace binnacle
