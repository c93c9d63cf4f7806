#include "models/comparison_runs_model.h"

#include "models/comparison_columns.h"

#include <QDataStream>
#include <QDateTime>
#include <QIODevice>
#include <QLocale>
#include <QMimeData>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

const QString mimeType = QStringLiteral("application/x-binnacle-compared-run");

bool isMissing(const RunCell* cell)
{
    return !cell || cell->state == RunCell::State::Missing;
}

bool isFigure(const RunCell& cell)
{
    return cell.state == RunCell::State::Number ||
           (cell.state == RunCell::State::Text && cell.numeric);
}

QString cellText(const RunCell* cell, const NumberFormat& format)
{
    if (isMissing(cell))
        return missingText();
    switch (cell->state) {
    case RunCell::State::Number:
        return numberText(cell->number, format);
    case RunCell::State::Time:
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(cell->number)),
                                  QLocale::ShortFormat);
    case RunCell::State::Text:
    case RunCell::State::Missing:
        break;
    }
    return QString::fromStdString(cell->text).replace(u'\n', u' ');
}

} // namespace

void ComparisonRunsModel::setEntries(std::vector<Entry> entries)
{
    if (entries == entries_)
        return;
    if (std::ranges::equal(entries, entries_, {}, &Entry::run, &Entry::run)) {
        entries_ = std::move(entries);
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    entries_ = std::move(entries);
    endResetModel();
}

int ComparisonRunsModel::rowOf(RunRowId run) const
{
    const auto found = std::ranges::find(entries_, run, &Entry::run);
    return found == entries_.end() ? -1 : static_cast<int>(found - entries_.begin());
}

void ComparisonRunsModel::setColumns(std::vector<Column> columns)
{
    beginResetModel();
    columns_ = std::move(columns);
    formats_.assign(columns_.size(), {});
    cells_.clear();
    endResetModel();
}

void ComparisonRunsModel::setCells(std::map<RunRowId, std::vector<RunCell>> cells)
{
    cells_ = std::move(cells);
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        std::vector<double> numbers;
        for (const auto& [run, row] : cells_)
            if (column < row.size() && row[column].state == RunCell::State::Number)
                numbers.push_back(row[column].number);
        formats_[column] = formatFor(numbers);
    }
    if (!entries_.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void ComparisonRunsModel::setBrushedOut(std::set<RunRowId> runs)
{
    if (runs == brushedOut_)
        return;
    brushedOut_ = std::move(runs);
    if (!entries_.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {BrushedRole});
}

void ComparisonRunsModel::setHighlighted(std::optional<RunRowId> run)
{
    if (run == highlighted_)
        return;
    const auto before = std::exchange(highlighted_, run);
    for (const auto& each : {before, run}) {
        const int row = each ? rowOf(*each) : -1;
        if (row >= 0)
            emit dataChanged(index(row, 0), index(row, columnCount() - 1), {HighlightRole});
    }
}

int ComparisonRunsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

int ComparisonRunsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(columns_.size()) + 1;
}

Qt::ItemFlags ComparisonRunsModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    return QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren | Qt::ItemIsDragEnabled;
}

const RunCell* ComparisonRunsModel::cellAt(const Entry& entry, int column) const
{
    const auto row = cells_.find(entry.run);
    const auto at = static_cast<std::size_t>(column) - 1;
    return row == cells_.end() || at >= row->second.size() ? nullptr : &row->second[at];
}

QVariant ComparisonRunsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& entry = entries_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case RunRole:
        return static_cast<qlonglong>(raw(entry.run));
    case SlotRole:
        return entry.slot;
    case HiddenRole:
        return entry.hidden;
    case FigureRole:
        return entry.figure;
    case StatusRole:
        return static_cast<int>(entry.status);
    case BrushedRole:
        return brushedOut_.contains(entry.run);
    case HighlightRole:
        return highlighted_ == entry.run;
    default:
        break;
    }
    return index.column() == 0 ? nameData(entry, role) : cellData(entry, index.column(), role);
}

QVariant ComparisonRunsModel::nameData(const Entry& entry, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        return entry.name;
    case Qt::ToolTipRole:
        return tr("%1\n%2").arg(entry.name, entry.where);
    case Qt::AccessibleTextRole:
        return entry.hidden ? tr("%1, hidden").arg(entry.name)
                            : tr("%1, %2").arg(entry.name, entry.figure);
    default:
        return {};
    }
}

QVariant ComparisonRunsModel::cellData(const Entry& entry, int column, int role) const
{
    const auto* cell = cellAt(entry, column);
    const auto& [of, title] = columns_[static_cast<std::size_t>(column) - 1];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(cell, formats_[static_cast<std::size_t>(column) - 1]);
    case Qt::ToolTipRole:
        return isMissing(cell) ? tr("%1 has no %2").arg(entry.name, title)
                               : tr("%1: %2").arg(title, textOf(*cell));
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(title, isMissing(cell) ? tr("missing") : textOf(*cell));
    case Qt::TextAlignmentRole: {
        const bool right = of.kind == RunColumn::Kind::Metric || (cell && isFigure(*cell));
        return QVariant::fromValue((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case MissingRole:
        return isMissing(cell);
    case SortRole: {
        if (isMissing(cell))
            return {};
        const double number = numberOf(*cell);
        return std::isnan(number) ? QVariant(textOf(*cell)) : QVariant(number);
    }
    default:
        return {};
    }
}

QVariant ComparisonRunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const bool name = section == 0;
    if (role == Qt::DisplayRole)
        return name ? tr("Run") : columns_[static_cast<std::size_t>(section) - 1].title;
    if (role == Qt::ToolTipRole && !name)
        return QString::fromStdString(
            columnText(columns_[static_cast<std::size_t>(section) - 1].column));
    if (role == Qt::TextAlignmentRole) {
        const bool right = !name && columns_[static_cast<std::size_t>(section) - 1].column.kind ==
                                        RunColumn::Kind::Metric;
        return QVariant::fromValue((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    return {};
}

QStringList ComparisonRunsModel::mimeTypes() const
{
    return {mimeType};
}

QMimeData* ComparisonRunsModel::mimeData(const QModelIndexList& indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    QByteArray bytes;
    QDataStream(&bytes, QIODevice::WriteOnly)
        << static_cast<qint64>(raw(runAt(indexes.front().row())));
    auto* data = new QMimeData;
    data->setData(mimeType, bytes);
    return data;
}

// The rows move when the comparison has moved the run, not by the view: so this never says yes.
bool ComparisonRunsModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int,
                                       const QModelIndex& parent)
{
    if (!data || action != Qt::MoveAction || !data->hasFormat(mimeType))
        return false;
    qint64 id = 0;
    QDataStream(data->data(mimeType)) >> id;
    const auto run = static_cast<RunRowId>(id);
    const int from = rowOf(run);
    if (from < 0)
        return false;
    int to = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    if (from < to && row >= 0)
        --to; // its own row is gone then
    if (from < to && row < 0 && !parent.isValid())
        --to;
    if (to != from)
        emit moveAsked(run, to);
    return false;
}

} // namespace binnacle
