#pragma once

#include "services/artifacts/artifact_table.h"

#include <QAbstractTableModel>

#include <vector>

namespace binnacle {

// A table of a file. Columns in which every value is a number are right-aligned and sort as
// numbers (SortRole).
class ArtifactTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { SortRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;
    void setTable(ArtifactTable table);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ArtifactTable table_;
    std::vector<bool> numeric_;
};

} // namespace binnacle
