#pragma once

#include "services/compare/pivot_table.h"

#include "models/number_text.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <vector>

namespace binnacle {

// A pivot as a table: first a column for each key of the rows, then one for each key of the
// columns, at the end the totals, as a column and as the last row.
class PivotModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        KeyRole = Qt::UserRole + 1, // bool: names a row
        TotalRole,                  // bool
        MissingRole,                // bool
        HeatRole,                   // double in [0, 1]: where the value lies among all; invalid: no
        MembersRole,                // int: runs in the cell
        ValueRole,                  // double, or invalid
    };

    explicit PivotModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    // `rowNames`: of the keys of the rows. `whole`: values are counts.
    void setTable(PivotTable table, QStringList rowNames, bool whole);
    const PivotTable& table() const { return table_; }
    void setTotals(bool shown);
    const std::vector<std::size_t>& members(const QModelIndex& index) const;
    bool isKey(const QModelIndex& index) const { return index.column() < rowNames_.size(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    const PivotCell* cellAt(int row, int column) const; // nullptr: a key
    bool isTotal(int row, int column) const;
    QVariant keyData(int row, int column, int role) const;
    QVariant heat(const PivotCell& cell) const;
    QString place(int row, int column) const; // "gbm, lr 0.1" in words

    PivotTable table_;
    QStringList rowNames_;
    NumberFormat format_;
    double least_ = 0, most_ = 0;
    bool totals_ = true, whole_ = false;
};

// A key as it is shown: an en dash where it is missing.
QString pivotKeyText(const RunCell& cell);

} // namespace binnacle
