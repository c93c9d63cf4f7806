#pragma once

#include "services/data/versions/dataset_comparison.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace binnacle {

// Two versions of a dataset column by column: what came, went and changed its type first, then the
// figures of those that both have, "before → after" where they differ.
class DatasetComparisonModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Change, Missing, Distinct, Min, Max, Mean, ColumnCount };
    enum Role { ChangedRole = Qt::UserRole, KindRole }; // bool; 1 added, 2 removed, 3 type, 0 none

    using QAbstractTableModel::QAbstractTableModel;

    void setComparison(const std::optional<DatasetComparison>& comparison);
    QString rowsText() const; // "1,000 → 1,200 rows (+200)"
    QString keyText() const;  // what became of rows by key; empty: no key was given
    QString schemaText() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Line
    {
        int kind = 0;
        QString texts[ColumnCount];
        bool changed[ColumnCount] = {};
    };
    static Line lineOf(const std::pair<ColumnProfile, ColumnProfile>& pair);

    std::optional<DatasetComparison> comparison_;
    std::vector<Line> lines_;
};

} // namespace binnacle
