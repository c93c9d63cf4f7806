#pragma once

#include "services/drift/drift_report.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace binnacle {

// Two drift reports beside each other, by column: what drifts now and did not, what no longer does.
// First what changed, the more severe later one first.
class DriftComparisonModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Earlier, Later, Change, ColumnCount };
    enum class Kind { NewlyDrifted, Recovered, StillDrifted, StillStable, OnlyEarlier, OnlyLater };
    enum Role { KindRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;
    void setReports(const DriftReport& earlier, const DriftReport& later);
    int count(Kind kind) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        std::string column;
        std::optional<ColumnDrift> earlier, later;
        Kind kind = Kind::StillStable;
    };
    static QString kindText(Kind kind);
    std::vector<Row> rows_;
};

} // namespace binnacle
