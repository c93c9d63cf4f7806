#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/workspace/drift_reports.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>
#include <vector>

namespace binnacle {

// The reports that the workspace keeps, newest first; follows the workspace.
class DriftReportsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { When, Data, Verdict, Share, ColumnCount };

    DriftReportsModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                      QObject* parent = nullptr);
    void reload();
    bool isLoaded() const { return loaded_; }
    const DriftReportRow& at(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    void remove(int row);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void loaded();
    void failed(const binnacle::Error& error);

private:
    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    std::vector<DriftReportRow> rows_;
    bool loaded_ = false;
    LatestOnly asked_;
};

// "wine.csv → november.csv": the last parts of the paths.
QString driftDataText(const DriftSubject& subject);

} // namespace binnacle
