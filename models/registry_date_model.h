#pragma once

#include "models/registry_rows.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace binnacle {

// Who held which alias, and which stage, at a moment: what was in production on a date.
class RegistryDateModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Model, Alias, Version, Certainty, ColumnCount };
    enum Role { CertainRole = Qt::UserRole + 1 };

    RegistryDateModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                      QObject* parent = nullptr);
    void ask(qint64 time); // UTC milliseconds; the answer follows by answered()
    qint64 time() const { return time_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void answered();
    void failed(const binnacle::Error& error);

private:
    struct Row
    {
        QString model;
        AliasThen held;
    };
    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    qint64 time_ = 0;
    std::vector<Row> rows_;
    LatestOnly asked_;
};

} // namespace binnacle
