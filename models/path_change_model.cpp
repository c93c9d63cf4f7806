#include "models/path_change_model.h"

#include "models/number_text.h"

namespace binnacle {

void PathChangeModel::setChanges(std::vector<PathChange> changes, const QString& before,
                                 const QString& after)
{
    beginResetModel();
    changes_ = std::move(changes);
    before_ = before;
    after_ = after;
    endResetModel();
}

int PathChangeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(changes_.size());
}

int PathChangeModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PathChangeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const PathChange& change = changes_[static_cast<std::size_t>(index.row())];
    if (role == KindRole)
        return static_cast<int>(change.kind);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case What:
        return change.kind == PathChange::Kind::Added     ? tr("Added")
               : change.kind == PathChange::Kind::Removed ? tr("Removed")
                                                          : tr("Changed");
    case Path:
        return change.path.empty() ? tr("(everything)") : QString::fromStdString(change.path);
    case Before:
        return change.kind == PathChange::Kind::Added ? missingText()
                                                      : QString::fromStdString(change.before);
    case After:
        return change.kind == PathChange::Kind::Removed ? missingText()
                                                        : QString::fromStdString(change.after);
    default:
        return {};
    }
}

QVariant PathChangeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case What:
        return tr("What");
    case Path:
        return tr("Path");
    case Before:
        return before_;
    case After:
        return after_;
    default:
        return {};
    }
}

} // namespace binnacle
