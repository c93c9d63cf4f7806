#pragma once

#include "services/artifacts/table_join.h"

#include <QAbstractTableModel>

#include <memory>

namespace binnacle {

// Joined tables as one: the key, then each column once for each run. Cells that differ are marked
// by DiffersRole.
class JoinedTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { DiffersRole = Qt::UserRole + 1, RunRole, MissingRole };

    using QAbstractTableModel::QAbstractTableModel;
    // `names`: of the runs, one for each table.
    void setTable(std::shared_ptr<const JoinedTable> table, QStringList names);
    void setOnlyDifferent(bool only);
    std::size_t columnOf(int section) const; // of the joined table; section > 0

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void pickRows();
    std::shared_ptr<const JoinedTable> table_;
    QStringList names_;
    bool onlyDifferent_ = false;
    std::vector<std::size_t> rows_;
};

} // namespace binnacle
