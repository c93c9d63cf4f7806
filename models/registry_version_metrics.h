#pragma once

#include "models/registry_version_page.h"

#include <QAbstractTableModel>

namespace binnacle {

// The metrics of a version's run beside those of the champion's run, the main one first.
class RegistryVersionMetrics : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Metric, ThisVersion, Champion, Difference, ColumnCount };
    enum Role { SortRole = Qt::UserRole + 1, JudgementRole }; // JudgementRole: 1 better, −1 worse

    using QAbstractTableModel::QAbstractTableModel;
    void setPage(const std::optional<RegistryVersionPage>& page);
    bool hasChampion() const { return hasChampion_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        std::string name;
        std::optional<double> mine, champion;
    };
    int judgement(const Row& row) const;
    std::vector<Row> rows_;
    bool hasChampion_ = false;
};

// "+0.0055 (+0.56 %)"; empty where one of them is missing or not finite.
QString differenceText(std::optional<double> value, std::optional<double> reference);

} // namespace binnacle
