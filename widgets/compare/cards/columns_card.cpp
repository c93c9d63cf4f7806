#include "widgets/compare/cards/columns_card.h"

#include "models/column_spec.h"
#include "models/comparison_model.h"
#include "models/number_text.h"
#include "models/run_cell_text.h"
#include "services/compare/figure_axis.h"
#include "services/domain/run.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <set>

namespace binnacle {

namespace {

// A sync commits many times a second; the cells are read again at most this often (ms).
constexpr int stalePause = 400;

std::optional<RunColumn> columnOf(const QJsonValue& value)
{
    const auto text = value.toString();
    const auto column =
        text.isEmpty() ? Result<RunColumn>(failure({})) : columnFromText(text.toStdString());
    return column ? std::optional(*column) : std::nullopt;
}

} // namespace

ColumnsCard::ColumnsCard(const CardContext& given, QWidget* parent)
    : ComparisonCard(given, parent), columns_(given.scope, given.engine, given.pools)
{
    stale_.setSingleShot(true);
    stale_.setInterval(stalePause);
    connect(&stale_, &QTimer::timeout, &columns_, &ComparisonColumns::reload);
    connect(&given.workspace->events(), &WorkspaceEvents::runsChanged, this, [this] {
        if (!stale_.isActive())
            stale_.start();
    });
    connect(&columns_, &ComparisonColumns::changed, this, &ColumnsCard::rowsChanged);
    // A card without options shows what the runs offer.
    connect(&given.comparison, &ComparisonModel::changed, this, &ColumnsCard::askColumns);
    connect(&given.scope, &ComparisonScope::brushChanged, this, [this] {
        if (!runs_.empty())
            showBrush();
    });
    connect(&given.scope, &ComparisonScope::hoveredRunChanged, this, [this] {
        if (!runs_.empty())
            showHovered();
    });
}

void ColumnsCard::applyOptions()
{
    askColumns();
    rowsChanged();
}

void ColumnsCard::askColumns()
{
    auto wanted = wantedColumns();
    std::ranges::sort(wanted);
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const bool failed = columns_.state() == ComparisonColumns::State::Failed;
    if (asked_ && !failed && wanted == columns_.columns())
        return;
    asked_ = true; // even for none: then the rows tell what there is to say
    columns_.setColumns(std::move(wanted));
}

void ColumnsCard::rowsChanged()
{
    if (columns_.state() == ComparisonColumns::State::Failed) {
        showNothing(columns_.errorText(), true);
        return;
    }
    if (columns_.state() == ComparisonColumns::State::Loading)
        return; // what is there stays until then
    rows_ = columns_.visibleRows();
    runs_.clear();
    for (const auto* row : rows_)
        runs_.push_back(row->run);
    if (runs_.empty()) {
        setHeading(heading(), {});
        showNothing(context().scope.runs().empty()
                        ? tr("No runs to compare")
                        : tr("All runs are hidden. Show one in the list of runs."),
                    false);
        return;
    }
    showSentence({});
    showRows();
    rows_.clear();
}

std::optional<std::size_t> ColumnsCard::placeOf(RunRowId run) const
{
    const auto found = std::ranges::find(runs_, run, &ComparisonScope::Run::row);
    return found == runs_.end() ? std::nullopt
                                : std::optional(static_cast<std::size_t>(found - runs_.begin()));
}

std::vector<RunCell> ColumnsCard::cellsOf(const RunColumn& column) const
{
    const auto found = std::ranges::find(columns_.columns(), column);
    const auto place = static_cast<std::size_t>(found - columns_.columns().begin());
    std::vector<RunCell> cells;
    cells.reserve(rows_.size());
    for (const auto* row : rows_)
        cells.push_back(place < row->cells.size() ? row->cells[place] : RunCell());
    return cells;
}

bool ColumnsCard::hasRead(const std::vector<RunColumn>& columns) const
{
    return std::ranges::all_of(columns, [this](const RunColumn& column) {
        return std::ranges::find(columns_.columns(), column) != columns_.columns().end();
    });
}

std::vector<bool> ColumnsCard::passing() const
{
    std::vector<bool> all;
    all.reserve(runs_.size());
    for (const auto& run : runs_)
        all.push_back(context().scope.passesBrush(run.row));
    return all;
}

QString ColumnsCard::countNote() const
{
    const auto all = static_cast<qint64>(runs_.size());
    if (!context().scope.isBrushed())
        return all == 1 ? tr("1 run") : tr("%1 runs").arg(countText(all));
    const QString brushed = countText(static_cast<qint64>(context().scope.brushedCount()));
    return all == 1 ? tr("%1 of 1 run brushed").arg(brushed)
                    : tr("%1 of %2 runs brushed").arg(brushed, countText(all));
}

std::optional<RunColumn> ColumnsCard::columnOption(const QString& key) const
{
    return columnOf(options().value(key));
}

std::vector<RunColumn> ColumnsCard::columnsOption(const QString& key) const
{
    std::vector<RunColumn> columns;
    for (const auto& each : options().value(key).toArray())
        if (const auto column = columnOf(each);
            column && std::ranges::find(columns, *column) == columns.end())
            columns.push_back(*column);
    return columns;
}

void ColumnsCard::hover(std::optional<std::size_t> run)
{
    context().scope.setHoveredRun(run ? std::optional(runs_[*run].row) : std::nullopt);
}

void ColumnsCard::brush(const std::optional<std::vector<bool>>& within)
{
    std::optional<std::set<RunRowId>> rows;
    if (within) {
        rows.emplace();
        for (std::size_t i = 0; i < runs_.size(); ++i)
            if ((*within)[i])
                rows->insert(runs_[i].row);
    }
    context().scope.setBrush(spec().id, std::move(rows));
}

QString columnHeading(const RunColumn& column)
{
    return columnTitle(ColumnSpec{column});
}

std::function<QString(const QString&)> wordsOf(const RunColumn& column)
{
    if (column.kind != RunColumn::Kind::Attribute || column.name != "status")
        return {};
    return [](const QString& name) {
        const QString word = statusWord(static_cast<int>(statusFromName(name.toStdString())));
        return word.isEmpty() ? name : word;
    };
}

AxisUnit unitOf(const RunColumn& column)
{
    if (isDuration(column))
        return AxisUnit::Duration;
    const bool clock = column.kind == RunColumn::Kind::Attribute &&
                       (column.name == "start_time" || column.name == "end_time");
    return clock ? AxisUnit::Clock : AxisUnit::Number;
}

FigureAxis columnAxis(const RunColumn& column, std::span<const RunCell> cells, FigureScale scale)
{
    auto axis = figureAxis(cells, scale);
    if (unitOf(column) == AxisUnit::Duration)
        axis.readAsDuration();
    return axis;
}

QString unitText(double value, AxisUnit unit, const NumberFormat& format)
{
    if (!std::isfinite(value) || unit == AxisUnit::Number)
        return numberText(value, format);
    return unit == AxisUnit::Clock ? clockText(value) : durationText(value);
}

QVariant unitValue(double value, AxisUnit unit)
{
    if (unit != AxisUnit::Clock)
        return value;
    RunCell cell;
    cell.state = RunCell::State::Time;
    cell.number = value;
    return cellPlain(cell);
}

QString unitHeading(const QString& heading, AxisUnit unit)
{
    return unit == AxisUnit::Duration ? ColumnsCard::tr("%1 (ms)").arg(heading) : heading;
}

QVariant tableValue(const RunCell& cell)
{
    switch (cell.state) {
    case RunCell::State::Missing:
        return {};
    case RunCell::State::Number:
        return cell.number;
    case RunCell::State::Text:
        return cell.numeric ? QVariant(cell.number) : QVariant(QString::fromStdString(cell.text));
    case RunCell::State::Time:
        break;
    }
    return cellPlain(cell);
}

QString boxValue(const RunColumn& column, const RunCell& cell)
{
    return cellText(column, cell, {});
}

FigureColors figureColors(const std::vector<ComparisonScope::Run>& runs,
                          const std::optional<RunColumn>& column, const std::vector<RunCell>& cells)
{
    FigureColors colors;
    if (!column) {
        for (const auto& run : runs)
            colors.marks.push_back({run.slot, {}});
        return colors;
    }
    const auto axis = figureAxis(cells, FigureScale::Linear);
    const auto word = wordsOf(*column);
    const bool words = axis.kind == FigureAxis::Kind::Category;
    ChartLegend::Part part{columnHeading(*column), {}, {}, {}, false};
    for (std::size_t i = 0; i < axis.values.size(); ++i) {
        MarkColor color;
        if (words && axis.values[i] >= 0)
            color.slot = static_cast<int>(axis.values[i]);
        else if (!words)
            color.shade = axis.share(i);
        colors.marks.push_back(color);
    }
    for (std::size_t i = 0; words && i < axis.categories.size(); ++i) {
        const auto text = QString::fromStdString(axis.categories[i]).simplified();
        part.entries.push_back({word ? word(text) : text, MarkColor{static_cast<int>(i), {}}, 0});
    }
    if (!words && !axis.isEmpty()) {
        const auto end = [&](double value) {
            RunCell cell;
            cell.state =
                axis.kind == FigureAxis::Kind::Time ? RunCell::State::Time : RunCell::State::Number;
            cell.number = value;
            return boxValue(*column, cell);
        };
        part.least = end(axis.least);
        part.greatest = end(axis.greatest);
    }
    if (axis.missing + axis.notFinite > 0)
        part.entries.push_back({ColumnsCard::tr("no value"), MarkColor{}, 0});
    if (!part.entries.empty() || !part.least.isEmpty())
        colors.legend = std::move(part);
    return colors;
}

ColumnOffer columnOffer(const ComparisonModel& comparison)
{
    ColumnOffer offer;
    std::vector<RunColumn> words;
    for (const auto& choice : comparison.columnChoices()) {
        if (!choice.varies)
            continue;
        if (choice.column.kind == RunColumn::Kind::Metric)
            offer.metrics.push_back(choice.column);
        else if (choice.column.kind == RunColumn::Kind::Param)
            (choice.numeric ? offer.params : words).push_back(choice.column);
    }
    offer.params.insert(offer.params.end(), words.begin(), words.end());
    return offer;
}

} // namespace binnacle
