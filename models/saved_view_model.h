#pragma once

#include "models/saved_view.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"
#include "services/workspace/view_store.h"

#include <QAbstractListModel>
#include <QTimer>

#include <memory>
#include <vector>

namespace binnacle {

// The named views of the run table, each with how many runs it shows now.
class SavedViewModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { RunsRole = Qt::UserRole + 1 }; // qlonglong; invalid while unknown

    SavedViewModel(std::shared_ptr<Workspace> workspace, std::shared_ptr<RunQueryEngine> engine,
                   WorkerPools& pools, QObject* parent = nullptr);

    void reload();
    QString nameAt(int row) const;
    const RunsView& viewAt(int row) const { return items_[static_cast<std::size_t>(row)].view; }
    void save(const QString& name, const RunsView& view); // replaces one of the same name
    void remove(const QString& name);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void loaded();
    void failed(const binnacle::Error& error);

private:
    struct Item
    {
        QString name;
        RunsView view;
        std::int64_t runs = -1;
        bool operator==(const Item&) const = default;
    };
    void write(std::function<Result<void>(const ViewStore&)> work);
    void take(std::vector<Item> items);
    void count();

    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    std::vector<Item> items_;
    LatestOnly asked_, counting_;
    QTimer recount_;
};

} // namespace binnacle
