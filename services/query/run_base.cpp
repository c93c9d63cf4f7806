#include "services/query/run_base.h"

#include "services/query/run_base_draft.h"

#include <algorithm>

namespace binnacle {

Result<std::shared_ptr<const RunBase>> RunBase::load(Workspace& workspace, std::stop_token stop)
{
    auto base = std::make_shared<RunBase>();
    Draft draft;
    const auto read = workspace.read([&](SQLite::Database& db) -> Result<void> {
        const auto places = base->readExperiments(db);
        Scan runs(db, Draft::sql);
        for (std::size_t seen = 0; runs.next(); ++seen) {
            if (seen % 8192 == 0 && stop.stop_requested())
                return failure(cancelledError());
            draft.take(runs, places);
        }
        return {};
    });
    if (!read)
        return failure(read.error());
    base->takeOrdered(draft);
    base->indexRows();
    return base;
}

std::unordered_map<std::int64_t, std::uint32_t> RunBase::readExperiments(SQLite::Database& db)
{
    std::unordered_map<std::int64_t, std::uint32_t> places;
    Scan rows(db, "SELECT e.id, e.source, e.experiment_id, e.name, s.name "
                  "FROM experiment e JOIN source s ON s.id = e.source");
    while (rows.next()) {
        places.emplace(rows.integer(0), static_cast<std::uint32_t>(experiments_.size()));
        experiments_.push_back({ExperimentRowId{rows.integer(0)}, SourceId{rows.integer(1)},
                                std::string(rows.text(2)), std::string(rows.text(3)),
                                std::string(rows.text(4))});
    }
    return places;
}

void RunBase::takeOrdered(Draft& draft)
{
    const auto order = draft.ordered();
    const auto column = [&]<class T>(std::vector<T>& target, T Draft::Entry::* member) {
        target.reserve(order.size());
        for (const auto at : order)
            target.push_back(draft.entries[at].*member);
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
