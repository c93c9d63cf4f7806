#include "services/compare/pivot_table.h"

#include "services/statistics/moments.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace binnacle {

namespace {

using State = RunCell::State;

bool isNumber(const RunCell& cell)
{
    const bool has = cell.state == State::Number || cell.state == State::Time ||
                     (cell.state == State::Text && cell.numeric);
    return has && !std::isnan(cell.number);
}

// Numbers, texts, missing.
int rankOf(const RunCell& cell)
{
    if (cell.state == State::Missing)
        return 2;
    return isNumber(cell) ? 0 : 1;
}

struct KeyBefore
{
    bool operator()(const RunCell& a, const RunCell& b) const
    {
        if (rankOf(a) != rankOf(b))
            return rankOf(a) < rankOf(b);
        return rankOf(a) == 0 ? a.number < b.number : a.text < b.text;
    }
    bool operator()(const std::vector<RunCell>& a, const std::vector<RunCell>& b) const
    {
        return std::ranges::lexicographical_compare(a, b, *this);
    }
};

using Places = std::map<std::vector<RunCell>, std::size_t, KeyBefore>;

template <std::vector<RunCell> PivotRun::* Keys>
Places placesOf(std::span<const PivotRun> runs)
{
    Places places;
    for (const auto& run : runs)
        places.emplace(run.*Keys, 0);
    std::size_t next = 0;
    for (auto& place : places)
        place.second = next++;
    return places;
}

std::vector<std::vector<RunCell>> keysOf(const Places& places)
{
    std::vector<std::vector<RunCell>> keys;
    for (const auto& place : places)
        keys.push_back(place.first);
    return keys;
}

double median(std::vector<double>& values)
{
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    if (values.size() % 2 == 1)
        return values[middle];
    // Halves first: the sum of two great values does not fit.
    return values[middle - 1] / 2 + values[middle] / 2;
}

double mean(const std::vector<double>& values)
{
    if (std::ranges::all_of(values, [](double value) { return std::isfinite(value); }))
        return moments(values).mean;
    double sum = 0; // what is left is an infinity, or NaN where both are there
    for (const double value : values)
        if (!std::isfinite(value))
            sum += value;
    return sum;
}

double deviation(const std::vector<double>& values)
{
    if (!std::ranges::all_of(values, [](double value) { return std::isfinite(value); }))
        return std::nan("");
    return moments(values).standardDeviation;
}

class Aggregator
{
public:
    Aggregator(std::span<const PivotRun> runs, PivotAggregate aggregate, MetricDirection direction)
        : runs_(runs), aggregate_(aggregate)
    {
        if (aggregate != PivotAggregate::Best)
            return;
        known_ = direction != MetricDirection::Unknown;
        aggregate_ =
            direction == MetricDirection::LowerIsBetter ? PivotAggregate::Min : PivotAggregate::Max;
    }

    void fill(PivotCell& cell) const
    {
        std::vector<double> values;
        for (const auto member : cell.members)
            if (!std::isnan(runs_[member].value))
                values.push_back(runs_[member].value);
        if (values.empty() || !known_)
            return;
        const double value = of(values);
        if (!std::isnan(value))
            cell.value = value;
    }

private:
    double of(std::vector<double>& values) const
    {
        switch (aggregate_) {
        case PivotAggregate::Count:
            return static_cast<double>(values.size());
        case PivotAggregate::Mean:
            return mean(values);
        case PivotAggregate::Median:
            return median(values);
        case PivotAggregate::Min:
            return std::ranges::min(values);
        case PivotAggregate::Max:
        case PivotAggregate::Best:
            return std::ranges::max(values);
        case PivotAggregate::StandardDeviation:
            break;
        }
        return deviation(values);
    }

    std::span<const PivotRun> runs_;
    PivotAggregate aggregate_;
    bool known_ = true; // what is best
};

} // namespace

std::size_t PivotTable::values() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(cells, [](const PivotCell& cell) { return cell.value.has_value(); }));
}

PivotTable pivotTable(std::span<const PivotRun> runs, PivotAggregate aggregate,
                      MetricDirection direction)
{
    PivotTable table;
    const auto rows = placesOf<&PivotRun::rowKeys>(runs);
    const auto columns = placesOf<&PivotRun::columnKeys>(runs);
    table.rows = keysOf(rows);
    table.columns = keysOf(columns);
    table.cells.resize(rows.size() * columns.size());
    table.rowTotals.resize(rows.size());
    table.columnTotals.resize(columns.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto row = rows.at(runs[i].rowKeys);
        const auto column = columns.at(runs[i].columnKeys);
        table.cells[row * columns.size() + column].members.push_back(i);
        table.rowTotals[row].members.push_back(i);
        table.columnTotals[column].members.push_back(i);
        table.total.members.push_back(i);
    }
    const Aggregator aggregator(runs, aggregate, direction);
    for (auto* cells : {&table.cells, &table.rowTotals, &table.columnTotals})
        for (auto& cell : *cells)
            aggregator.fill(cell);
    aggregator.fill(table.total);
    return table;
}

} // namespace binnacle
