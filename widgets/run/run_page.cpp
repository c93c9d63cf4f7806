#include "widgets/run/run_page.h"

#include "models/number_text.h"
#include "models/relative_time.h"
#include "services/sync/sync_service.h"
#include "widgets/artifacts/artifacts_panel.h"
#include "widgets/artifacts/value_tables.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"
#include "widgets/run/metric_cards.h"
#include "widgets/run/models_section.h"
#include "widgets/run/name_field.h"
#include "widgets/run/reproduce_section.h"
#include "widgets/run/run_edits.h"
#include "widgets/run/run_overview.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>

#include <utility>

namespace binnacle {

RunPage::RunPage(const std::shared_ptr<Workspace>& workspace,
                 std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools, SyncService* sync,
                 RunColors& colors, QWidget* parent)
    : Page(parent)
    , workspace_(workspace)
    , pools_(pools)
    , sync_(sync)
    , colors_(colors)
    , prompts_(std::make_shared<DialogPrompts>())
    , edits_(new RunEdits(workspace, pools, sync, this))
    , model_(new RunPageModel(workspace, std::move(engine), pools, this))
    , reproduction_(new RunReproduction(workspace, pools, backendOf(sync), this))
    , whole_(new QStackedWidget(this))
    , sections_(new QStackedWidget(this))
    , empty_(new EmptyState(this))
    , tabs_(new QTabBar(this))
    , inTable_(
          makeButton(tr("Show in table"), QStringLiteral("table"), ButtonRole::Secondary, this))
    , overview_(new RunOverview(*edits_, this))
    , artifacts_(new ArtifactsPanel(pools, backendOf(sync), this, Qt::Horizontal))
    , models_(new ModelsSection(pools, backendOf(sync), this))
    , children_(new RunChildrenModel(this))
    , reproduce_(new ReproduceSection(*reproduction_, this))
{
    setObjectName(QStringLiteral("runPage"));
    inTable_->setObjectName(QStringLiteral("showInTable"));
    tabs_->setObjectName(QStringLiteral("runSections"));
    tabs_->setAccessibleName(tr("Sections"));
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    for (int i = 0; i < SectionCount; ++i)
        tabs_->addTab(QString());
    sections_->addWidget(overview_);
    sections_->addWidget(makeMetrics());
    sections_->addWidget(artifacts_);
    sections_->addWidget(models_);
    sections_->addWidget(makeChildren());
    sections_->addWidget(reproduce_);
    connect(tabs_, &QTabBar::currentChanged, sections_, &QStackedWidget::setCurrentIndex);

    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(spacing::xl, spacing::m, spacing::xl, 0);
    column->setSpacing(spacing::s);
    column->addWidget(makeHead());
    column->addWidget(tabs_);
    column->addWidget(sections_, 1);
    whole_->addWidget(empty_);
    whole_->addWidget(body);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(whole_);
    auto* back = new QShortcut(QKeySequence(Qt::ALT | Qt::Key_Left), this);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, this, &RunPage::goBack);
    connect(inTable_, &QPushButton::clicked, this, [this] {
        if (model_->run())
            emit showInTableRequested(*model_->run());
    });
    setPrompts(prompts_);
    connectModel();
}

RunPage::~RunPage() = default;

void RunPage::connectModel()
{
    connect(model_, &RunPageModel::changed, this, &RunPage::take);
    connect(model_, &RunPageModel::failed, this, &RunPage::fail);
    connect(edits_, &RunEdits::capabilitiesChanged, this, [this] {
        if (model_->data())
            take(true);
    });
    connect(edits_, &RunEdits::failed, this,
            [this](const Error& error) { prompts_->tell(this, tr("Not changed"), error.message); });
    connect(overview_, &RunOverview::runRequested, this, &RunPage::openBelow);
    connect(overview_, &RunOverview::versionRequested, this, &RunPage::versionRequested);
    connect(overview_, &RunOverview::registerRequested, this, [this] { requestRegister({}); });
    connect(models_, &ModelsSection::versionRequested, this, &RunPage::versionRequested);
    connect(models_, &ModelsSection::registerRequested, this, &RunPage::requestRegister);
    connect(cards_, &MetricCards::historiesWanted, this, [this](const auto& runs) {
        if (sync_)
            sync_->prioritise(runs);
    });
    connect(empty_, &EmptyState::actionTriggered, this, &RunPage::goBack);
}

QWidget* RunPage::makeHead()
{
    auto* head = new QWidget(this);
    back_ = makeButton(tr("Back"), QStringLiteral("chevron-left"), ButtonRole::Quiet, head);
    back_->setObjectName(QStringLiteral("runBack"));
    back_->setToolTip(tr("Back (Alt+Left)"));
    name_ = new NameField({"runPageName", "runPageNameEdit", "runPageRename"}, head);
    state_ = new Pill(head);
    state_->setObjectName(QStringLiteral("runPageState"));
    asOf_ = new TextLabel({}, TextRole::Muted, head);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::s);
    row->addWidget(back_);
    row->addWidget(name_);
    row->addWidget(state_);
    row->addStretch(1);
    row->addWidget(asOf_);
    connect(back_, &QPushButton::clicked, this, &RunPage::goBack);
    connect(name_, &NameField::renamed, this, [this](const QString& name) {
        if (model_->run())
            edits_->rename(*model_->run(), name);
    });
    auto* shortcut = new QShortcut(QKeySequence(Qt::Key_F2), this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, [this] {
        if (model_->data())
            name_->startRename();
    });
    return head;
}

QWidget* RunPage::makeMetrics()
{
    auto* page = new QWidget(this);
    auto* search = new SearchField(tr("Search metrics"), page);
    search->setObjectName(QStringLiteral("metricSearch"));
    cards_ = new MetricCards(workspace_, pools_, page);
    auto* log = new ChipToggle(tr("Log scale"), page);
    log->setObjectName(QStringLiteral("metricLog"));
    auto* smooth = new ChipToggle(tr("Smooth"), page);
    smooth->setObjectName(QStringLiteral("metricSmooth"));
    smooth->setToolTip(tr("Moving average of weight 0.6 as TensorBoard computes it; the values "
                          "themselves stay behind"));
    metricCount_ = new TextLabel({}, TextRole::Muted, page);
    metricCount_->setObjectName(QStringLiteral("metricCount"));
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::s);
    row->addWidget(search, 1);
    row->addWidget(smooth);
    row->addWidget(log);
    row->addWidget(metricCount_);
    row->addStretch(1);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, spacing::m, 0, 0);
    column->setSpacing(spacing::m);
    column->addLayout(row);
    column->addWidget(cards_, 1);
    constexpr double weight = 0.6;
    connect(search, &QLineEdit::textChanged, cards_, &MetricCards::setFilter);
    connect(log, &QAbstractButton::toggled, cards_, &MetricCards::setLogScale);
    connect(smooth, &QAbstractButton::toggled, this,
            [this](bool on) { cards_->setSmoothing(on ? weight : 0); });
    connect(cards_, &MetricCards::shownChanged, this, [this] {
        const int count = cards_->shownMetrics();
        metricCount_->setText(count == 1 ? tr("1 metric") : tr("%1 metrics").arg(countText(count)));
    });
    return page;
}

QWidget* RunPage::makeChildren()
{
    childTable_ = makeDataTable(children_, this);
    childTable_->setObjectName(QStringLiteral("childRuns"));
    childTable_->setAccessibleName(tr("Child runs"));
    static_cast<QSortFilterProxyModel*>(childTable_->model())
        ->setSortRole(RunChildrenModel::SortRole);
    childTable_->verticalHeader()->hide();
    childTable_->setSelectionBehavior(QAbstractItemView::SelectRows);
    connect(childTable_, &QTableView::activated, this, [this](const QModelIndex& index) {
        openBelow(RunRowId{index.data(RunChildrenModel::RunRole).toLongLong()});
    });
    return childTable_;
}

QString RunPage::title() const
{
    return tr("Run");
}

QString RunPage::iconName() const
{
    return QStringLiteral("flask-conical");
}

QString RunPage::contextLine() const
{
    if (!model_->data())
        return {};
    const RunDetail& detail = model_->data()->details.detail;
    return QStringLiteral("%1 · %2").arg(QString::fromStdString(detail.sourceName),
                                         QString::fromStdString(detail.experimentName));
}

QList<QWidget*> RunPage::headerActions()
{
    return {inTable_};
}

QList<PageCommand> RunPage::commands()
{
    if (!model_->data())
        return {};
    return {{tr("Register a model of this run…"), QStringLiteral("package"),
             [this] { requestRegister({}); }}};
}

void RunPage::requestRegister(const QString& path)
{
    if (model_->run())
        emit registerRequested(*model_->run(), path);
}

void RunPage::showModel(const QString& name)
{
    showSection(Models);
    wantedModel_ = name;
    if (model_->data())
        models_->showModel(std::exchange(wantedModel_, {}));
}

void RunPage::showDatasets()
{
    showSection(Overview);
    datasetsWanted_ = true;
    if (model_->data() && std::exchange(datasetsWanted_, false))
        overview_->showDatasets();
}

void RunPage::setPrompts(std::shared_ptr<Prompts> prompts)
{
    prompts_ = std::move(prompts);
    overview_->setPrompts(prompts_.get());
    artifacts_->setPrompts(prompts_.get());
    reproduce_->setPrompts(prompts_.get());
}

void RunPage::openRun(RunRowId run)
{
    trail_.clear();
    turnTo(run);
}

void RunPage::openBelow(RunRowId run)
{
    if (model_->run() && *model_->run() != run)
        trail_.push_back(*model_->run());
    turnTo(run);
    showSection(Overview);
}

void RunPage::goBack()
{
    if (trail_.empty()) {
        emit closed();
        return;
    }
    const RunRowId run = trail_.back();
    trail_.pop_back();
    turnTo(run);
}

void RunPage::turnTo(RunRowId run)
{
    if (run == model_->run() && model_->data())
        return;
    empty_->show(EmptyState::Kind::Loading, tr("Reading the run"));
    whole_->setCurrentIndex(0);
    name_->stopRename();
    model_->setRun(run);
    if (sync_)
        sync_->prioritise({run});
    emit headerChanged();
}

void RunPage::showSection(Section section)
{
    tabs_->setCurrentIndex(section);
}

void RunPage::take(bool sameRun)
{
    const RunPageData& known = *model_->data();
    const RunDetail& detail = known.details.detail;
    showHead();
    overview_->show(known, edits_->capabilities(detail.source), sameRun);
    const QString name = QString::fromStdString(detail.run.name);
    cards_->setRun(detail.row, name, colors_.slot(detail.row));
    cards_->setMetrics(known.details.metrics);
    std::vector<std::string> modelNames;
    modelNames.reserve(known.details.models.size());
    for (const auto& model : known.details.models)
        modelNames.push_back(model.name);
    artifacts_->setRun(detail.source, detail.run.id, std::move(modelNames));
    models_->setModels(detail.source, detail.run.id, modelsOf(detail.run, known.details.models));
    models_->setVersions(known.details.versions);
    if (!wantedModel_.isEmpty())
        models_->showModel(std::exchange(wantedModel_, {}));
    children_->setRuns(known.children, known.childColumns);
    if (!sameRun)
        fitColumns(childTable_);
    reproduction_->setRun(detail.row, detail.source);
    const auto counted = [](const QString& text, qint64 count) {
        return count > 0 ? QStringLiteral("%1 %2").arg(text, countText(count)) : text;
    };
    tabs_->setTabText(Overview, tr("Overview"));
    tabs_->setTabText(Metrics,
                      counted(tr("Metrics"), static_cast<qint64>(known.details.metrics.size())));
    tabs_->setTabText(Artifacts, tr("Artifacts"));
    tabs_->setTabText(Models, counted(tr("Models"), models_->count()));
    tabs_->setTabText(Children, counted(tr("Child runs"), detail.childRuns));
    tabs_->setTabText(Reproduce, tr("Reproduce"));
    tabs_->setTabVisible(Children, detail.childRuns > 0);
    if (!tabs_->isTabVisible(tabs_->currentIndex()))
        showSection(Overview);
    whole_->setCurrentIndex(1);
    if (std::exchange(datasetsWanted_, false))
        overview_->showDatasets();
    emit headerChanged();
}

void RunPage::showHead()
{
    const RunDetail& detail = model_->data()->details.detail;
    const Run& run = detail.run;
    name_->setName(QString::fromStdString(run.name.empty() ? run.id : run.name));
    if (run.lifecycle == Lifecycle::Deleted)
        state_->setState(tr("In the trash"), Tone::Neutral);
    else
        state_->setState(statusText(run.status), statusTone(run.status));
    QString text = tr("As of %1").arg(relativeTime(detail.confirmedAt));
    if (detail.pending)
        text += tr(" · edits wait for the source");
    asOf_->setText(text);
    asOf_->setToolTip(exactTime(detail.confirmedAt));
    asOf_->setRole(detail.pending ? TextRole::Warning : TextRole::Muted);
    name_->setEditable(edits_->capabilities(detail.source).rename);
}

void RunPage::fail(const Error& error)
{
    const bool gone = error.kind == Error::Kind::NotFound;
    empty_->show(gone ? EmptyState::Kind::Empty : EmptyState::Kind::Failed,
                 gone ? tr("This run is not there any more.") : error.message, tr("Back"));
    whole_->setCurrentIndex(0);
    emit headerChanged();
}

// Escape that nothing on the page wanted (a search, a cross-hair) leads back.
bool RunPage::event(QEvent* event)
{
    if (event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        goBack();
        return true;
    }
    return Page::event(event);
}

void RunPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    model_->setWatched(true);
}

void RunPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    model_->setWatched(false);
}

} // namespace binnacle
