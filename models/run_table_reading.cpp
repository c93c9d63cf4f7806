// How cells and sparklines of the rows in sight are read.
#include "models/run_cell_text.h"
#include "models/run_table_model.h"

#include <algorithm>

namespace binnacle {

namespace {
constexpr int margin = 40;              // rows read beyond those in sight
constexpr std::size_t sampleSize = 400; // values that decide how a column is written
} // namespace

void RunTableModel::wantCells() const
{
    if (!reading_.isActive())
        reading_.start();
}

std::pair<int, int> RunTableModel::window(int beyond) const
{
    const int first = std::max(0, firstShown_ - beyond);
    const int last = std::min(static_cast<int>(count_) - 1, lastShown_ + beyond);
    return {first, last};
}

std::vector<RunRowId> RunTableModel::staleRows(int beyond) const
{
    const auto [first, last] = window(beyond);
    std::vector<RunRowId> rows;
    for (int row = first; row <= last; ++row) {
        const RunRowId id = lineId(row);
        if (raw(id) > 0 && !cache_.isFresh(id))
            rows.push_back(id);
    }
    return rows;
}

void RunTableModel::fetchCells()
{
    fetchSparklines();
    if (cellsNow_) {
        cellsAgain_ = true;
        return;
    }
    // Rows in sight that show nothing yet come alone, so that they come soon.
    auto wanted = staleRows(0);
    const bool blank =
        std::any_of(wanted.begin(), wanted.end(), [this](RunRowId id) { return !cache_.row(id); });
    inSightOnly_ = blank && !inSightOnly_; // those around them are next in any case
    if (!inSightOnly_) {
        auto wider = staleRows(margin);
        const bool none = wanted.empty() &&
                          std::all_of(wider.begin(), wider.end(),
                                      [this](RunRowId id) { return cache_.row(id) != nullptr; });
        if (none) { // what is beyond is refreshed when it comes into sight
            if (factsWanted_)
                askFacts();
            return;
        }
        wanted = std::move(wider);
    }
    cellsAgain_ = cellsAgain_ || inSightOnly_;
    cellsNow_ = true;
    cellsAsked_.run(
        &pools_.readers, this,
        [engine = engine_, wanted = std::move(wanted), columns = cache_.columns()](
            std::stop_token stop) { return engine->cells(wanted, columns, stop); },
        [this, version = cache_.columnsVersion(),
         generation = cache_.generation()](Result<std::vector<RunRowCells>> rows) {
            receiveCells(std::move(rows), version, generation);
        });
}

void RunTableModel::receiveCells(Result<std::vector<RunRowCells>> rows, std::uint32_t version,
                                 std::uint64_t generation)
{
    cellsNow_ = false;
    if (std::exchange(cellsAgain_, false))
        wantCells();
    else if (factsWanted_)
        askFacts();
    if (!rows)
        return;
    if (version == cache_.columnsVersion())
        learnLooks(*rows);
    std::vector<std::int64_t> ids;
    for (const auto& row : *rows)
        ids.push_back(raw(row.head.row));
    cache_.put(std::move(*rows), version, generation);
    rowsRead(ids);
    fetchSparklines();
}

void RunTableModel::rowsRead(const std::vector<std::int64_t>& ids)
{
    int first = rowCount(), last = -1;
    for (const std::int64_t id : ids) {
        const int row = rowOf(RunRowId{id});
        if (row < 0)
            continue;
        first = std::min(first, row);
        last = std::max(last, row);
    }
    if (last >= 0 && columnCount() > 0)
        emit dataChanged(index(first, 0), index(last, columnCount() - 1));
}

void RunTableModel::learnLooks(const std::vector<RunRowCells>& rows)
{
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        Look& look = looks_[column];
        bool grown = false;
        for (const auto& row : rows) {
            const RunCell& cell = row.cells[column];
            if (cell.state == RunCell::State::Missing)
                continue;
            if (!look.known) {
                look.known = true;
                look.figures = isFigure(columns_[column].column, cell);
                if (look.figures) // its head moves to the right as well
                    emit headerDataChanged(Qt::Horizontal, static_cast<int>(column),
                                           static_cast<int>(column));
            }
            if (cell.state == RunCell::State::Number && look.sample.size() < sampleSize) {
                look.sample.push_back(cell.number);
                grown = true;
            }
        }
        if (grown)
            look.format = formatFor(look.sample);
    }
}

void RunTableModel::fetchSparklines()
{
    if (sparklinesNow_)
        return;
    std::vector<SparklineWish> wishes;
    const auto [first, last] = window(margin / 4);
    for (const auto& spec : columns_) {
        if (spec.show != ColumnSpec::Show::Sparkline)
            continue;
        for (int row = first; row <= last; ++row) {
            const RunRowId id = lineId(row);
            if (raw(id) > 0 && !sparklines_.isFresh(id, spec.column.name))
                wishes.push_back({id, spec.column.name});
        }
    }
    if (wishes.empty())
        return;
    sparklinesNow_ = true;
    linesAsked_.run(
        &pools_.readers, this,
        [store = histories_, wishes](std::stop_token stop) {
            return readSparklines(store, wishes, stop);
        },
        [this, wishes](std::vector<SharedSparkline> read) {
            sparklinesNow_ = false;
            std::vector<std::int64_t> ids;
            for (std::size_t i = 0; i < wishes.size(); ++i) {
                sparklines_.put(wishes[i], read[i]);
                ids.push_back(raw(wishes[i].run));
            }
            rowsRead(ids);
            wantCells(); // the window may have moved on
        });
}

} // namespace binnacle
