#pragma once

#include "models/column_spec.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"

#include <QAbstractListModel>

#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

// Every column that the runs in scope offer, thousands if need be: searched by name on a worker,
// ticked where it is shown.
class ColumnChooserModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { KindRole = Qt::UserRole + 1, RunsRole, ColumnTextRole };

    ColumnChooserModel(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                       QObject* parent = nullptr);

    void setScope(const RunQuery& scope);
    void setSearch(const QString& text);
    void setKind(std::optional<RunColumn::Kind> kind); // nullopt: all
    void setShown(const ColumnList& columns);          // ticked
    void reload();

    const RunColumn& columnAt(int row) const
    {
        return items_[static_cast<std::size_t>(row)].column;
    }
    bool isLoading() const { return loading_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void toggled(const binnacle::RunColumn& column, bool shown);
    void loaded();

private:
    bool isShown(const RunColumn& column) const;

    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    RunQuery scope_;
    QString search_;
    std::optional<RunColumn::Kind> kind_;
    ColumnList shown_;
    std::vector<ColumnInfo> items_; // runs -1: an attribute, which every run has
    bool loading_ = false;
    LatestOnly asked_;
};

} // namespace binnacle
