#pragma once

#include "models/comparison_scope.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/query/run_query_engine.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace binnacle {

// The cells of some columns for all runs of a comparison: what a card over figures (a scatter, a
// histogram, …) draws. Read again when runs change; only the columns asked cost. Lives on the GUI
// thread; reads on WorkerPools::readers. An older answer stays until the new one is there.
class ComparisonColumns : public QObject
{
    Q_OBJECT
public:
    enum class State { Loading, Failed, Ready };
    struct Row
    {
        ComparisonScope::Run run;   // as the scope had it; what is hidden or brushed: ask the scope
        std::vector<RunCell> cells; // one for each column asked
    };

    ComparisonColumns(ComparisonScope& scope, std::shared_ptr<RunQueryEngine> engine,
                      WorkerPools& pools, QObject* parent = nullptr);

    void setColumns(std::vector<RunColumn> columns);
    const std::vector<RunColumn>& columns() const { return columns_; }

    State state() const { return state_; }
    QString errorText() const { return error_; }
    const std::vector<Row>& rows() const { return rows_; } // in the order of the scope's runs
    // Rows whose run is not hidden.
    std::vector<const Row*> visibleRows() const;

    // The runs have changed in the workspace.
    void reload();

signals:
    void changed();

private:
    void scopeChanged();

    ComparisonScope& scope_;
    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    std::vector<RunColumn> columns_;
    State state_ = State::Loading;
    QString error_;
    std::vector<Row> rows_;
    LatestOnly slot_;
};

// The number of a cell: of a metric, a time, or a text that reads as one. NaN where it has none.
double numberOf(const RunCell& cell);
// The cell in words, for axes of categories and tables; empty where it is missing.
QString textOf(const RunCell& cell);

} // namespace binnacle
