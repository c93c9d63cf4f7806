#pragma once

#include "services/data/dataset.h"

#include <QAbstractTableModel>

#include <vector>

namespace binnacle {

// What reading a dataset showed to be wrong, with file, line and column: one row for each.
class DatasetFaultsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Line, Place, What, Text, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setReport(const DatasetReport& report, bool severalFiles);
    // What stands on the bar: what was left out first; empty: nothing is wrong.
    QString summary() const;
    bool isLoss() const { return report_.rejectedRows > 0; } // rows are not in the table
    bool hasDetails() const { return !report_.problems.empty(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    DatasetReport report_;
    bool severalFiles_ = false;
};

} // namespace binnacle
