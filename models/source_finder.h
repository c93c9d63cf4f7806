#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/sync/store_discovery.h"

#include <QAbstractListModel>

#include <vector>

namespace binnacle {

// The stores that lie nearby, for the first start.
class SourceFinder : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        TitleRole = Qt::DisplayRole, // "MLflow database"
        AddressRole = Qt::UserRole,
        DetailRole, // "~/work/mlflow.db · 4.2 MB · 2 h ago"
        IconRole,   // a name for icon()
    };

    explicit SourceFinder(QObject* parent = nullptr);
    void search(WorkerPools& pools, DiscoveryPlaces places);
    void setCandidates(std::vector<StoreCandidate> candidates);
    bool isSearching() const { return search_.busy(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void finished();

private:
    std::vector<StoreCandidate> candidates_;
    LatestOnly search_;
};

} // namespace binnacle
