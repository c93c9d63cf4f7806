#pragma once

#include "models/run_details.h"

#include <QAbstractTableModel>

#include <vector>

namespace binnacle {

// The metrics of one run: key, last, best, least and greatest, steps in the tooltips.
class RunMetricsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Key, Last, Best, Min, Max, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setMetrics(std::vector<MetricFigures> metrics);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<MetricFigures> metrics_;
};

// Keys and values of one run: params, or tags.
class RunValuesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setValues(std::vector<KeyValue> values);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<KeyValue> values_;
};

} // namespace binnacle
