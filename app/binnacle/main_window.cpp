#include "app/binnacle/main_window.h"

#include "app/binnacle/application.h"
#include "app/binnacle/command_palette.h"
#include "app/binnacle/first_rows.h"
#include "app/binnacle/header_bar.h"
#include "app/binnacle/page_factory.h"
#include "app/binnacle/rail.h"
#include "app/binnacle/settings_page.h"
#include "app/binnacle/status_strip.h"
#include "app/common/default_workspace.h"
#include "models/source_finder.h"
#include "services/async/deliver.h"
#include "services/promotion/promoter.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/page.h"
#include "widgets/common/search_field.h"
#include "widgets/sources/first_start_page.h"
#include "widgets/sources/sources_dialog.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace binnacle {

namespace {
constexpr int syncAfterFirstRows = 200; // ms: the first scroll is smoother than the first pass
constexpr int syncAtLatest = 3000;
constexpr int answerWithin = 60'000; // ms: a failure after that is no answer to F5
} // namespace

MainWindow::MainWindow(Application& application, Prompts& prompts, QWidget* parent)
    : QWidget(parent)
    , application_(application)
    , prompts_(prompts)
    , settings_(WindowSettings::load())
    , rail_(new Rail(this))
    , header_(new HeaderBar(this))
    , stack_(new QStackedWidget(this))
    , opening_(new EmptyState(this))
    , status_(new StatusStrip(application.sources(), this))
    , palette_(new CommandPalette(header_->search(), this))
    , finder_(new SourceFinder(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Binnacle"));
    setAcceptDrops(true);
    setMinimumSize(900, 560);
    buildFrame();
    buildActions();
    restore();

    connect(&application_, &Application::opened, this, &MainWindow::workspaceOpened);
    connect(&application_, &Application::openFailed, this, &MainWindow::workspaceFailed);
    connect(&application_.sources(), &SourceListModel::loaded, this, &MainWindow::sourcesLoaded);
    connect(&application_.sources(), &SourceListModel::loadFailed, this,
            &MainWindow::workspaceFailed);
    connect(&application_.syncStatus(), &SyncStatus::changed, status_, &StatusStrip::showJob);
    if (application_.isOpen())
        workspaceOpened();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildFrame()
{
    opening_->setObjectName(QStringLiteral("opening"));
    opening_->show(EmptyState::Kind::Loading, tr("Opening the workspace…"));
    stack_->setObjectName(QStringLiteral("pageStack"));
    stack_->addWidget(opening_);

    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(header_);
    right->addWidget(stack_, 1);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(rail_);
    upper->addLayout(right, 1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(upper, 1);
    all->addWidget(status_);

    rail_->addPage(tr("Runs"), QStringLiteral("flask-conical"), QStringLiteral("railRuns"),
                   QStringLiteral("Ctrl+1"));
    rail_->addPage(tr("Compare"), QStringLiteral("chart-line"), QStringLiteral("railCompare"),
                   QStringLiteral("Ctrl+2"));
    rail_->addPage(tr("Models"), QStringLiteral("package"), QStringLiteral("railModels"),
                   QStringLiteral("Ctrl+3"));
    rail_->addPage(tr("Datasets"), QStringLiteral("database"), QStringLiteral("railDatasets"),
                   QStringLiteral("Ctrl+4"));
    rail_->addPage(tr("Drift"), QStringLiteral("waves"), QStringLiteral("railDrift"),
                   QStringLiteral("Ctrl+5"));
    rail_->addPage(tr("Readiness"), QStringLiteral("list-checks"), QStringLiteral("railReadiness"),
                   QStringLiteral("Ctrl+7"));
    rail_->addPage(tr("Audit log"), QStringLiteral("scroll-text"), QStringLiteral("railAudit"),
                   QStringLiteral("Ctrl+8"));
    rail_->addBottomPage(tr("Settings"), QStringLiteral("settings"), QStringLiteral("railSettings"),
                         QStringLiteral("Ctrl+,"));
    connect(rail_, &Rail::pageChosen, this, &MainWindow::showPage);
    connect(status_, &StatusStrip::sourceChosen, this, &MainWindow::openSources);
    connect(status_, &StatusStrip::cancelRequested, this, [this] {
        if (application_.sync())
            application_.sync()->cancel();
    });
    palette_->setPageCommands([this] {
        QList<Command> offered;
        if (auto* page = qobject_cast<Page*>(stack_->currentWidget()))
            for (const auto& command : page->commands())
                offered.append({command.text, command.iconName, {}, command.run});
        return offered;
    });
    connect(palette_, &CommandPalette::runChosen, this,
            [this](qint64 run) { openRun(RunRowId(run)); });
}

void MainWindow::restore()
{
    if (settings_.geometry.isEmpty() || !restoreGeometry(settings_.geometry))
        resize(1440, 900);
    rail_->setCollapsed(settings_.railCollapsed);
    stack_->setFocusPolicy(Qt::ClickFocus); // else the first button of the rail has it at start
    stack_->setFocus();
    showPage(pageNamed(settings_.page));
}

int MainWindow::pageNamed(const QString& name) const
{
    for (int index = 0; index < PageCount; ++index)
        if (rail_->button(index)->objectName() == name)
            return index;
    return RunsIndex;
}

void MainWindow::workspaceOpened()
{
    palette_->searchRuns(application_.engine(), application_.pools());
    connect(application_.sync(), &SyncService::passFinished, this,
            [this](SourceId, bool ok, const QString& message) {
                // Regular passes say it in the source's own words; who asked wants to know why.
                const bool asked = syncAsked_.isValid() && syncAsked_.elapsed() < answerWithin;
                if (asked && !ok && !message.isEmpty())
                    status_->showMessage(message);
            });
    connect(application_.editor(), &SourceEditor::added, this,
            [this](SourceId source, const QString& name, const QString& note) {
                status_->showMessage(note.isEmpty() ? tr("Added %1.").arg(name) : note,
                                     note.isEmpty() ? 5000 : 15'000);
                application_.sync()->syncNow(source);
                if (firstStart_)
                    firstStart_->setBusy(false);
            });
    connect(application_.editor(), &SourceEditor::addFailed, this,
            [this](const QString&, const QString& sentence) {
                if (firstStart_ && stack_->currentWidget() == firstStart_) {
                    firstStart_->setBusy(false);
                    firstStart_->showProblem(sentence);
                } else {
                    status_->showMessage(sentence, 10'000);
                }
            });
    // What a crash cut is seen at once, before the page of models was opened.
    deliver(onPool(&application_.pools().readers,
                   [promoter = application_.promoter()] { return promoter->unfinished(); }),
            this, [this](const Result<std::vector<ActRecord>>& acts) {
                if (acts)
                    rail_->button(ModelsIndex)->setAlertCount(static_cast<int>(acts->size()));
            });
    const QStringList places = std::exchange(waitingPlaces_, {});
    addPlaces(places);
}

void MainWindow::workspaceFailed(const QString& sentence)
{
    failed_ = true;
    opening_->show(EmptyState::Kind::Failed, sentence);
    showContent();
}

void MainWindow::sourcesLoaded()
{
    showContent();
    if (syncStarted_)
        return;
    syncStarted_ = true;
    const auto begin = [this] { application_.startSync(); };
    auto* later = new QTimer(this);
    later->setSingleShot(true);
    connect(later, &QTimer::timeout, this, begin);
    if (current_ != RunsIndex) { // its rows are not waited for
        later->start(syncAfterFirstRows);
        return;
    }
    auto* rows = new FirstRows(pageAt(RunsIndex), QStringLiteral("runTable"), this);
    connect(rows, &FirstRows::painted, this, &MainWindow::firstRowsPainted);
    later->start(application_.sources().rowCount() == 0 ? 0 : syncAtLatest);
    connect(rows, &FirstRows::painted, later, [later] {
        if (later->isActive())
            later->start(syncAfterFirstRows);
    });
}

Page* MainWindow::pageAt(int index)
{
    if (pages_[index])
        return pages_[index];
    Page* page = nullptr;
    if (index == SettingsIndex) {
        auto* settings = new SettingsPage(
            settings_.theme, QString::fromStdString(application_.workspaceFile().string()), this);
        connect(settings, &SettingsPage::themeChosen, this, &MainWindow::chooseTheme);
        connect(settings, &SettingsPage::sourcesRequested, this, [this] { openSources(); });
        connect(settings, &SettingsPage::shortcutsRequested, this, &MainWindow::showShortcuts);
        page = settings;
    } else if (!application_.isOpen()) {
        return nullptr;
    } else {
        page = makePage(index);
    }
    stack_->addWidget(page);
    pages_[index] = page;
    return page;
}

Page* MainWindow::makePage(int index)
{
    switch (index) {
    case CompareIndex:
        return makeComparePage(application_, prompts_, hooks(), this);
    case ModelsIndex:
        return makeModelsPage(application_, prompts_, hooks(), this);
    case DatasetsIndex:
        return makeDatasetsPage(application_, prompts_, hooks(), this);
    case DriftIndex:
        return makeDriftPage(application_, prompts_, this);
    case ReadinessIndex:
        return makeReadinessPage(application_, prompts_, hooks(), this);
    case AuditIndex:
        return makeAuditPage(application_, prompts_, this);
    default:
        return makeRunsPage(application_, prompts_, hooks(), this);
    }
}

PageHooks MainWindow::hooks()
{
    PageHooks hooks;
    hooks.compare = [this](const std::vector<RunRowId>& runs) { compare(runs); };
    hooks.showRun = [this](RunRowId run) { showRunInTable(run); };
    hooks.openRun = [this](RunRowId run) { openRun(run); };
    hooks.closeRun = [this] { closeRun(); };
    hooks.unfinished = [this](int count) { rail_->button(ModelsIndex)->setAlertCount(count); };
    hooks.openRunModel = [this](RunRowId run, const QString& name) {
        openRun(run);
        showModelOn(runPage_, name);
    };
    hooks.openDataset = [this](RunRowId run, const QString&, const QString&) {
        openRun(run);
        showDatasetsOn(runPage_);
    };
    hooks.openVersion = [this](RegisteredModelRowId model, const QString& version) {
        showPage(ModelsIndex);
        showVersion(pageAt(ModelsIndex), model, version);
    };
    hooks.openReadiness = [this](RegisteredModelRowId model) {
        showPage(ReadinessIndex);
        showReadiness(pageAt(ReadinessIndex), model);
    };
    hooks.registerModel = [this](std::optional<RunRowId> run, const QString& path) {
        openRegisterDialog(application_, prompts_, this->hooks(), this, run, path);
    };
    return hooks;
}

FirstStartPage* MainWindow::firstStart()
{
    if (firstStart_)
        return firstStart_;
    firstStart_ = new FirstStartPage(*finder_, !sampleWorkspacePath().empty(), this);
    stack_->addWidget(firstStart_);
    connect(firstStart_, &FirstStartPage::placeChosen, this, [this](const QString& address) {
        firstStart_->showProblem({});
        firstStart_->setBusy(true);
        addPlaces({address});
    });
    connect(firstStart_, &FirstStartPage::serverRequested, this, &MainWindow::addServer);
    connect(firstStart_, &FirstStartPage::sampleRequested, this, &MainWindow::openSample);
    connect(firstStart_, &FirstStartPage::folderRequested, this, &MainWindow::addFolder);
    finder_->search(application_.pools(), DiscoveryPlaces::ofThisProcess());
    return firstStart_;
}

void MainWindow::showFirstStart(bool shown)
{
    firstStartAsked_ = shown;
    showPage(RunsIndex);
}

QWidget* MainWindow::shownPage() const
{
    return stack_->currentWidget();
}

void MainWindow::showPage(int index)
{
    current_ = index;
    runShown_ = false;
    showContent();
}

// What the chosen page shows depends on how far the workspace is.
void MainWindow::showContent()
{
    rail_->setCurrent(current_);
    Page* page = nullptr;
    if (current_ == SettingsIndex)
        page = pageAt(SettingsIndex);
    else if (!failed_ && application_.sources().isLoaded())
        page =
            (current_ == DatasetsIndex || current_ == DriftIndex) && !firstStartAsked_ // need none
                ? (runShown_ ? runPage_ : pageAt(current_))
                : application_.sources().rowCount() == 0 || firstStartAsked_
                      ? static_cast<Page*>(firstStart())
                  : runShown_ ? runPage_
                              : pageAt(current_);
    if (page) {
        header_->showPage(page);
        stack_->setCurrentWidget(page);
        return;
    }
    stack_->setCurrentWidget(opening_);
    header_->showTitle(rail_->button(current_)->text(), {});
}

void MainWindow::compare(const std::vector<RunRowId>& runs)
{
    Page* page = pageAt(CompareIndex);
    if (!page)
        return;
    showComparedRuns(page, runs);
    showPage(CompareIndex);
    stack_->setFocus(); // the button that was pressed is gone
}

void MainWindow::openRun(RunRowId run)
{
    if (!application_.isOpen())
        return;
    if (!runPage_) {
        runPage_ = makeRunPage(application_, prompts_, hooks(), this);
        stack_->addWidget(runPage_);
    }
    if (current_ == SettingsIndex)
        current_ = RunsIndex;
    runShown_ = true;
    openRunOn(runPage_, run);
    showContent();
    runPage_->setFocus();
}

void MainWindow::closeRun()
{
    runShown_ = false;
    showContent();
    stack_->currentWidget()->setFocus();
}

void MainWindow::showRunInTable(RunRowId run)
{
    showPage(RunsIndex);
    showRun(pageAt(RunsIndex), run);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    settings_.geometry = saveGeometry();
    settings_.page = rail_->button(current_)->objectName();
    settings_.railCollapsed = rail_->isCollapsed();
    settings_.save();
    QWidget::closeEvent(event);
}

} // namespace binnacle
