#include "models/run_children_model.h"

#include "models/run_cell_text.h"

#include <algorithm>

namespace binnacle {

void RunChildrenModel::setRuns(std::vector<RunRowCells> runs, std::vector<RunColumn> columns)
{
    // While the runs train their cells change, not the rows: selection and place stay.
    const bool same =
        columns == columns_ && std::ranges::equal(
                                   runs, runs_, {}, [](const auto& r) { return r.head.row; },
                                   [](const auto& r) { return r.head.row; });
    if (!same)
        beginResetModel();
    runs_ = std::move(runs);
    columns_ = std::move(columns);
    formats_.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::vector<double> values;
        for (const auto& run : runs_)
            if (run.cells[i].state == RunCell::State::Number)
                values.push_back(run.cells[i].number);
        formats_.push_back(formatFor(values));
    }
    if (!same)
        endResetModel();
    else if (!runs_.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int RunChildrenModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

int RunChildrenModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 1 + static_cast<int>(columns_.size());
}

QVariant RunChildrenModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const RunRowCells& run = runs_[static_cast<std::size_t>(index.row())];
    if (role == RunRole)
        return static_cast<qint64>(raw(run.head.row));
    if (index.column() == 0) {
        const bool text = role == Qt::DisplayRole || role == Qt::ToolTipRole || role == SortRole;
        return text ? QVariant(QString::fromStdString(run.head.name.empty() ? run.head.runId
                                                                            : run.head.name))
                    : QVariant();
    }
    const auto place = static_cast<std::size_t>(index.column() - 1);
    const RunColumn& column = columns_[place];
    const RunCell& cell = run.cells[place];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(column, cell, formats_[place]);
    case Qt::ToolTipRole:
        return cellDetail(column, cell);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (isFigure(column, cell) ? Qt::AlignRight : Qt::AlignLeft));
    case SortRole:
        if (cell.state == RunCell::State::Missing)
            return {};
        return cell.state == RunCell::State::Text && !cell.numeric
                   ? QVariant(QString::fromStdString(cell.text))
                   : QVariant(cell.number);
    default:
        return {};
    }
}

QVariant RunChildrenModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount() ||
        role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Run")
                        : columnTitle({columns_[static_cast<std::size_t>(section - 1)],
                                       ColumnSpec::Show::Value, false, 0});
}

} // namespace binnacle
