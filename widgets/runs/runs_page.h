#pragma once

#include "models/experiment_tree_model.h"
#include "models/run_colors.h"
#include "models/run_id_stream.h"
#include "models/run_table_model.h"
#include "models/saved_view_model.h"
#include "services/backends/tracking_backend.h"
#include "services/workspace/stored_size.h"
#include "widgets/common/page.h"
#include "widgets/common/prompts.h"

#include <QTimer>

#include <memory>
#include <vector>

class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace binnacle {

class ColumnChooser;
class EmptyState;
class NoticeBar;
class RunEdits;
class RunInspector;
class RunsBar;
class RunTable;
class SourcePane;
class SyncService;

// Every run of every source in one table: filtered, sorted, grouped, looked at, changed.
class RunsPage : public Page
{
    Q_OBJECT
public:
    enum class CopyForm { Csv, Markdown, Python };

    // `sync` may be null: then nothing is fetched from a source, what is mirrored is shown.
    RunsPage(std::shared_ptr<Workspace> workspace, std::shared_ptr<RunQueryEngine> engine,
             WorkerPools& pools, SyncService* sync, RunColors& colors, QWidget* parent = nullptr);
    ~RunsPage() override;

    QString title() const override;
    QString iconName() const override;
    QString contextLine() const override;
    QList<QWidget*> headerActions() override;
    QList<PageCommand> commands() override;

    void setPrompts(std::shared_ptr<Prompts> prompts);
    RunsView view() const; // as it is now
    void apply(const RunsView& view);
    void showRun(RunRowId run); // chosen from elsewhere: current, inspector open
    RunTableModel* model() const { return model_; }
    RunTable* table() const { return table_; }

signals:
    void compareRequested(const std::vector<binnacle::RunRowId>& runs);
    void runActivated(binnacle::RunRowId run); // to be opened on its page
    void versionRequested(binnacle::RegisteredModelRowId model, const QString& version);
    void registerRequested(binnacle::RunRowId run); // one of its models

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    // runs_page.cpp
    void buildLayout();
    void connectBar();
    void connectTable();
    void connectEdits();
    void updateState();
    void updateHeader();
    void emptyAction();
    std::vector<RunRowId> chosenRuns() const; // selected, else the current one
    void showInspector(bool shown);
    void prioritise();
    void fitPanes();

    // runs_page_view.cpp
    RunQuery scope() const;
    void scopeChanged();
    void askModel();
    void setOrder(const std::vector<SortTerm>& order);
    void sortBy(const RunColumn& column, bool add);
    void groupBy(const std::optional<RunColumn>& column);
    void showGroupFigure(GroupFigure figure);
    void openFigureMenu();
    QString columnsKey() const;
    void adoptColumns();
    void turnToColumnsOfScope();
    void findDefaultColumns();
    void arrangeColumns(const ColumnList& columns); // by a person: remembered
    void toggleColumn(const RunColumn& column, bool shown);
    void rememberColumns();
    void saveView();
    void openViewMenu(int row, const QPoint& at);
    void loadSettings();
    void writeSetting(const QString& name, const std::string& value);

    // runs_page_actions.cpp
    void openRunMenu(const QPoint& at);
    void addCopyActions(QMenu* menu);
    void openCopyMenu();
    void openHeaderMenu(int column, const QPoint& at);
    void copyAs(CopyForm form);
    void requestCompare();
    void togglePinned();
    void updateNotice();
    void countTrash();
    void confirmPurge();
    TrackingCapabilities capabilitiesOfChosen() const;
    bool handleKey(QKeyEvent* event);

    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<RunQueryEngine> engine_;
    WorkerPools& pools_;
    SyncService* sync_;
    RunColors& colors_;
    std::shared_ptr<Prompts> prompts_;

    RunTableModel* model_;
    ExperimentTreeModel* experiments_;
    SavedViewModel* views_;
    RunEdits* edits_;
    SourcePane* pane_;
    RunsBar* bar_;
    NoticeBar* notice_;
    RunTable* table_;
    EmptyState* empty_;
    QStackedWidget* stack_;
    QSplitter* splitter_;
    RunInspector* inspector_;
    ColumnChooser *columnChooser_, *groupChooser_;
    QPushButton *syncButton_, *compareButton_;

    std::vector<SortTerm> order_;
    std::vector<RunRowId> pinned_;
    std::vector<RunRowId> lastRemoved_; // for an undo
    QString columnsOf_;                 // setting that keeps the columns shown
    std::int64_t trash_ = 0;
    std::optional<StoredSize> trashSize_; // while it is shown
    bool defaultsWanted_ = false;
    bool noticeIsUndo_ = false;
    QTimer remembering_, prioritising_, countingTrash_;
    LatestOnly columnsAsked_, defaultsAsked_, trashAsked_, copying_;
};

} // namespace binnacle
