#include "models/comparison_runs_model.h"

#include <algorithm>

namespace binnacle {

void ComparisonRunsModel::setEntries(std::vector<Entry> entries)
{
    if (entries == entries_)
        return;
    if (std::ranges::equal(entries, entries_, {}, &Entry::run, &Entry::run)) {
        entries_ = std::move(entries);
        emit dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    entries_ = std::move(entries);
    endResetModel();
}

int ComparisonRunsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant ComparisonRunsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& entry = entries_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return entry.name;
    case Qt::ToolTipRole:
        return tr("%1\n%2").arg(entry.name, entry.where);
    case Qt::AccessibleTextRole:
        return entry.hidden ? tr("%1, hidden").arg(entry.name)
                            : tr("%1, %2").arg(entry.name, entry.figure);
    case RunRole:
        return static_cast<qlonglong>(raw(entry.run));
    case SlotRole:
        return entry.slot;
    case HiddenRole:
        return entry.hidden;
    case FigureRole:
        return entry.figure;
    default:
        return {};
    }
}

} // namespace binnacle
