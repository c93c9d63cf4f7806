#pragma once

#include "models/number_text.h"
#include "services/query/run_query.h"

#include <QAbstractTableModel>

#include <vector>

namespace binnacle {

// The runs below a run: name, then the columns given.
class RunChildrenModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { RunRole = Qt::UserRole + 1, SortRole }; // raw RunRowId; value to sort by

    using QAbstractTableModel::QAbstractTableModel;
    void setRuns(std::vector<RunRowCells> runs, std::vector<RunColumn> columns);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<RunRowCells> runs_;
    std::vector<RunColumn> columns_;
    std::vector<NumberFormat> formats_;
};

} // namespace binnacle
