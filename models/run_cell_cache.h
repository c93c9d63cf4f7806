#pragma once

#include "services/query/run_query.h"

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

namespace binnacle {

// Cells of the runs that were in sight lately, bounded. Rows outlive a change of columns or of
// the data: they are shown until the fresh ones are there.
class RunCellCache
{
public:
    struct Row
    {
        RunRowHead head;
        std::vector<RunCell> cells;
        std::uint32_t columns = 0;    // version of the columns that it was read with
        std::uint64_t generation = 0; // of the data
    };

    static constexpr std::size_t capacity = 3000; // rows

    const Row* row(RunRowId run) const;
    bool isFresh(RunRowId run) const;
    // The cell of the column at this place of the newest columns; nullptr: not known yet.
    const RunCell* cell(const Row& row, std::size_t column) const;

    void setColumns(std::vector<RunColumn> columns);
    const std::vector<RunColumn>& columns() const { return columns_; }
    std::uint32_t columnsVersion() const { return version_; }
    void invalidate() { ++generation_; } // the data changed
    std::uint64_t generation() const { return generation_; }

    void put(std::vector<RunRowCells> rows, std::uint32_t columnsVersion, std::uint64_t generation);
    void forget(RunRowId run) { rows_.erase(raw(run)); }

private:
    std::vector<RunColumn> columns_;
    std::uint32_t version_ = 0;
    std::uint64_t generation_ = 0;
    // Where each of the newest columns stands in rows of an older version; -1: nowhere.
    std::unordered_map<std::uint32_t, std::vector<int>> places_;
    std::deque<std::pair<std::uint32_t, std::vector<RunColumn>>> older_;
    std::unordered_map<std::int64_t, Row> rows_;
    std::deque<std::int64_t> arrivals_;
};

} // namespace binnacle
