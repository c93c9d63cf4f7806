#include "services/query/run_base.h"

#include "services/query/scan.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace binnacle {

namespace {
constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();
}

// The runs as they lie in the table, with the run ids that their order needs.
struct RunBase::Draft
{
    struct Entry
    {
        std::int64_t row;
        std::int64_t start;
        std::int64_t end;
        std::uint32_t experiment;
        std::uint8_t status;
        std::uint8_t lifecycle;
    };
    std::vector<Entry> entries;
    std::string ids;
    std::vector<std::uint32_t> idStarts{0};

    std::string_view id(std::uint32_t at) const
    {
        return std::string_view(ids).substr(idStarts[at], idStarts[at + 1] - idStarts[at]);
    }
};

Result<std::shared_ptr<const RunBase>> RunBase::load(Workspace& workspace, std::stop_token stop)
{
    auto base = std::make_shared<RunBase>();
    Draft draft;
    const auto read = workspace.read([&](SQLite::Database& db) -> Result<void> {
        std::unordered_map<std::int64_t, std::uint32_t> places;
        Scan experiments(db, "SELECT e.id, e.source, e.experiment_id, e.name, s.name "
                             "FROM experiment e JOIN source s ON s.id = e.source");
        while (experiments.next()) {
            places.emplace(experiments.integer(0),
                           static_cast<std::uint32_t>(base->experiments_.size()));
            base->experiments_.push_back(
                {ExperimentRowId{experiments.integer(0)}, SourceId{experiments.integer(1)},
                 std::string(experiments.text(2)), std::string(experiments.text(3)),
                 std::string(experiments.text(4))});
        }
        Scan runs(db, "SELECT id, experiment, run_id, status, lifecycle, start_time, end_time "
                      "FROM run");
        while (runs.next()) {
            if (draft.entries.size() % 8192 == 0 && stop.stop_requested())
                return failure(cancelledError());
            const auto place = places.find(runs.integer(1));
            if (place == places.end())
                continue;
            draft.entries.push_back({runs.integer(0), runs.isNull(5) ? noTime : runs.integer(5),
                                     runs.isNull(6) ? noTime : runs.integer(6), place->second,
                                     static_cast<std::uint8_t>(runs.integer(3)),
                                     static_cast<std::uint8_t>(runs.integer(4))});
            draft.ids += runs.text(2);
            draft.idStarts.push_back(static_cast<std::uint32_t>(draft.ids.size()));
        }
        return {};
    });
    if (!read)
        return failure(read.error());
    base->takeOrdered(draft);
    base->indexRows();
    return base;
}

void RunBase::takeOrdered(Draft& draft)
{
    struct Key
    {
        std::int64_t start;
        std::uint32_t at;
    };
    std::vector<Key> order(draft.entries.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        order[i] = {draft.entries[i].start, i};
    std::ranges::sort(order, [&](const Key& a, const Key& b) {
        return a.start != b.start ? a.start > b.start : draft.id(a.at) < draft.id(b.at);
    });
    const auto column = [&]<class T>(std::vector<T>& target, T Draft::Entry::* member) {
        target.reserve(order.size());
        for (const auto& key : order)
            target.push_back(draft.entries[key.at].*member);
    };
    column(rows_, &Draft::Entry::row);
    column(startTimes_, &Draft::Entry::start);
    column(endTimes_, &Draft::Entry::end);
    column(experimentOf_, &Draft::Entry::experiment);
    column(statuses_, &Draft::Entry::status);
    column(lifecycles_, &Draft::Entry::lifecycle);
}

void RunBase::indexRows()
{
    const auto greatest = rows_.empty() ? 0 : *std::ranges::max_element(rows_);
    const auto count = static_cast<std::int64_t>(rows_.size());
    if (greatest >= 0 && greatest <= 4 * count + 65'536) {
        positions_.assign(static_cast<std::size_t>(greatest) + 1, nowhere);
        for (std::uint32_t i = 0; i < rows_.size(); ++i)
            positions_[static_cast<std::size_t>(rows_[i])] = i;
        return;
    }
    for (std::uint32_t i = 0; i < rows_.size(); ++i)
        sortedRows_.emplace_back(rows_[i], i);
    std::ranges::sort(sortedRows_);
}

std::optional<std::uint32_t> RunBase::positionOf(std::int64_t row) const
{
    if (sortedRows_.empty()) {
        if (row < 0 || static_cast<std::size_t>(row) >= positions_.size() ||
            positions_[static_cast<std::size_t>(row)] == nowhere)
            return std::nullopt;
        return positions_[static_cast<std::size_t>(row)];
    }
    const auto found = std::ranges::lower_bound(sortedRows_, std::pair(row, std::uint32_t{0}));
    if (found == sortedRows_.end() || found->first != row)
        return std::nullopt;
    return found->second;
}

RunMask RunBase::scope(const RunQuery& query) const
{
    const auto among = [](const auto& list, auto id) {
        return list.empty() || std::ranges::find(list, id) != list.end();
    };
    std::vector<std::uint8_t> wanted(experiments_.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        wanted[i] = among(query.sources, experiments_[i].source) &&
                    among(query.experiments, experiments_[i].row);
    }
    const auto stage = static_cast<std::uint8_t>(query.lifecycle == LifecycleView::DeletedOnly);
    const bool anyStage = query.lifecycle == LifecycleView::All;
    return RunMask(size(), true).where([&](std::size_t at) {
        return wanted[experimentOf_[at]] != 0 && (anyStage || lifecycles_[at] == stage);
    });
}

} // namespace binnacle
