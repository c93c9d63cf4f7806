#pragma once

#include "models/column_facts.h"
#include "models/column_spec.h"
#include "models/number_text.h"
#include "models/run_arrangement.h"
#include "models/run_cell_cache.h"
#include "models/run_sparkline.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/domain/error.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

// The run table: any number of runs, nested and grouped ones as unfolded lines with a level, so
// that a view need not lay out what it does not show. Rows are put in order on a worker thread;
// cells are read for the rows in sight. data() reads memory only. Nothing but a change of columns
// resets the model: persistent indexes (selection, current row) follow their run.
class RunTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        RunIdRole = Qt::UserRole + 1, // qlonglong, negative for the head of a group
        LevelRole,
        ExpandedRole, // bool; invalid where there is nothing below
        LoadingRole,
        BestRole,
        PendingRole,
        PinnedRole,
        ColumnRole, // header: columnText() of the column
    };
    enum class State { Loading, Ready, Failed };
    using Aggregate = GroupFigure;

    RunTableModel(std::shared_ptr<Workspace> workspace, std::shared_ptr<RunQueryEngine> engine,
                  WorkerPools& pools, QObject* parent = nullptr);
    ~RunTableModel() override;

    // What is shown. Each call asks anew; several in one turn of the event loop are one request.
    void setQuery(const RunQuery& query);
    const RunQuery& query() const { return query_; }
    void setTree(bool tree);
    bool isTree() const { return tree_; }
    void setGroupBy(const std::optional<RunColumn>& column);
    const std::optional<RunColumn>& groupBy() const { return groupBy_; }
    void setAggregate(Aggregate aggregate);
    Aggregate aggregate() const { return aggregate_; }
    void setExpanded(int row, bool expanded);
    void setPinnedRuns(const std::vector<RunRowId>& runs); // on top
    void setColumns(const ColumnList& columns);
    const ColumnList& columns() const { return columns_; }
    void setColumnWidth(int column, int width); // kept in columns(), shown by nobody here
    void setVariationWanted(bool wanted);

    // The rows in sight, for what is read first.
    void setWindow(int first, int last);
    void refresh(); // at once; the workspace's own changes come by themselves

    State state() const { return state_; }
    const Error& error() const { return error_; }
    bool isAsking() const { return arrangingNow_ || asking_.isActive(); }
    std::int64_t total() const { return total_; }
    std::int64_t matched() const { return static_cast<std::int64_t>(matched_->size()); }
    double milliseconds() const { return milliseconds_; }
    std::shared_ptr<const std::vector<RunRowId>> matchedRuns() const { return matched_; }

    RunRowId lineId(int row) const;
    bool isGroup(int row) const { return raw(lineId(row)) < 0; }
    int rowOf(RunRowId run) const; // -1: not shown
    RunLines::Shape shape(int row) const { return lines_->shape(static_cast<std::size_t>(row)); }
    const RunRowHead* head(int row) const; // nullptr: not read yet, or a group
    const GroupFacts* group(int row) const;
    std::int64_t childCount(int row) const;
    const RunCell* cell(int row, int column) const; // nullptr: not read yet
    SharedSparkline sparkline(int row, int column) const;
    bool isBest(int row, int column) const;
    bool isPinned(RunRowId run) const;
    NumberFormat format(int column) const
    {
        return looks_[static_cast<std::size_t>(column)].format;
    }
    bool isFigureColumn(int column) const;
    bool isUniform(int column) const; // empty or equal among the runs shown
    QString groupText(int row, int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void linesAboutToChange(); // before and after rows come, go or move
    void linesChanged();
    void arranged(); // an answer is shown: counts, time and state
    void failed(const binnacle::Error& error);
    void columnsAboutToChange();
    void columnsReplaced();
    void factsChanged(); // best values and uniform columns

private:
    struct Look
    {
        NumberFormat format;
        std::vector<double> sample; // of the values read so far
        bool figures = false;
        bool known = false;
    };

    void ask();
    void send();
    void receive(Result<Arrangement> answer);
    void apply(const LinesChange& change);
    void moveTo(const LinesChange& change);
    void askFacts();
    void wantCells() const;
    void fetchCells();
    void receiveCells(Result<std::vector<RunRowCells>> rows, std::uint32_t version,
                      std::uint64_t generation);
    void fetchSparklines();
    void learnLooks(const std::vector<RunRowCells>& rows);
    void rowsRead(const std::vector<std::int64_t>& ids);
    std::vector<RunColumn> valueColumns() const;
    std::pair<int, int> window(int margin) const;
    std::vector<RunRowId> staleRows(int beyond) const; // in the window
    QString displayText(int row, int column) const;

    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<RunQueryEngine> engine_;
    HistoryStore histories_;
    WorkerPools& pools_;

    RunQuery query_;
    bool tree_ = false;
    std::optional<RunColumn> groupBy_;
    Aggregate aggregate_ = Aggregate::Mean;
    std::shared_ptr<const LineSet> open_;
    std::vector<RunRowId> pinned_;
    LineSet pinnedSet_;
    ColumnList columns_;
    bool variationWanted_ = false;

    State state_ = State::Loading;
    Error error_;
    SharedLines lines_;
    const std::vector<RunRowId>* ids_; // of lines_, or of a step between two answers
    std::size_t count_ = 0;
    std::shared_ptr<const std::vector<RunRowId>> matched_;
    std::int64_t total_ = 0;
    double milliseconds_ = 0;
    std::unordered_map<std::int64_t, GroupFacts> groups_;
    std::unordered_map<std::int64_t, std::int64_t> children_;
    std::vector<RunColumn> aggregated_;

    RunCellCache cache_;
    SparklineCache sparklines_;
    std::vector<Look> looks_;
    std::vector<ColumnFacts> facts_; // as columns_, or empty
    int firstShown_ = 0, lastShown_ = 60;

    LatestOnly arranging_, factsAsked_, cellsAsked_, linesAsked_;
    bool arrangingNow_ = false, cellsNow_ = false, sparklinesNow_ = false;
    bool refreshAgain_ = false, cellsAgain_ = false, factsWanted_ = false, inSightOnly_ = false;
    QTimer asking_;          // gathers settings of one turn
    QTimer refreshing_;      // gathers commits
    mutable QTimer reading_; // gathers cells that a view missed
};

} // namespace binnacle
