// What a view reads of the run table: memory only.
#include "models/run_cell_text.h"
#include "models/run_table_model.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle {

RunRowId RunTableModel::lineId(int row) const
{
    return row >= 0 && static_cast<std::size_t>(row) < count_
               ? (*ids_)[static_cast<std::size_t>(row)]
               : RunRowId{};
}

int RunTableModel::rowOf(RunRowId run) const
{
    const auto place = lines_->find(run);
    return place ? static_cast<int>(*place) : -1;
}

const RunRowHead* RunTableModel::head(int row) const
{
    const auto* cached = cache_.row(lineId(row));
    return cached ? &cached->head : nullptr;
}

const GroupFacts* RunTableModel::group(int row) const
{
    const auto found = groups_.find(raw(lineId(row)));
    return found == groups_.end() ? nullptr : &found->second;
}

std::int64_t RunTableModel::childCount(int row) const
{
    const auto found = children_.find(raw(lineId(row)));
    return found == children_.end() ? 0 : found->second;
}

const RunCell* RunTableModel::cell(int row, int column) const
{
    const auto* cached = cache_.row(lineId(row));
    if (!cached) {
        wantCells();
        return nullptr;
    }
    return cache_.cell(*cached, static_cast<std::size_t>(column));
}

SharedSparkline RunTableModel::sparkline(int row, int column) const
{
    return sparklines_.find(lineId(row), columns_[static_cast<std::size_t>(column)].column.name);
}

bool RunTableModel::isBest(int row, int column) const
{
    const auto place = static_cast<std::size_t>(column);
    if (place >= facts_.size() || !facts_[place].best)
        return false;
    const RunCell* shown = cell(row, column);
    return shown && shown->state == RunCell::State::Number && shown->number == *facts_[place].best;
}

bool RunTableModel::isPinned(RunRowId run) const
{
    return pinnedSet_.contains(raw(run));
}

bool RunTableModel::isFigureColumn(int column) const
{
    const auto& spec = columns_[static_cast<std::size_t>(column)];
    if (spec.show == ColumnSpec::Show::Sparkline)
        return false;
    return spec.column.kind == RunColumn::Kind::Metric || isDuration(spec.column) ||
           looks_[static_cast<std::size_t>(column)].figures;
}

bool RunTableModel::isUniform(int column) const
{
    const auto place = static_cast<std::size_t>(column);
    return variationWanted_ && place < facts_.size() && facts_[place].equal && matched() > 1;
}

QString RunTableModel::groupText(int row, int column) const
{
    const GroupFacts* facts = group(row);
    if (!facts || columns_[static_cast<std::size_t>(column)].show == ColumnSpec::Show::Sparkline)
        return {};
    const auto& wanted = columns_[static_cast<std::size_t>(column)].column;
    const auto place = std::find(aggregated_.begin(), aggregated_.end(), wanted);
    if (place == aggregated_.end())
        return {};
    const auto at = static_cast<std::size_t>(place - aggregated_.begin());
    if (at >= facts->aggregates.size())
        return {};
    const GroupAggregate& figures = facts->aggregates[at];
    if (aggregate_ == Aggregate::Count)
        return countText(figures.count);
    if (figures.count == 0 && wanted.kind == RunColumn::Kind::Param)
        return {}; // words have no mean
    const auto value = figureOf(figures, aggregate_);
    if (!value)
        return missingText();
    RunCell shown;
    shown.state = RunCell::State::Number;
    shown.number = *value;
    if (wanted.kind == RunColumn::Kind::Param)
        return numberText(*value);
    return cellText(wanted, shown, format(column));
}

int RunTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(count_);
}

int RunTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QString RunTableModel::displayText(int row, int column) const
{
    const auto& spec = columns_[static_cast<std::size_t>(column)];
    if (const GroupFacts* facts = group(row)) {
        if (!isNameColumn(spec))
            return groupText(row, column);
        return facts->missing ? QCoreApplication::translate("RunTable", "No value") : facts->value;
    }
    if (spec.show == ColumnSpec::Show::Sparkline)
        return {};
    if (isNameColumn(spec)) {
        const RunRowHead* known = head(row);
        if (known)
            return QString::fromStdString(known->name.empty() ? known->runId : known->name);
    }
    const RunCell* shown = cell(row, column);
    return shown ? cellText(spec.column, *shown, format(column)) : QString();
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const int row = index.row(), column = index.column();
    const RunLines::Shape line = shape(row);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return displayText(row, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (isFigureColumn(column) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ToolTipRole: {
        const RunCell* shown = isGroup(row) ? nullptr : cell(row, column);
        return shown ? cellDetail(columns_[static_cast<std::size_t>(column)].column, *shown)
                     : QString();
    }
    case RunIdRole:
        return static_cast<qlonglong>(raw(lineId(row)));
    case LevelRole:
        return static_cast<int>(line.level);
    case ExpandedRole:
        return line.expandable ? QVariant(line.expanded) : QVariant();
    case LoadingRole:
        return !isGroup(row) && !cell(row, column);
    case BestRole:
        return isBest(row, column);
    case PendingRole:
        return head(row) && head(row)->pending;
    case PinnedRole:
        return isPinned(lineId(row));
    default:
        return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const auto& spec = columns_[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return columnTitle(spec);
    case Qt::ToolTipRole:
        return columnDetail(spec);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (isFigureColumn(section) ? Qt::AlignRight : Qt::AlignLeft));
    case ColumnRole:
        return QString::fromStdString(columnText(spec.column));
    default:
        return {};
    }
}

} // namespace binnacle
