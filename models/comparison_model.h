#pragma once

#include "models/comparison_runs_model.h"
#include "models/comparison_scope.h"
#include "models/comparison_table_model.h"
#include "models/run_colors.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/compare/comparison_report.h"
#include "services/query/run_query_engine.h"

#include <QStringListModel>
#include <QTimer>

#include <functional>

namespace binnacle {

// The runs that a person compares, and the models over them: the list, the metrics and the
// differences. Read again when runs change. Lives on the GUI thread.
class ComparisonModel : public QObject
{
    Q_OBJECT
public:
    enum class State { Empty, Loading, Failed, Ready };

    ComparisonModel(std::shared_ptr<Workspace> workspace, std::shared_ptr<RunQueryEngine> engine,
                    WorkerPools& pools, RunColors& colors, QObject* parent = nullptr);

    void setRuns(std::vector<RunRowId> runs);
    const std::vector<RunRowId>& runs() const { return runIds_; }
    void addRuns(const std::vector<RunRowId>& runs); // behind the others; those there stay
    void removeRun(RunRowId run);
    void moveRun(RunRowId run, std::size_t to); // its place in the list
    void setHidden(RunRowId run, bool hidden);
    bool isHidden(RunRowId run) const;
    void setColour(RunRowId run, int slot); // on every page; remembered
    void setMetric(const QString& metric);  // whose figures the list of runs shows
    QString metric() const { return metric_; }
    void setDirection(const QString& metric, MetricDirection direction); // remembered

    // As its row has it: guessed or chosen. Unknown where no run has the metric.
    MetricDirection directionOf(const std::string& metric) const;

    State state() const { return state_; }
    QString errorText() const { return error_; }
    std::size_t sourceCount() const;

    // What a person can choose from for an axis: each key that some run has.
    struct ColumnChoice
    {
        RunColumn column;
        bool numeric = false; // some run has a number there
        bool varies = false;  // not the same for all runs
    };
    std::vector<ColumnChoice> columnChoices() const;

    ComparisonScope& scope() { return scope_; } // shared by all cards
    RunColors& colors() { return colors_; }
    ComparisonRunsModel& runList() { return runList_; }
    QStringListModel& metrics() { return metrics_; } // by name
    ComparisonTableModel& table() { return table_; }

    // What is kept between two starts, as JSON: runs, hidden ones, metric.
    QByteArray save() const;
    void restore(const QByteArray& saved);

    enum class ReportKind { Html, Csv };
    // Writes the comparison to a file; `done` hears the error, or an empty text.
    void exportTo(ReportKind kind, const QString& file, std::function<void(QString)> done);

signals:
    void changed();                      // state, runs or metric
    void failed(const QString& message); // an edit that could not be stored

private:
    void reload();
    bool reorder(); // what was read, as runIds_ has it; false: something else was read
    void receive(Result<RunComparison> answer);
    void refreshList();
    DirectionOf directions() const;
    void restoreColours();

    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    RunColors& colors_;

    std::vector<RunRowId> runIds_;
    std::vector<RunRowId> hidden_;
    QString metric_;
    QString wantedMetric_; // restored, before the metrics are known
    State state_ = State::Empty;
    QString error_;

    ComparisonScope scope_;
    ComparisonRunsModel runList_;
    QStringListModel metrics_;
    ComparisonTableModel table_;
    LatestOnly slot_;
    bool reading_ = false;
    QTimer changedRuns_;
};

} // namespace binnacle
