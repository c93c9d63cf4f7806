#include "widgets/runs/run_inspector.h"

#include "models/artifact_listing.h"
#include "models/number_text.h"
#include "models/relative_time.h"
#include "models/run_models.h"
#include "widgets/artifacts/artifacts_panel.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/note_editor.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/tag_list.h"
#include "widgets/common/theme.h"
#include "widgets/run/inspector_lists.h"
#include "widgets/run/name_field.h"
#include "widgets/run/registered_versions.h"
#include "widgets/run/run_edits.h"

#include <QBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>

namespace binnacle {

namespace {
constexpr int reloadInterval = 200; // ms
}

RunInspector::RunInspector(std::shared_ptr<Workspace> workspace,
                           std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                           SyncService* sync, RunEdits* edits, QWidget* parent)
    : QWidget(parent)
    , workspace_(std::move(workspace))
    , engine_(std::move(engine))
    , pools_(pools)
    , edits_(edits)
    , whole_(new QStackedWidget(this))
    , tabsPages_(new QStackedWidget(this))
    , empty_(new EmptyState(this))
    , tabs_(new QTabBar(this))
    , metrics_(new RunMetricsModel(this))
    , params_(new RunValuesModel(this))
    , artifacts_(new ArtifactsPanel(pools, backendOf(sync), this))
{
    setObjectName(QStringLiteral("runInspector"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setMinimumWidth(330);
    setMaximumWidth(430);
    later_.setSingleShot(true);
    later_.setInterval(reloadInterval);
    connect(&later_, &QTimer::timeout, this, &RunInspector::reload);

    for (const QString& text : {tr("Details"), tr("Metrics"), tr("Params"), tr("Artifacts")})
        tabs_->addTab(text);
    tabs_->setObjectName(QStringLiteral("inspectorTabs"));
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setUsesScrollButtons(false);
    tabsPages_->addWidget(makeDetails());
    tabsPages_->addWidget(makeMetrics());
    tabsPages_->addWidget(makeParams());
    tabsPages_->addWidget(artifacts_);
    connect(tabs_, &QTabBar::currentChanged, tabsPages_, &QStackedWidget::setCurrentIndex);

    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(14, 12, 14, 8);
    layout->setSpacing(6);
    layout->addWidget(makeHead());
    layout->addWidget(tabs_);
    layout->addWidget(tabsPages_, 1);
    whole_->addWidget(empty_);
    whole_->addWidget(body);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(whole_);
    setRun(std::nullopt);

    const auto soon = [this] {
        if (run_ && !later_.isActive())
            later_.start();
    };
    connect(&workspace_->events(), &WorkspaceEvents::runsChanged, this, soon);
    connect(&workspace_->events(), &WorkspaceEvents::outboxChanged, this, soon);
    connect(&workspace_->events(), &WorkspaceEvents::historiesChanged, this, soon);
    connect(&workspace_->events(), &WorkspaceEvents::registryChanged, this, soon);
    connect(edits_, &RunEdits::capabilitiesChanged, this, [this] {
        if (details_)
            showDetails();
    });
}

QWidget* RunInspector::makeHead()
{
    auto* head = new QWidget(this);
    name_ = new NameField({"runName", "runNameEdit", "renameRun"}, head);
    state_ = new Pill(head);
    place_ = new ElidedLabel({}, TextRole::Muted, head);
    confirmed_ = new TextLabel({}, TextRole::Muted, head);
    confirmed_->setObjectName(QStringLiteral("asOf"));
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(state_);
    second->addWidget(place_, 1);
    auto* layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(name_);
    layout->addLayout(second);
    layout->addWidget(confirmed_);
    connect(name_, &NameField::renamed, this, [this](const QString& name) {
        if (run_)
            edits_->rename(*run_, name);
    });
    return head;
}

QWidget* RunInspector::makeDetails()
{
    auto* content = new QWidget(this);
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    facts_ = new QWidget(content);
    conflicts_ = new QWidget(content);
    registered_ = new QWidget(content);
    tagList_ = new TagList(content);
    note_ = new NoteEditor(content);
    detailsLayout_ = new QVBoxLayout(content);
    detailsLayout_->setContentsMargins(0, 8, 4, 8);
    detailsLayout_->setSpacing(6);
    detailsLayout_->addWidget(conflicts_);
    detailsLayout_->addWidget(facts_);
    detailsLayout_->addWidget(registered_);
    detailsLayout_->addSpacing(8);
    detailsLayout_->addWidget(new SectionLabel(tr("Tags"), content));
    detailsLayout_->addWidget(tagList_);
    detailsLayout_->addSpacing(8);
    detailsLayout_->addWidget(new SectionLabel(tr("Note"), content));
    detailsLayout_->addWidget(note_);
    detailsLayout_->addStretch(1);
    connect(tagList_, &TagList::tagSet, this, [this](const QString& key, const QString& value) {
        if (run_)
            edits_->setTag(*run_, key, value);
    });
    connect(tagList_, &TagList::tagRemoved, this, [this](const QString& key) {
        if (run_)
            edits_->removeTag(*run_, key);
    });
    connect(note_, &NoteEditor::saved, this, [this](const QString& text) {
        if (run_)
            edits_->setNote(*run_, text);
    });
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

QWidget* RunInspector::makeMetrics()
{
    return makeSearchedTable(metrics_, tr("Search metrics"), QStringLiteral("inspectorMetrics"),
                             this);
}

QWidget* RunInspector::makeParams()
{
    return makeSearchedTable(params_, tr("Search params"), QStringLiteral("inspectorParams"), this);
}

void RunInspector::setPrompts(Prompts* prompts)
{
    artifacts_->setPrompts(prompts);
}

void RunInspector::setRun(std::optional<RunRowId> run)
{
    if (run && run == run_)
        return;
    run_ = run;
    name_->stopRename();
    if (!run_) {
        asked_.cancel();
        details_.reset();
        shown_.reset();
        empty_->show(EmptyState::Kind::Empty, tr("Choose a run to see all of it here."));
        whole_->setCurrentIndex(0);
        return;
    }
    due_ = true;
    if (isVisible())
        reload();
}

void RunInspector::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (due_)
        reload();
}

void RunInspector::reload()
{
    if (!run_)
        return;
    if (!isVisible()) {
        due_ = true;
        return;
    }
    due_ = false;
    asked_.run(
        &pools_.readers, this,
        [workspace = workspace_, engine = engine_, run = *run_](std::stop_token stop) {
            return readRunDetails(workspace, *engine, run, stop);
        },
        [this](Result<RunDetails> read) { take(std::move(read)); });
}

void RunInspector::take(Result<RunDetails> read)
{
    if (!read) {
        details_.reset();
        empty_->show(read.error().kind == Error::Kind::NotFound ? EmptyState::Kind::Empty
                                                                : EmptyState::Kind::Failed,
                     read.error().kind == Error::Kind::NotFound
                         ? tr("This run is not there any more.")
                         : read.error().message);
        whole_->setCurrentIndex(0);
        return;
    }
    details_ = std::move(*read);
    showHead();
    showDetails();
    metrics_->setMetrics(details_->metrics);
    params_->setValues(details_->detail.run.params);
    tabs_->setTabText(1, tr("Metrics %1").arg(countText(metrics_->rowCount())));
    tabs_->setTabText(2, tr("Params %1").arg(countText(params_->rowCount())));
    artifacts_->setRun(details_->detail.source, details_->detail.run.id);
    whole_->setCurrentIndex(1);
    shown_ = run_;
}

void RunInspector::showHead()
{
    const RunDetail& detail = details_->detail;
    const Run& run = detail.run;
    name_->setName(QString::fromStdString(run.name.empty() ? run.id : run.name));
    if (run.lifecycle == Lifecycle::Deleted)
        state_->setState(tr("In the trash"), Tone::Neutral);
    else
        state_->setState(statusText(run.status), statusTone(run.status));
    place_->setFullText(QString::fromStdString(detail.sourceName + " · " + detail.experimentName));
    QString asOf = tr("As of %1").arg(relativeTime(detail.confirmedAt));
    if (detail.pending)
        asOf += tr(" · edits wait for the source");
    confirmed_->setText(asOf);
    confirmed_->setToolTip(exactTime(detail.confirmedAt));
    confirmed_->setRole(detail.pending ? TextRole::Warning : TextRole::Muted);
    name_->setEditable(edits_->capabilities(detail.source).rename);
}

void RunInspector::showDetails()
{
    const RunDetail& detail = details_->detail;
    const TrackingCapabilities can = edits_->capabilities(detail.source);
    name_->setEditable(can.rename);
    auto* fresh = makeFacts(*details_, facts_->parentWidget());
    delete detailsLayout_->replaceWidget(facts_, fresh);
    delete facts_;
    facts_ = fresh;
    auto* troubles = makeConflicts(*details_, edits_, conflicts_->parentWidget());
    delete detailsLayout_->replaceWidget(conflicts_, troubles);
    delete conflicts_;
    conflicts_ = troubles;
    showRegistered();
    std::vector<std::string> pending;
    for (const auto& edit : details_->edits)
        pending.push_back(edit.key);
    tagList_->setTags(detail.run.tags, can.editTags, pending);
    const std::string* note = findValue(detail.run.tags, tags::note);
    note_->setNote(note ? QString::fromStdString(*note) : QString(), can.editTags, shown_ == run_);
}

void RunInspector::showRegistered()
{
    const bool hasModel = !modelsOf(details_->detail.run, details_->models).empty();
    auto* fresh = new RegisteredVersions(details_->versions, hasModel, registered_->parentWidget());
    fresh->setVisible(hasModel || !details_->versions.empty());
    connect(fresh, &RegisteredVersions::versionRequested, this, &RunInspector::versionRequested);
    connect(fresh, &RegisteredVersions::registerRequested, this, [this] {
        if (run_)
            emit registerRequested(*run_);
    });
    delete detailsLayout_->replaceWidget(registered_, fresh);
    registered_->hide();
    registered_->deleteLater(); // one of its buttons may have been pressed
    registered_ = fresh;
}

void RunInspector::startRename()
{
    if (details_)
        name_->startRename();
}

} // namespace binnacle
