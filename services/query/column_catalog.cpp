#include "services/query/column_catalog.h"

#include "services/query/column_loader.h"
#include "services/query/scan.h"
#include "services/query/text_match.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace binnacle {

namespace {

constexpr std::size_t keptAnswers = 32;
// Index entries that are read of each table for one list: some 10 ms.
constexpr std::int64_t entryBudget = 150'000;
constexpr std::size_t probedRuns = 8;

struct Table
{
    RunColumn::Kind kind;
    std::int64_t keyKind;
    const char* keysOfRun; // by the index on run
    const char* nextRun;   // the first run from ?2 on that has key ?1
};
constexpr std::array<Table, 3> tables = {{
    {RunColumn::Kind::Metric, metricKeys, "SELECT key FROM metric WHERE run = ?",
     "SELECT run FROM metric WHERE key = ?1 AND run >= ?2 ORDER BY run LIMIT 1"},
    {RunColumn::Kind::Param, paramKeys, "SELECT key FROM param WHERE run = ?",
     "SELECT run FROM param WHERE key = ?1 AND run >= ?2 ORDER BY run LIMIT 1"},
    {RunColumn::Kind::Tag, tagKeys, "SELECT key FROM tag WHERE run = ?",
     "SELECT run FROM tag WHERE key = ?1 AND run >= ?2 ORDER BY run LIMIT 1"},
}};

using Counts = std::unordered_map<std::int64_t, std::int64_t>;

class Counter
{
public:
    Counter(SQLite::Database& db, std::vector<std::int64_t> rows, const std::stop_token& stop)
        : db_(db), rows_(std::move(rows)), stop_(stop)
    {
        std::ranges::sort(rows_);
    }

    Result<std::vector<ColumnInfo>> count()
    {
        std::vector<ColumnInfo> infos;
        for (const auto& table : tables) {
            const auto counted = countTable(table, infos);
            if (!counted)
                return failure(counted.error());
        }
        countDatasets(infos);
        std::ranges::stable_sort(infos, [](const ColumnInfo& a, const ColumnInfo& b) {
            return a.runs != b.runs ? a.runs > b.runs : a.column < b.column;
        });
        return infos;
    }

private:
    Result<void> countTable(const Table& table, std::vector<ColumnInfo>& infos)
    {
        const auto stride = strideFor(table);
        Counts counts;
        std::int64_t sampled = 0;
        Scan keys(db_, table.keysOfRun);
        for (std::size_t i = 0; i < rows_.size(); i += stride, ++sampled) {
            if (stop_.stop_requested())
                return failure(cancelledError());
            keys.bind(1, rows_[i]);
            while (keys.next())
                ++counts[keys.integer(0)];
        }
        Scan names(db_, "SELECT id, name FROM key WHERE kind = ?");
        names.bind(1, table.keyKind);
        Scan nextRun(db_, table.nextRun);
        while (names.next()) {
            if (stop_.stop_requested())
                return failure(cancelledError());
            const auto id = names.integer(0);
            const auto found = counts.find(id);
            ColumnInfo info{{table.kind, std::string(names.text(1)), {}}, 0, stride > 1};
            if (found != counts.end())
                info.runs = scaled(found->second, sampled);
            else if (stride > 1 && occurs(nextRun, id))
                info.runs = 1;
            if (info.runs > 0)
                infos.push_back(std::move(info));
        }
        return {};
    }

    void countDatasets(std::vector<ColumnInfo>& infos)
    {
        Scan runs(db_, "SELECT DISTINCT run FROM run_dataset");
        std::int64_t count = 0;
        while (runs.next())
            count += std::ranges::binary_search(rows_, runs.integer(0)) ? 1 : 0;
        if (count == 0)
            return;
        for (const char* name : {"name", "digest", "context"})
            infos.push_back({{RunColumn::Kind::Dataset, name, {}}, count, false});
    }

    std::int64_t scaled(std::int64_t count, std::int64_t sampled) const
    {
        const auto all = static_cast<double>(rows_.size());
        return std::llround(static_cast<double>(count) * all / static_cast<double>(sampled));
    }

    // Every how many runs one is counted: by the number of keys that a few of them have.
    std::size_t strideFor(const Table& table)
    {
        if (rows_.empty())
            return 1;
        Scan keys(db_, table.keysOfRun);
        const auto step = std::max<std::size_t>(1, rows_.size() / probedRuns);
        std::int64_t probes = 0;
        std::int64_t entries = 0;
        for (std::size_t i = 0; i < rows_.size(); i += step, ++probes) {
            keys.bind(1, rows_[i]);
            while (keys.next())
                ++entries;
        }
        // A run costs a seek even without keys.
        const auto expected = (entries / probes + 4) * static_cast<std::int64_t>(rows_.size());
        return static_cast<std::size_t>((expected + entryBudget - 1) / entryBudget);
    }

    // Leaps between the runs with this key and the runs of the scope until they meet.
    bool occurs(Scan& nextRun, std::int64_t key)
    {
        auto row = rows_.begin();
        while (row != rows_.end()) {
            nextRun.bind(1, key).bind(2, *row);
            if (!nextRun.next())
                return false;
            const auto run = nextRun.integer(0);
            nextRun.rewind();
            row = std::lower_bound(row, rows_.end(), run);
            if (row != rows_.end() && *row == run)
                return true;
        }
        return false;
    }

    SQLite::Database& db_;
    std::vector<std::int64_t> rows_;
    const std::stop_token& stop_;
};

} // namespace

Result<ColumnCatalog::List> ColumnCatalog::list(const RunQuery& scope, const std::stop_token& stop)
{
    const auto version = cache_.runsVersion();
    {
        const std::scoped_lock lock(mutex_);
        if (version_ != version)
            answers_.clear();
        version_ = version;
        const auto found = std::ranges::find(answers_, scope, &Answer::scope);
        if (found != answers_.end()) {
            answers_.splice(answers_.begin(), answers_, found);
            return answers_.front().list;
        }
    }
    const auto base = cache_.base(stop);
    if (!base)
        return failure(base.error());
    std::vector<std::int64_t> rows;
    (*base)->scope(scope).forEach([&](std::size_t at) { rows.push_back(raw((*base)->row(at))); });
    auto counted =
        cache_.workspace().read([&](SQLite::Database& db) -> Result<std::vector<ColumnInfo>> {
            return Counter(db, std::move(rows), stop).count();
        });
    if (!counted)
        return failure(counted.error());
    auto list = std::make_shared<const std::vector<ColumnInfo>>(std::move(*counted));
    const std::scoped_lock lock(mutex_);
    if (version_ == version) {
        answers_.push_front({scope, list});
        if (answers_.size() > keptAnswers)
            answers_.pop_back();
    }
    return list;
}

Result<std::vector<ColumnInfo>> ColumnCatalog::columns(const RunQuery& scope,
                                                       const std::string& containing,
                                                       const std::stop_token& stop)
{
    RunQuery plain; // what else the query says does not change the list
    plain.sources = scope.sources;
    plain.experiments = scope.experiments;
    plain.lifecycle = scope.lifecycle;
    const auto all = list(plain, stop);
    if (!all)
        return failure(all.error());
    if (containing.empty())
        return **all;
    const WordFinder finder(containing);
    std::vector<ColumnInfo> matching;
    for (const auto& info : **all) {
        if (finder.in(info.column.name))
            matching.push_back(info);
    }
    return matching;
}

} // namespace binnacle
