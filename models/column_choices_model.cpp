#include "models/column_choices_model.h"

#include "models/column_spec.h"

#include <algorithm>

namespace binnacle {

void ColumnChoicesModel::setChoices(std::vector<ComparisonModel::ColumnChoice> choices,
                                    bool numericOnly, bool optional, bool checkable)
{
    beginResetModel();
    std::ranges::stable_sort(choices, std::greater<>(), &ComparisonModel::ColumnChoice::varies);
    columns_.clear();
    for (auto& choice : choices)
        if (choice.numeric || !numericOnly)
            columns_.push_back(std::move(choice.column));
    optional_ = optional;
    checkable_ = checkable;
    endResetModel();
}

void ColumnChoicesModel::setChosen(std::vector<RunColumn> chosen)
{
    chosen_ = std::move(chosen);
    if (rowCount() > 0)
        emit dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole});
}

const RunColumn* ColumnChoicesModel::columnAt(int row) const
{
    if (optional_ && row == 0)
        return nullptr;
    return &columns_[static_cast<std::size_t>(row - (optional_ ? 1 : 0))];
}

int ColumnChoicesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(columns_.size()) + (optional_ ? 1 : 0);
}

QVariant ColumnChoicesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto* column = columnAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return column ? columnName(*column) : tr("None");
    case Qt::ToolTipRole:
        return column ? columnDetail({*column}) : QString();
    case KindRole:
        return column ? columnKindText(column->kind) : QString();
    case TextRole:
        return column ? QString::fromStdString(columnText(*column)) : QString();
    case Qt::CheckStateRole:
        if (!checkable_ || !column)
            return {};
        return std::ranges::find(chosen_, *column) != chosen_.end() ? Qt::Checked : Qt::Unchecked;
    default:
        return {};
    }
}

bool ColumnChoicesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const auto* column = index.isValid() ? columnAt(index.row()) : nullptr;
    if (role != Qt::CheckStateRole || !checkable_ || !column)
        return false;
    std::erase(chosen_, *column);
    if (value.toInt() == Qt::Checked)
        chosen_.push_back(*column);
    emit dataChanged(index, index, {Qt::CheckStateRole});
    emit chosenChanged();
    return true;
}

Qt::ItemFlags ColumnChoicesModel::flags(const QModelIndex& index) const
{
    auto flags = QAbstractListModel::flags(index);
    if (!index.isValid())
        return flags;
    flags |= Qt::ItemNeverHasChildren;
    if (checkable_ && columnAt(index.row()))
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QString columnName(const RunColumn& column)
{
    return columnTitle({column});
}

} // namespace binnacle
