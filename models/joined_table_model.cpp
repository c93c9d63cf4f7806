#include "models/joined_table_model.h"

#include "models/number_text.h"

namespace binnacle {

namespace {
constexpr std::size_t mostShown = 300; // bytes of a cell
}

void JoinedTableModel::setTable(std::shared_ptr<const JoinedTable> table, QStringList names)
{
    beginResetModel();
    table_ = std::move(table);
    names_ = std::move(names);
    pickRows();
    endResetModel();
}

void JoinedTableModel::setOnlyDifferent(bool only)
{
    if (only == onlyDifferent_)
        return;
    beginResetModel();
    onlyDifferent_ = only;
    pickRows();
    endResetModel();
}

void JoinedTableModel::pickRows()
{
    rows_.clear();
    for (std::size_t i = 0; table_ && i < table_->rows.size(); ++i) {
        if (!onlyDifferent_ || table_->rows[i].anyDiffers)
            rows_.push_back(i);
    }
}

std::size_t JoinedTableModel::columnOf(int section) const
{
    return static_cast<std::size_t>(section - 1) / table_->tables;
}

int JoinedTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int JoinedTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !table_
               ? 0
               : 1 + static_cast<int>(table_->columns.size() * table_->tables);
}

QVariant JoinedTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& row = table_->rows[rows_[static_cast<std::size_t>(index.row())]];
    if (index.column() == 0)
        return role == Qt::DisplayRole || role == Qt::ToolTipRole
                   ? QVariant(QString::fromStdString(row.key))
                   : QVariant();
    const auto& cell = row.cells[static_cast<std::size_t>(index.column() - 1)];
    switch (role) {
    case Qt::DisplayRole:
        return cell && !cell->empty() ? QString::fromStdString(cell->substr(0, mostShown))
                                      : missingText();
    case Qt::ToolTipRole:
        return cell ? QString::fromStdString(cell->substr(0, 5000)) : tr("This run has none.");
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (cell && numberIn(*cell) ? Qt::AlignRight : Qt::AlignLeft));
    case DiffersRole:
        return static_cast<bool>(row.differs[columnOf(index.column())]);
    case RunRole:
        return static_cast<int>(static_cast<std::size_t>(index.column() - 1) % table_->tables);
    case MissingRole:
        return !cell.has_value();
    default:
        return {};
    }
}

QVariant JoinedTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (!table_ || orientation != Qt::Horizontal || section < 0 || section >= columnCount() ||
        (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    if (section == 0)
        return table_->key.empty() ? tr("(no name)") : QString::fromStdString(table_->key);
    const auto run = static_cast<qsizetype>(static_cast<std::size_t>(section - 1) % table_->tables);
    return QStringLiteral("%1\n%2").arg(QString::fromStdString(table_->columns[columnOf(section)]),
                                        names_.value(run));
}

} // namespace binnacle
