#include "models/artifact_table_model.h"

#include "models/number_text.h"

#include <algorithm>

namespace binnacle {

namespace {
constexpr std::size_t mostShown = 300;    // bytes of a cell
constexpr std::size_t mostLookedAt = 500; // rows, to see whether a column is one of numbers
} // namespace

void ArtifactTableModel::setTable(ArtifactTable table)
{
    beginResetModel();
    table_ = std::move(table);
    numeric_.assign(table_.columns.size(), false);
    const auto rows = std::span(table_.rows).first(std::min(table_.rows.size(), mostLookedAt));
    for (std::size_t column = 0; column < numeric_.size(); ++column) {
        numeric_[column] = std::ranges::all_of(rows, [&](const auto& row) {
            return row[column].empty() || numberIn(row[column]).has_value();
        });
    }
    endResetModel();
}

int ArtifactTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(table_.rows.size());
}

int ArtifactTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(table_.columns.size());
}

QVariant ArtifactTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto column = static_cast<std::size_t>(index.column());
    const std::string& cell = table_.rows[static_cast<std::size_t>(index.row())][column];
    switch (role) {
    case Qt::DisplayRole:
        return cell.empty() ? missingText() : QString::fromStdString(cell.substr(0, mostShown));
    case Qt::ToolTipRole:
        return QString::fromStdString(cell.substr(0, 5000));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (numeric_[column] ? Qt::AlignRight : Qt::AlignLeft));
    case SortRole:
        if (const auto number = numberIn(cell); number && numeric_[column])
            return *number;
        return QString::fromStdString(cell);
    default:
        return {};
    }
}

QVariant ArtifactTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (section < 0 || section >= columnCount())
        return {};
    const auto column = static_cast<std::size_t>(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (numeric_[column] ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const auto& name = table_.columns[column];
    return name.empty() ? tr("(no name)") : QString::fromStdString(name.substr(0, mostShown));
}

} // namespace binnacle
