// How the page is put together. What it asks for is in runs_page_view.cpp, what a person can do
// with runs in runs_page_actions.cpp.
#include "widgets/runs/runs_page.h"

#include "models/number_text.h"
#include "services/sync/sync_service.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/search_field.h"
#include "widgets/run/run_edits.h"
#include "widgets/runs/column_chooser.h"
#include "widgets/runs/filter_edit.h"
#include "widgets/runs/run_inspector.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/runs_bar.h"
#include "widgets/runs/source_pane.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QSplitter>
#include <QStackedWidget>

namespace binnacle {

namespace {
constexpr int paneWidth = 230;
constexpr int inspectorWidth = 360;
constexpr int roomForBoth = 1000; // pane, table and inspector
} // namespace

RunsPage::RunsPage(std::shared_ptr<Workspace> workspace, std::shared_ptr<RunQueryEngine> engine,
                   WorkerPools& pools, SyncService* sync, RunColors& colors, QWidget* parent)
    : Page(parent)
    , workspace_(std::move(workspace))
    , engine_(std::move(engine))
    , pools_(pools)
    , sync_(sync)
    , colors_(colors)
    , prompts_(std::make_shared<DialogPrompts>())
    , model_(new RunTableModel(workspace_, engine_, pools_, this))
    , experiments_(new ExperimentTreeModel(workspace_, pools_, this))
    , views_(new SavedViewModel(workspace_, engine_, pools_, this))
    , edits_(new RunEdits(workspace_, pools_, sync_, this))
    , pane_(new SourcePane(experiments_, views_, this))
    , bar_(new RunsBar(engine_, pools_, this))
    , notice_(new NoticeBar(this))
    , table_(new RunTable(model_, &colors_, this))
    , empty_(new EmptyState(this))
    , stack_(new QStackedWidget(this))
    , splitter_(new QSplitter(Qt::Horizontal, this))
    , inspector_(new RunInspector(workspace_, engine_, pools_, sync_, edits_, this))
    , columnChooser_(new ColumnChooser(ColumnChooser::Mode::Many, engine_, pools_, this))
    , groupChooser_(new ColumnChooser(ColumnChooser::Mode::One, engine_, pools_, this))
    , syncButton_(makeButton(tr("Sync"), QStringLiteral("refresh-cw"), ButtonRole::Secondary, this))
    , compareButton_(
          makeButton(tr("Compare"), QStringLiteral("chart-line"), ButtonRole::Primary, this))
{
    setObjectName(QStringLiteral("runsPage"));
    setMinimumSize(690, 300); // table and inspector; the pane gives way: see fitPanes()
    inspector_->setPrompts(prompts_.get());
    connect(inspector_, &RunInspector::versionRequested, this, &RunsPage::versionRequested);
    connect(inspector_, &RunInspector::registerRequested, this, &RunsPage::registerRequested);
    buildLayout();
    connectBar();
    connectTable();
    connectEdits();
    remembering_.setSingleShot(true);
    remembering_.setInterval(400);
    connect(&remembering_, &QTimer::timeout, this, &RunsPage::rememberColumns);
    prioritising_.setSingleShot(true);
    prioritising_.setInterval(300);
    connect(&prioritising_, &QTimer::timeout, this, &RunsPage::prioritise);
    countingTrash_.setSingleShot(true);
    countingTrash_.setInterval(100); // behind the rows
    connect(&countingTrash_, &QTimer::timeout, this, &RunsPage::countTrash);

    // Something to read at once; the columns of these runs follow.
    ColumnList first;
    for (const char* name : {"run_name", "status", "source", "duration", "start_time"})
        first.push_back(attributeColumn(name));
    first.front().pinned = true;
    model_->setColumns(first);
    model_->refresh();
    experiments_->reload();
    views_->reload();
    loadSettings();
    adoptColumns();
    updateState();
    updateHeader();
}

RunsPage::~RunsPage() = default;

QString RunsPage::title() const
{
    return tr("Runs");
}

QString RunsPage::iconName() const
{
    return QStringLiteral("flask-conical");
}

QString RunsPage::contextLine() const
{
    if (!experiments_->isLoaded())
        return {};
    const QString runs = countText(experiments_->runs());
    return experiments_->sources() == 1
               ? tr("%1 runs in one source").arg(runs)
               : tr("%1 runs in %2 sources").arg(runs, countText(experiments_->sources()));
}

QList<QWidget*> RunsPage::headerActions()
{
    return {syncButton_, compareButton_};
}

void RunsPage::setPrompts(std::shared_ptr<Prompts> prompts)
{
    prompts_ = std::move(prompts);
    inspector_->setPrompts(prompts_.get());
}

void RunsPage::buildLayout()
{
    syncButton_->setObjectName(QStringLiteral("syncButton"));
    compareButton_->setObjectName(QStringLiteral("compareButton"));
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar_);
    layout->addWidget(notice_);
    layout->addWidget(stack_, 1);
    centre->setMinimumWidth(360);
    splitter_->addWidget(pane_);
    splitter_->addWidget(centre);
    splitter_->addWidget(inspector_);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    splitter_->setStretchFactor(0, 0);
    splitter_->setStretchFactor(1, 1);
    splitter_->setStretchFactor(2, 0);
    splitter_->setSizes({paneWidth, 900, inspectorWidth});
    pane_->setMinimumWidth(150);
    pane_->setMaximumWidth(420);
    inspector_->hide();
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(splitter_);
    setFocusProxy(table_);
}

void RunsPage::connectBar()
{
    connect(bar_->filter, &FilterEdit::applied, this, &RunsPage::askModel);
    auto* typing = new QTimer(this);
    typing->setSingleShot(true);
    typing->setInterval(200);
    connect(bar_->search, &QLineEdit::textChanged, typing, qOverload<>(&QTimer::start));
    connect(typing, &QTimer::timeout, this, &RunsPage::askModel);
    connect(bar_->hideUniform, &QAbstractButton::toggled, model_,
            &RunTableModel::setVariationWanted);
    connect(bar_->tree, &QAbstractButton::toggled, model_, &RunTableModel::setTree);
    connect(bar_->deleted, &QAbstractButton::toggled, this, [this] {
        noticeIsUndo_ = false;
        askModel();
        updateNotice();
    });
    connect(bar_->inspector, &QAbstractButton::toggled, this, &RunsPage::showInspector);
    connect(bar_->saveView, &QPushButton::clicked, this, &RunsPage::saveView);
    connect(bar_->columns, &QPushButton::clicked, this,
            [this] { columnChooser_->popUp(bar_->columns, scope(), model_->columns()); });
    connect(bar_->group, &QPushButton::clicked, this, [this] {
        ColumnList chosen;
        if (model_->groupBy())
            chosen.push_back({*model_->groupBy(), ColumnSpec::Show::Value, false, 0});
        groupChooser_->popUp(bar_->group, scope(), chosen);
        bar_->group->setChecked(model_->groupBy().has_value());
    });
    connect(bar_->figure, &QPushButton::clicked, this, &RunsPage::openFigureMenu);
    connect(columnChooser_, &ColumnChooser::toggled, this, &RunsPage::toggleColumn);
    connect(columnChooser_, &ColumnChooser::resetRequested, this, &RunsPage::findDefaultColumns);
    connect(groupChooser_, &ColumnChooser::picked, this,
            [this](const RunColumn& column) { groupBy(column); });
    connect(groupChooser_, &ColumnChooser::cleared, this, [this] { groupBy(std::nullopt); });

    connect(pane_, &SourcePane::scopeChanged, this, &RunsPage::scopeChanged);
    connect(pane_, &SourcePane::viewChosen, this, [this](int row) { apply(views_->viewAt(row)); });
    connect(pane_, &SourcePane::viewMenuRequested, this, &RunsPage::openViewMenu);
    connect(experiments_, &ExperimentTreeModel::loaded, this, [this] {
        table_->setStaleSources(pane_->sourcesOutOfReach());
        updateHeader();
        updateState();
    });
    connect(syncButton_, &QPushButton::clicked, this, [this] {
        if (sync_)
            sync_->syncNow();
    });
    connect(compareButton_, &QPushButton::clicked, this, &RunsPage::requestCompare);
    connect(empty_, &EmptyState::actionTriggered, this, &RunsPage::emptyAction);
    syncButton_->setEnabled(sync_ != nullptr);
}

void RunsPage::connectTable()
{
    connect(model_, &RunTableModel::arranged, this, [this] {
        bar_->setCounts(model_->matched(), model_->total(), model_->milliseconds());
        if (std::exchange(defaultsWanted_, false))
            findDefaultColumns();
        updateState();
        countingTrash_.start();
    });
    connect(model_, &RunTableModel::failed, this, &RunsPage::updateState);
    connect(table_, &RunTable::selectionChanged, this, [this] {
        updateHeader();
        updateNotice();
        prioritising_.start();
    });
    connect(table_, &RunTable::currentRunChanged, this, [this] {
        inspector_->setRun(table_->currentRun());
        prioritising_.start();
    });
    connect(table_, &RunTable::activated, this, &RunsPage::runActivated);
    connect(table_, &RunTable::menuRequested, this, &RunsPage::openRunMenu);
    connect(table_, &RunTable::sortRequested, this, &RunsPage::sortBy);
    connect(table_, &RunTable::headerMenuRequested, this, &RunsPage::openHeaderMenu);
    connect(table_, &RunTable::columnsArranged, this, &RunsPage::arrangeColumns);
}

void RunsPage::connectEdits()
{
    connect(edits_, &RunEdits::removed, this, [this](const std::vector<RunRowId>& runs) {
        lastRemoved_ = runs;
        noticeIsUndo_ = true;
        notice_->show(
            runs.size() == 1
                ? tr("1 run moved to the trash")
                : tr("%1 runs moved to the trash").arg(countText(static_cast<qint64>(runs.size()))),
            tr("Undo"));
    });
    connect(edits_, &RunEdits::restored, this, [this] {
        noticeIsUndo_ = false;
        notice_->hide();
        updateNotice();
    });
    connect(edits_, &RunEdits::failed, this,
            [this](const Error& error) { notice_->show(error.message); });
    connect(views_, &SavedViewModel::failed, this,
            [this](const Error& error) { notice_->show(error.message); });
    connect(notice_, &NoticeBar::firstTriggered, this, [this] {
        edits_->restore(noticeIsUndo_ ? std::exchange(lastRemoved_, {}) : chosenRuns());
    });
    connect(notice_, &NoticeBar::secondTriggered, this, &RunsPage::confirmPurge);
    connect(edits_, &RunEdits::capabilitiesChanged, this, &RunsPage::updateNotice);
}

void RunsPage::updateState()
{
    using Kind = EmptyState::Kind;
    if (model_->state() == RunTableModel::State::Failed) {
        empty_->show(Kind::Failed, model_->error().message, tr("Try again"));
    } else if (model_->state() == RunTableModel::State::Loading) {
        empty_->show(Kind::Loading, tr("Reading the runs"));
    } else if (model_->rowCount() > 0) {
        stack_->setCurrentWidget(table_);
        return;
    } else if (bar_->deleted->isChecked() && model_->total() == 0) {
        empty_->show(Kind::Empty, tr("The trash is empty."), tr("Show active runs"),
                     QStringLiteral("trash-2"));
    } else if (model_->total() > 0) {
        empty_->show(Kind::Empty, tr("No run fits this filter."), tr("Clear the filter"),
                     QStringLiteral("search"));
    } else if (experiments_->isLoaded() && experiments_->sources() == 0) {
        empty_->show(Kind::Empty, tr("No source is mirrored yet. Add one in Settings."));
    } else if (!pane_->sourcesOutOfReach().empty()) {
        empty_->show(Kind::Offline,
                     tr("The source is out of reach, and nothing of it is here yet."),
                     sync_ ? tr("Try again") : QString());
    } else {
        empty_->show(Kind::Empty, tr("No runs are mirrored yet."), sync_ ? tr("Sync") : QString());
    }
    stack_->setCurrentWidget(empty_);
}

void RunsPage::emptyAction()
{
    if (model_->state() == RunTableModel::State::Failed) {
        model_->refresh();
    } else if (bar_->deleted->isChecked() && model_->total() == 0) {
        bar_->deleted->setChecked(false);
    } else if (model_->total() > 0) {
        bar_->filter->setFilter({});
        bar_->search->clear();
        askModel();
    } else if (sync_) {
        sync_->syncNow();
    }
}

void RunsPage::updateHeader()
{
    const auto count = table_->selectedCount();
    compareButton_->setText(count > 1 ? tr("Compare %1").arg(countText(count)) : tr("Compare"));
    compareButton_->setEnabled(count > 1);
    compareButton_->setToolTip(count > 1 ? tr("Side by side (Return)")
                                         : tr("Choose two runs or more"));
    emit headerChanged();
}

std::vector<RunRowId> RunsPage::chosenRuns() const
{
    auto runs = table_->selectedRuns();
    if (const auto current = table_->currentRun(); runs.empty() && current)
        runs.push_back(*current);
    return runs;
}

void RunsPage::showInspector(bool shown)
{
    if (inspector_->isVisibleTo(this) == shown && bar_->inspector->isChecked() == shown)
        return;
    bar_->inspector->setChecked(shown);
    inspector_->setVisible(shown);
    fitPanes();
    if (shown) {
        const int pane = pane_->isVisibleTo(this) ? pane_->width() : 0;
        const int wanted = width() >= roomForBoth ? inspectorWidth : inspector_->minimumWidth();
        splitter_->setSizes({pane, splitter_->width() - pane - wanted - 2, wanted});
        inspector_->setRun(table_->currentRun());
    }
    writeSetting(QStringLiteral("runs.inspector"), shown ? "1" : "0");
}

// In a small window there is room for one of the two.
void RunsPage::fitPanes()
{
    pane_->setVisible(width() >= roomForBoth || !inspector_->isVisibleTo(this));
}

void RunsPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    fitPanes();
}

void RunsPage::showRun(RunRowId run)
{
    table_->setCurrentRun(run);
    inspector_->setRun(run);
    showInspector(true);
}

void RunsPage::prioritise()
{
    if (!sync_)
        return;
    std::vector<RunRowId> first = pinned_;
    if (const auto current = table_->currentRun())
        first.push_back(*current);
    auto selected =
        table_->selectedCount() <= 200 ? table_->selectedRuns() : std::vector<RunRowId>{};
    first.insert(first.end(), selected.begin(), selected.end());
    sync_->prioritise(first);
}

void RunsPage::keyPressEvent(QKeyEvent* event)
{
    if (!handleKey(event))
        Page::keyPressEvent(event);
}

} // namespace binnacle
