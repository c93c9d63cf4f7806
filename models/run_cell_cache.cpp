#include "models/run_cell_cache.h"

#include <algorithm>

namespace binnacle {

namespace {
constexpr std::size_t versionsKept = 4;

std::vector<int> placesOf(const std::vector<RunColumn>& wanted, const std::vector<RunColumn>& there)
{
    std::vector<int> places;
    for (const auto& column : wanted) {
        const auto found = std::find(there.begin(), there.end(), column);
        places.push_back(found == there.end() ? -1 : static_cast<int>(found - there.begin()));
    }
    return places;
}
} // namespace

const RunCellCache::Row* RunCellCache::row(RunRowId run) const
{
    const auto found = rows_.find(raw(run));
    return found == rows_.end() ? nullptr : &found->second;
}

bool RunCellCache::isFresh(RunRowId run) const
{
    const Row* found = row(run);
    return found && found->columns == version_ && found->generation == generation_;
}

const RunCell* RunCellCache::cell(const Row& row, std::size_t column) const
{
    if (row.columns == version_)
        return column < row.cells.size() ? &row.cells[column] : nullptr;
    const auto places = places_.find(row.columns);
    if (places == places_.end() || column >= places->second.size())
        return nullptr;
    const int place = places->second[column];
    return place < 0 ? nullptr : &row.cells[static_cast<std::size_t>(place)];
}

void RunCellCache::setColumns(std::vector<RunColumn> columns)
{
    older_.emplace_back(version_, std::move(columns_));
    if (older_.size() > versionsKept)
        older_.pop_front();
    columns_ = std::move(columns);
    ++version_;
    places_.clear();
    for (const auto& [version, there] : older_)
        places_.emplace(version, placesOf(columns_, there));
}

void RunCellCache::put(std::vector<RunRowCells> rows, std::uint32_t columnsVersion,
                       std::uint64_t generation)
{
    for (auto& row : rows) {
        const std::int64_t id = raw(row.head.row);
        rows_[id] = Row{std::move(row.head), std::move(row.cells), columnsVersion, generation};
        arrivals_.push_back(id);
    }
    // A row that came again has two entries; the older one must not drop it.
    while (arrivals_.size() > capacity) {
        const std::int64_t oldest = arrivals_.front();
        arrivals_.pop_front();
        const bool again =
            arrivals_.size() < 2 * capacity &&
            std::find(arrivals_.rbegin(), arrivals_.rend(), oldest) != arrivals_.rend();
        if (!again)
            rows_.erase(oldest);
    }
}

} // namespace binnacle
