#pragma once

#include "models/comparison_columns.h"
#include "models/comparison_model.h"
#include "models/comparison_runs_filter.h"
#include "models/run_id_stream.h"

#include <QJsonObject>
#include <QPointer>
#include <QWidget>

class QMenu;
class QTableView;
class QToolButton;

namespace binnacle {

class AddRunsPopup;
class RunListDelegate;
class SearchField;
class TextLabel;

// The runs of a comparison beside its cards: with columns, a filter and an order of their own;
// added, removed, hidden, coloured, moved. The run under the mouse is marked in all cards.
// Keys: Space hides, Delete removes, Alt+Up and Alt+Down move, Return opens, Escape clears the
// filter.
class ComparisonRunList : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::size_t mostRuns = 500;

    ComparisonRunList(ComparisonModel& model, std::shared_ptr<RunQueryEngine> engine,
                      WorkerPools& pools, QWidget* parent = nullptr);

    // Columns and order, as they are kept between two starts.
    QJsonObject save() const;
    void restore(const QJsonObject& saved);
    void setColumns(std::vector<RunColumn> columns);
    void openAddRuns(); // the popup

    ComparisonRunsFilter& shown() { return shown_; }
    QTableView* view() { return view_; }

signals:
    void runActivated(binnacle::RunRowId run); // to be opened
    void stateChanged();                       // save() gives something else now

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeHead();
    void prepareView();
    void connectModels();
    void refresh(); // counts, what is brushed out
    void refreshFilter();
    void shareWidth();
    void chooseColumns();
    void firstColumns(); // the metric that tells most, before a person chooses
    void applyColumns();
    void takeCells();
    void sortBy(int column);
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    void moveCurrent(int by);
    void select(RunRowId run);
    void showMenu(const QPoint& at);
    void addColours(QMenu* menu, RunRowId run);
    RunRowId runAt(const QModelIndex& index) const;

    ComparisonModel& model_;
    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    ComparisonColumns cells_;
    ComparisonRunsFilter shown_;
    std::vector<RunColumn> columns_;
    bool columnsChosen_ = false;
    std::optional<RunRowId> keep_; // selected again after the rows were read anew

    TextLabel* count_ = nullptr;
    SearchField* search_ = nullptr;
    TextLabel* problem_ = nullptr;
    QToolButton* columnsButton_ = nullptr;
    QToolButton* addButton_ = nullptr;
    QTableView* view_ = nullptr;
    RunListDelegate* delegate_ = nullptr;
    QPointer<AddRunsPopup> popup_;
};

} // namespace binnacle
