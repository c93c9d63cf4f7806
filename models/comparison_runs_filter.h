#pragma once

#include "models/comparison_runs_model.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"

#include <QSortFilterProxyModel>

#include <memory>
#include <optional>
#include <set>

namespace binnacle {

// The runs of a comparison as a person wants to see them in the list: filtered by a piece of the
// name or by MLflow's filter grammar, in the order of the comparison or sorted by a column.
class ComparisonRunsFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    ComparisonRunsFilter(ComparisonRunsModel& runs, std::shared_ptr<RunQueryEngine> engine,
                         WorkerPools& pools, QObject* parent = nullptr);

    // "gbm": names that contain it; "metrics.loss < 0.1": asked of the engine.
    void setFilterText(const QString& text);
    QString problem() const { return problem_; } // what is wrong with the filter; empty: nothing

    // -1: the comparison's own order.
    void sortBy(int column, Qt::SortOrder order);
    bool inOwnOrder() const { return sortColumn() < 0; }

signals:
    void filtered(); // the answer is there, or the problem

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    void ask(const QString& filter);

    ComparisonRunsModel& runs_;
    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    QString name_;
    std::optional<std::set<RunRowId>> found_; // by the engine
    QString problem_;
    LatestOnly slot_;
};

} // namespace binnacle
