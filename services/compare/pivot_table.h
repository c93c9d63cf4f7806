#pragma once

#include "services/domain/metric_direction.h"
#include "services/query/run_query.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace binnacle {

enum class PivotAggregate { Count, Mean, Median, Min, Max, StandardDeviation, Best };

// One run on its way into the table. A key that a run does not have is a group of its own.
struct PivotRun
{
    std::vector<RunCell> rowKeys, columnKeys;
    double value = 0; // NaN: none
};

struct PivotCell
{
    std::optional<double> value;      // nullopt: nothing to aggregate
    std::vector<std::size_t> members; // places of the runs that fall into it, with a value or not
};

// Rows and columns in the order of their keys: numbers by value, then texts, then missing ones.
// Texts that read as the same number are one key.
struct PivotTable
{
    std::vector<std::vector<RunCell>> rows, columns;
    std::vector<PivotCell> cells;                   // row by row
    std::vector<PivotCell> rowTotals, columnTotals; // over all runs of the row, of the column
    PivotCell total;

    const PivotCell& at(std::size_t row, std::size_t column) const
    {
        return cells[row * columns.size() + column];
    }
    std::size_t values() const; // cells that have one
};

// As pandas.pivot_table with margins, over values that are not NaN: the deviation is the sample's
// (n - 1), missing for one value. Best needs a direction. Pure.
PivotTable pivotTable(std::span<const PivotRun> runs, PivotAggregate aggregate,
                      MetricDirection direction = MetricDirection::Unknown);

} // namespace binnacle
