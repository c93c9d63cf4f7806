#pragma once

#include "services/artifacts/json_diff.h"

#include <QAbstractTableModel>

#include <vector>

namespace binnacle {

// The places at which two documents differ: what happened, path, before, after.
class PathChangeModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { What, Path, Before, After, ColumnCount };
    enum Role { KindRole = Qt::UserRole + 1 }; // PathChange::Kind as int

    using QAbstractTableModel::QAbstractTableModel;
    // `before`, `after`: whose documents they are.
    void setChanges(std::vector<PathChange> changes, const QString& before, const QString& after);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<PathChange> changes_;
    QString before_, after_;
};

} // namespace binnacle
