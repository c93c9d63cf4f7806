#include "models/pivot_model.h"

#include <cmath>
#include <limits>

namespace binnacle {

namespace {

const std::vector<std::size_t> nobody;

QString joined(const std::vector<RunCell>& keys)
{
    QStringList texts;
    for (const auto& key : keys)
        texts << pivotKeyText(key);
    return texts.join(QStringLiteral(" · "));
}

} // namespace

QString pivotKeyText(const RunCell& cell)
{
    if (cell.state == RunCell::State::Missing)
        return missingText();
    if (cell.state == RunCell::State::Text)
        return QString::fromStdString(cell.text).replace(u'\n', u' ');
    return exactNumber(cell.number);
}

void PivotModel::setTable(PivotTable table, QStringList rowNames, bool whole)
{
    beginResetModel();
    table_ = std::move(table);
    rowNames_ = std::move(rowNames);
    whole_ = whole;
    std::vector<double> values;
    for (const auto& cell : table_.cells)
        if (cell.value)
            values.push_back(*cell.value);
    format_ = formatFor(values);
    least_ = std::numeric_limits<double>::infinity();
    most_ = -least_;
    for (const double value : values) {
        if (!std::isfinite(value))
            continue;
        least_ = std::min(least_, value);
        most_ = std::max(most_, value);
    }
    endResetModel();
}

void PivotModel::setTotals(bool shown)
{
    if (shown == totals_)
        return;
    beginResetModel();
    totals_ = shown;
    endResetModel();
}

int PivotModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || table_.rows.empty())
        return 0;
    return static_cast<int>(table_.rows.size()) + (totals_ ? 1 : 0);
}

int PivotModel::columnCount(const QModelIndex& parent) const
{
    if (parent.isValid() || table_.rows.empty())
        return 0;
    return static_cast<int>(rowNames_.size()) + static_cast<int>(table_.columns.size()) +
           (totals_ ? 1 : 0);
}

const PivotCell* PivotModel::cellAt(int row, int column) const
{
    const int at = column - static_cast<int>(rowNames_.size());
    if (at < 0)
        return nullptr;
    const auto place = static_cast<std::size_t>(at);
    const auto line = static_cast<std::size_t>(row);
    const bool totalRow = line >= table_.rows.size();
    const bool totalColumn = place >= table_.columns.size();
    if (totalRow)
        return totalColumn ? &table_.total : &table_.columnTotals[place];
    return totalColumn ? &table_.rowTotals[line] : &table_.at(line, place);
}

bool PivotModel::isTotal(int row, int column) const
{
    return static_cast<std::size_t>(row) >= table_.rows.size() ||
           column - static_cast<int>(rowNames_.size()) >= static_cast<int>(table_.columns.size());
}

const std::vector<std::size_t>& PivotModel::members(const QModelIndex& index) const
{
    if (!index.isValid())
        return nobody;
    if (const auto* cell = cellAt(index.row(), index.column()))
        return cell->members;
    const auto row = static_cast<std::size_t>(index.row());
    return row < table_.rows.size() ? table_.rowTotals[row].members : table_.total.members;
}

QVariant PivotModel::heat(const PivotCell& cell) const
{
    if (!cell.value || !std::isfinite(*cell.value) || !(most_ > least_))
        return {};
    // Halves: the difference of two great values may not fit.
    return (*cell.value / 2 - least_ / 2) / (most_ / 2 - least_ / 2);
}

QString PivotModel::place(int row, int column) const
{
    const auto at = static_cast<std::size_t>(column - static_cast<int>(rowNames_.size()));
    const auto line = static_cast<std::size_t>(row);
    const QString rows = line < table_.rows.size() ? joined(table_.rows[line]) : tr("All");
    const QString columns = at < table_.columns.size() ? joined(table_.columns[at]) : tr("All");
    return columns.isEmpty() ? rows : tr("%1; %2").arg(rows, columns);
}

QVariant PivotModel::keyData(int row, int column, int role) const
{
    const auto line = static_cast<std::size_t>(row);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        if (line >= table_.rows.size())
            return column == 0 ? tr("All") : QString();
        return pivotKeyText(table_.rows[line][static_cast<std::size_t>(column)]);
    case KeyRole:
        return true;
    case TotalRole:
        return line >= table_.rows.size();
    default:
        return {};
    }
}

QVariant PivotModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto* cell = cellAt(index.row(), index.column());
    if (!cell)
        return keyData(index.row(), index.column(), role);
    const auto text = [&] {
        if (!cell->value)
            return missingText();
        return whole_ ? countText(static_cast<qint64>(*cell->value))
                      : numberText(*cell->value, format_);
    };
    switch (role) {
    case Qt::DisplayRole:
        return text();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("%1: %2, %n run(s)", nullptr, static_cast<int>(cell->members.size()))
            .arg(place(index.row(), index.column()),
                 cell->value ? exactNumber(*cell->value) : tr("missing"));
    case KeyRole:
        return false;
    case TotalRole:
        return isTotal(index.row(), index.column());
    case MissingRole:
        return !cell->value;
    case HeatRole:
        return isTotal(index.row(), index.column()) ? QVariant() : heat(*cell);
    case MembersRole:
        return static_cast<int>(cell->members.size());
    case ValueRole:
        return cell->value ? QVariant(*cell->value) : QVariant();
    default:
        return {};
    }
}

QVariant PivotModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const bool key = section < rowNames_.size();
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((key ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    if (key)
        return rowNames_[section];
    const auto at = static_cast<std::size_t>(section - rowNames_.size());
    if (at >= table_.columns.size())
        return tr("All");
    const QString text = joined(table_.columns[at]);
    return text.isEmpty() ? tr("Value") : text;
}

} // namespace binnacle
