#include "widgets/drift/drift_page.h"

#include "services/workspace/dataset_store.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/search_field.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"
#include "widgets/drift/drift_delegates.h"
#include "widgets/drift/drift_heat_map.h"
#include "widgets/drift/drift_inspector.h"
#include "widgets/drift/drift_reports_view.h"
#include "widgets/drift/drift_setup_bar.h"
#include "widgets/drift/drift_target_dialog.h"

#include <QBoxLayout>
#include <QDropEvent>
#include <QHeaderView>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr int inspectorWidth = 350, tableRow = 40;

QString droppedReport(const QMimeData* data)
{
    const auto urls = data->urls();
    if (urls.size() != 1 || !urls.front().isLocalFile())
        return {};
    const auto file = urls.front().toLocalFile();
    return file.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) ? file : QString();
}

} // namespace

DriftPage::DriftPage(std::shared_ptr<Workspace> workspace, WorkerPools& pools, BackendOf backend,
                     QWidget* parent)
    : Page(parent)
    , workspace_(std::move(workspace))
    , pools_(pools)
    , backend_(std::move(backend))
    , prompts_(std::make_shared<DialogPrompts>())
    , model_(new DriftTableModel(this))
    , reports_(new DriftReportsModel(workspace_, pools, this))
    , runner_(new DriftRunner(pools, this))
    , setup_(new DriftSetupBar(this))
    , verdict_(new Pill(this))
    , verdictText_(new TextLabel({}, TextRole::Normal, this))
    , methodsText_(new TextLabel({}, TextRole::Muted, this))
    , togetherText_(new TextLabel({}, TextRole::Normal, this))
    , notice_(new NoticeBar(this))
    , tabs_(new QTabBar(this))
    , search_(new SearchField(tr("Search columns"), this))
    , onlyDrifted_(new ChipToggle(tr("Only drifted"), this))
    , table_(new QTableView(this))
    , empty_(new EmptyState(this))
    , columns_(new QStackedWidget(this))
    , stack_(new QStackedWidget(this))
    , heatMap_(new DriftHeatMap(this))
    , reportsView_(new DriftReportsView(reports_, this))
    , inspector_(new DriftInspector(this))
    , splitter_(new QSplitter(Qt::Horizontal, this))
    , open_(
          makeButton(tr("Open report"), QStringLiteral("folder-open"), ButtonRole::Secondary, this))
    , keep_(makeButton(tr("Keep"), QStringLiteral("save"), ButtonRole::Secondary, this))
    , attach_(makeButton(tr("Attach to version"), QStringLiteral("package"), ButtonRole::Secondary,
                         this))
    , importances_(makeButton(tr("Importances"), QStringLiteral("chart-bar-decreasing"),
                              ButtonRole::Quiet, this))
    , export_(makeButton(tr("Export"), QStringLiteral("download"), ButtonRole::Secondary, this))
    , verdictBar_(makeVerdict())
{
    setObjectName(QStringLiteral("driftPage"));
    setAcceptDrops(true);
    open_->setObjectName(QStringLiteral("driftOpen"));
    keep_->setObjectName(QStringLiteral("driftKeep"));
    attach_->setObjectName(QStringLiteral("driftAttach"));
    importances_->setObjectName(QStringLiteral("driftImportances"));
    importances_->setToolTip(tr("Show what a model's run logged about its features beside their "
                                "drift"));
    export_->setObjectName(QStringLiteral("driftExport"));
    auto* forms = new QMenu(export_);
    forms->setObjectName(QStringLiteral("driftExportMenu"));
    forms->addAction(tr("Web page (HTML)"), this, [this] { exportAsked(DriftFileForm::Html); });
    forms->addAction(tr("PDF"), this, [this] { exportAsked(DriftFileForm::Pdf); });
    forms->addAction(tr("JSON"), this, [this] { exportAsked(DriftFileForm::Json); });
    export_->setMenu(forms);
    setUpTable();
    splitter_->addWidget(makeCentre());
    splitter_->addWidget(inspector_);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    splitter_->setStretchFactor(0, 1);
    splitter_->setStretchFactor(1, 0);
    splitter_->setSizes({900, inspectorWidth});
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(setup_);
    whole->addWidget(new Line(Qt::Horizontal, this));
    whole->addWidget(notice_);
    whole->addWidget(splitter_, 1);
    notice_->hide();
    connectParts();
    showVerdict();
    updateActions();
    reports_->reload();
    loadKnown();
}

DriftPage::~DriftPage() = default;

QString DriftPage::title() const
{
    return tr("Drift");
}

QString DriftPage::iconName() const
{
    return QStringLiteral("waves");
}

QString DriftPage::contextLine() const
{
    return document_ ? driftDataText(document_->subject) : tr("has data moved away?");
}

QList<QWidget*> DriftPage::headerActions()
{
    return {open_, keep_, attach_, export_};
}

QList<PageCommand> DriftPage::commands()
{
    QList<PageCommand> all{
        {tr("Open a drift report…"), QStringLiteral("folder-open"), [this] { openAsked(); }}};
    if (!document_)
        return all;
    all.append({tr("Keep the drift report"), QStringLiteral("save"), [this] { keep({}); }});
    all.append({tr("Attach the drift report to a model version…"), QStringLiteral("package"),
                [this] { attachAsked(); }});
    all.append({tr("Export the drift report as HTML…"), QStringLiteral("download"),
                [this] { exportAsked(DriftFileForm::Html); }});
    all.append({tr("Export the drift report as PDF…"), QStringLiteral("download"),
                [this] { exportAsked(DriftFileForm::Pdf); }});
    all.append({tr("Export the drift report as JSON…"), QStringLiteral("download"),
                [this] { exportAsked(DriftFileForm::Json); }});
    return all;
}

void DriftPage::setPrompts(std::shared_ptr<Prompts> prompts)
{
    prompts_ = std::move(prompts);
    setup_->setPrompts(prompts_);
}

QWidget* DriftPage::makeVerdict()
{
    auto* bar = new QWidget(this);
    bar->setObjectName(QStringLiteral("driftVerdictBar"));
    verdict_->setObjectName(QStringLiteral("driftVerdict"));
    verdictText_->setObjectName(QStringLiteral("driftVerdictText"));
    methodsText_->setObjectName(QStringLiteral("driftMethodsText"));
    togetherText_->setObjectName(QStringLiteral("driftTogetherText"));
    for (auto* label : {verdictText_, methodsText_, togetherText_})
        label->setWordWrap(true);
    auto* first = new QHBoxLayout;
    first->setSpacing(spacing::m);
    first->addWidget(verdict_, 0, Qt::AlignTop);
    first->addWidget(verdictText_, 1);
    first->addWidget(importances_, 0, Qt::AlignTop);
    auto* rows = new QVBoxLayout(bar);
    rows->setContentsMargins(spacing::m, spacing::m, spacing::m, spacing::xs);
    rows->setSpacing(spacing::xs);
    rows->addLayout(first);
    rows->addWidget(methodsText_);
    rows->addWidget(togetherText_);
    return bar;
}

QWidget* DriftPage::makeCentre()
{
    tabs_->setObjectName(QStringLiteral("driftTabs"));
    tabs_->setAccessibleName(tr("Parts of the page"));
    tabs_->setExpanding(false);
    tabs_->setDrawBase(false);
    tabs_->setUsesScrollButtons(false);
    tabs_->addTab(tr("Columns"));
    tabs_->addTab(tr("Over time"));
    tabs_->addTab(tr("Kept reports"));
    search_->setObjectName(QStringLiteral("driftSearch"));
    search_->setMaximumWidth(240);
    onlyDrifted_->setObjectName(QStringLiteral("driftOnlyDrifted"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(spacing::m, spacing::xs, spacing::m, spacing::xs);
    bar->setSpacing(spacing::s);
    bar->addWidget(tabs_);
    bar->addStretch(1);
    bar->addWidget(onlyDrifted_);
    bar->addWidget(search_, 1);
    columns_->addWidget(table_);
    columns_->addWidget(empty_);
    stack_->addWidget(columns_);
    stack_->addWidget(heatMap_);
    stack_->addWidget(reportsView_);
    auto* centre = new QWidget(this);
    centre->setAutoFillBackground(true);
    centre->setBackgroundRole(QPalette::Base);
    auto* rows = new QVBoxLayout(centre);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(verdictBar_);
    rows->addLayout(bar);
    rows->addWidget(stack_, 1);
    return centre;
}

void DriftPage::setUpTable()
{
    setUpDriftTable(table_, "driftTable", tr("Columns by severity"), tableRow);
    table_->setModel(model_);
    table_->setItemDelegate(new DriftDelegate(table_));
    table_->horizontalHeader()->setStretchLastSection(false);
    table_->horizontalHeader()->setSectionResizeMode(DriftTableModel::State, QHeaderView::Stretch);
    table_->horizontalHeader()->setMinimumSectionSize(60);
    table_->horizontalHeader()->setSectionsClickable(true);
    table_->horizontalHeader()->setSortIndicatorShown(true);
    table_->horizontalHeader()->setSortIndicator(DriftTableModel::State, Qt::DescendingOrder);
    table_->setColumnWidth(DriftTableModel::Name, 140);
    table_->setColumnWidth(DriftTableModel::Distribution, 130);
    table_->setColumnWidth(DriftTableModel::Method, 130);
    table_->setColumnWidth(DriftTableModel::Score, 96);
    table_->setColumnWidth(DriftTableModel::Missing, 118);
    table_->setColumnWidth(DriftTableModel::Importance, 84);
    table_->setColumnHidden(DriftTableModel::Importance, true);
    table_->viewport()->installEventFilter(this);
    setFocusProxy(table_);
}

void DriftPage::connectParts()
{
    connect(setup_, &DriftSetupBar::runRequested, this, &DriftPage::run);
    connect(setup_, &DriftSetupBar::cancelRequested, runner_, &DriftRunner::cancel);
    connect(setup_, &DriftSetupBar::decisionChanged, this, &DriftPage::decide);
    connect(runner_, &DriftRunner::progressed, this,
            [this] { setup_->setProgress(runner_->stage(), runner_->progress()); });
    connect(runner_, &DriftRunner::columnsKnown, this,
            [this](const std::vector<ColumnDrift>& columns) {
                if (!again_.empty())
                    return;
                model_->add(columns);
                columns_->setCurrentWidget(table_);
            });
    connect(runner_, &DriftRunner::finished, this, &DriftPage::takeResult);
    connect(runner_, &DriftRunner::failed, this, [this](const Error& error) {
        setup_->setRunning(false);
        again_.clear();
        say(error.message);
        showVerdict();
    });
    connect(runner_, &DriftRunner::cancelled, this, [this] {
        setup_->setRunning(false);
        again_.clear();
        say(tr("Cancelled: the columns that are shown are those that were compared by then."));
        showVerdict();
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &DriftPage::showRow);
    connect(model_, &QAbstractItemModel::modelReset, this, &DriftPage::showRow);
    connect(table_->horizontalHeader(), &QHeaderView::sortIndicatorChanged, model_,
            &DriftTableModel::sort);
    connect(search_, &QLineEdit::textChanged, this,
            [this] { model_->setFilter(search_->text().trimmed(), onlyDrifted_->isChecked()); });
    connect(onlyDrifted_, &QAbstractButton::toggled, this,
            [this](bool on) { model_->setFilter(search_->text().trimmed(), on); });
    connect(tabs_, &QTabBar::currentChanged, this, [this](int tab) {
        stack_->setCurrentIndex(tab);
        updateActions();
    });
    connect(heatMap_, &DriftHeatMap::columnChosen, this, [this](const std::string& column) {
        if (const int row = model_->rowOf(column); row >= 0)
            table_->setCurrentIndex(model_->index(row, 0));
    });
    connect(inspector_, &DriftInspector::methodChosen, this, &DriftPage::runAgain);
    connect(inspector_, &DriftInspector::thresholdChosen, this,
            [this](const std::string& column, double threshold) {
                if (!document_)
                    return;
                options_.choices[column].threshold = threshold;
                for (auto& each : document_->report.columns)
                    if (each.column == column)
                        each.threshold = threshold;
                decide();
            });
    connect(reportsView_, &DriftReportsView::openRequested, this, &DriftPage::openKept);
    connect(reportsView_, &DriftReportsView::compareRequested, this, &DriftPage::compareKept);
    connect(reportsView_, &DriftReportsView::removeRequested, this, [this](int row) {
        prompts_->confirm(this,
                          {tr("Remove this report?"), driftDataText(reports_->at(row).subject),
                           tr("Remove"), true},
                          [this, row] { reports_->remove(row); });
    });
    connect(reports_, &DriftReportsModel::failed, this,
            [this](const Error& error) { say(error.message); });
    connect(open_, &QPushButton::clicked, this, &DriftPage::openAsked);
    connect(keep_, &QPushButton::clicked, this, [this] { keep({}); });
    connect(attach_, &QPushButton::clicked, this, &DriftPage::attachAsked);
    connect(importances_, &QPushButton::clicked, this, &DriftPage::importancesAsked);
    connect(empty_, &EmptyState::actionTriggered, this, &DriftPage::openAsked);
}

void DriftPage::loadKnown()
{
    deliver(onPool(&pools_.readers,
                   [workspace = workspace_] { return DatasetStore(workspace).paths(); }),
            this, [this](const Result<std::vector<std::string>>& paths) {
                QStringList known;
                if (paths)
                    for (const auto& path : *paths)
                        known.append(QString::fromStdString(path));
                setup_->setKnown(known);
            });
}

void DriftPage::compare(const QString& reference, const QString& current)
{
    setup_->setData(reference, current);
    run();
}

void DriftPage::showTab(int tab)
{
    tabs_->setCurrentIndex(tab);
}

void DriftPage::run()
{
    request_ = setup_->request();
    document_.reset();
    kept_.reset();
    again_.clear();
    options_ = request_->options;
    model_->clear();
    heatMap_->setOverTime({});
    notice_->hide();
    setup_->setRunning(true);
    empty_->show(EmptyState::Kind::Loading, tr("Comparing"));
    showTab(ColumnsTab);
    showVerdict();
    runner_->start(*request_);
}

void DriftPage::runAgain(const std::string& column, std::optional<DriftMethod> method)
{
    if (!request_ || !document_)
        return;
    auto& choice = options_.choices[column];
    choice.method = method;
    choice.threshold.reset(); // that of the new method
    auto request = *request_;
    request.options = options_;
    request.options.columns = {column};
    request.options.correct = false;
    request.overTime = request.together = false;
    again_ = column;
    setup_->setRunning(true);
    runner_->start(std::move(request));
}

void DriftPage::takeResult(const DriftDocument& document)
{
    setup_->setRunning(false);
    if (again_.empty()) {
        showReport(document, true);
        if (setup_->share() != document_->report.driftShare ||
            setup_->corrects() != document_->report.corrected)
            decide(); // changed while it ran
        return;
    }
    again_.clear();
    if (!document_)
        return;
    for (const auto& measured : document.report.columns)
        for (auto& each : document_->report.columns)
            if (each.column == measured.column)
                each = measured;
    decide();
}

void DriftPage::showReport(DriftDocument document, bool fromRun)
{
    document_ = std::move(document);
    if (!fromRun) {
        request_.reset();
        setup_->setDecision(document_->report.driftShare, document_->report.corrected);
        const auto& subject = document_->subject;
        if (!subject.reference.path.empty())
            setup_->setData(QString::fromStdString(subject.reference.path),
                            QString::fromStdString(subject.current.path));
    }
    inspector_->setChangeable(request_.has_value(), true);
    model_->setReport(document_->report);
    heatMap_->setOverTime(document_->overTime);
    tabs_->setTabText(TimeTab, document_->overTime
                                   ? tr("Over time (%1)").arg(document_->overTime->windows.size())
                                   : tr("Over time"));
    if (model_->rowCount() > 0)
        table_->setCurrentIndex(model_->index(0, 0));
    showVerdict();
    showRow();
    updateActions();
    emit headerChanged();
}

// Thresholds, share or correction changed: the same measures, decided anew.
void DriftPage::decide()
{
    if (!document_ || runner_->isRunning())
        return;
    kept_.reset();
    options_.driftShare = setup_->share();
    options_.correct = setup_->corrects();
    document_->report =
        decidedAnew(std::move(document_->report), options_.driftShare, options_.correct);
    const int row = table_->currentIndex().row();
    const auto chosen =
        row >= 0 && row < model_->rowCount() ? model_->at(row).column : std::string();
    model_->setReport(document_->report);
    if (const int now = model_->rowOf(chosen); now >= 0)
        table_->setCurrentIndex(model_->index(now, 0));
    showVerdict();
    showRow();
    updateActions();
}

bool DriftPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == table_->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return Page::eventFilter(watched, event);
}

void DriftPage::say(const QString& sentence)
{
    notice_->show(sentence);
}

void DriftPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedReport(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void DriftPage::dropEvent(QDropEvent* event)
{
    if (const auto file = droppedReport(event->mimeData()); !file.isEmpty()) {
        event->acceptProposedAction();
        openFile(file);
    }
}

} // namespace binnacle
