#include "widgets/registry/models_page.h"

#include "models/number_text.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/fitted_columns.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/registry/alias_bar.h"
#include "widgets/registry/alias_drop_table.h"
#include "widgets/registry/lineage_view.h"
#include "widgets/registry/on_date_popup.h"
#include "widgets/registry/registry_delegates.h"
#include "widgets/registry/registry_source_delegate.h"
#include "widgets/registry/version_inspector.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QListView>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

namespace binnacle {

namespace {

constexpr int paneWidth = 170, inspectorWidth = 360, roomForPane = 1100, roomForInspector = 760;
constexpr int roomForWords = 620;     // of the button that goes back to the last good version
constexpr double mostOfHeight = 0.38; // of the page, for the table of the models
constexpr int leastRows = 2;

// A row that holds a line of the font with air around it.
int rowHeight(const QWidget* widget, int wanted)
{
    return qMax(wanted, widget->fontMetrics().height() + wanted / 2);
}

constexpr int modelRow = 34;

void setUpTable(QTableView* table)
{
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setMouseTracking(true);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setContextMenuPolicy(Qt::CustomContextMenu);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setMinimumSectionSize(30);
}

} // namespace

ModelsPage::ModelsPage(std::shared_ptr<Workspace> workspace, WorkerPools& pools, BackendOf open,
                       QWidget* parent)
    : Page(parent)
    , workspace_(std::move(workspace))
    , pools_(pools)
    , prompts_(std::make_shared<DialogPrompts>())
    , model_(new RegistryTableModel(workspace_, pools_, this))
    , filtered_(new RegistryFilterModel(this))
    , sources_(new RegistrySourcesModel(*model_, this))
    , versions_(new RegistryVersionsModel(workspace_, pools_, this))
    , page_(new RegistryVersionPageModel(workspace_, pools_, this))
    , search_(new SearchField(tr("Search models, aliases, tags"), this))
    , count_(new TextLabel({}, TextRole::Muted, this))
    , unfinishedBar_(new NoticeBar(this))
    , notice_(new NoticeBar(this))
    , sourceList_(new QListView(this))
    , table_(new AliasDropTable(this))
    , versionTable_(new AliasDropTable(this))
    , empty_(new EmptyState(this))
    , stack_(new QStackedWidget(this))
    , upright_(new QSplitter(Qt::Vertical, this))
    , splitter_(new QSplitter(Qt::Horizontal, this))
    , inspector_(new VersionInspector(page_, pools_, std::move(open), this))
    , onDate_(new OnDatePopup(workspace_, pools_, this))
    , onDateButton_(
          makeButton(tr("On a date…"), QStringLiteral("history"), ButtonRole::Secondary, this))
    , promoteButton_(
          makeButton(tr("Promote…"), QStringLiteral("arrow-up"), ButtonRole::Primary, this))
    , lastGoodButton_(makeButton(tr("Back to the last good version"), QStringLiteral("undo-2"),
                                 ButtonRole::Secondary, this))
    , inspectorButton_(makeButton({}, QStringLiteral("panel-right"), ButtonRole::Quiet, this))
{
    setObjectName(QStringLiteral("modelsPage"));
    setMinimumSize(600, 300);
    onDateButton_->setObjectName(QStringLiteral("onDateButton"));
    promoteButton_->setObjectName(QStringLiteral("promoteButton"));
    lastGoodButton_->setObjectName(QStringLiteral("lastGoodButton"));
    inspectorButton_->setObjectName(QStringLiteral("versionInspectorButton"));
    inspectorButton_->setCheckable(true);
    inspectorButton_->setChecked(true);
    inspectorButton_->setToolTip(tr("Details of the version"));
    inspectorButton_->setAccessibleName(tr("Details of the version"));
    unfinishedBar_->setObjectName(QStringLiteral("unfinishedBar"));
    notice_->setObjectName(QStringLiteral("modelsNotice"));
    remembering_.setSingleShot(true);
    remembering_.setInterval(400);
    unfinishedTimer_.setSingleShot(true);
    unfinishedTimer_.setInterval(150);
    buildTable();
    buildVersions();
    pane_ = makePane();
    splitter_->addWidget(pane_);
    splitter_->addWidget(makeCentre());
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    splitter_->setStretchFactor(0, 0);
    splitter_->setStretchFactor(1, 1);
    splitter_->setSizes({paneWidth, 1000});
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(splitter_);
    setFocusProxy(table_);
    connectParts();
    connectActs();
    connectInspector();
    enableActs();
    restore();
    model_->reload();
    updateState();
}

ModelsPage::~ModelsPage() = default;

QString ModelsPage::title() const
{
    return tr("Models");
}

QString ModelsPage::iconName() const
{
    return QStringLiteral("package");
}

QString ModelsPage::contextLine() const
{
    return tr("what is in production");
}

QList<QWidget*> ModelsPage::headerActions()
{
    QList<QWidget*> actions{onDateButton_};
    if (desk_)
        actions << promoteButton_;
    return actions;
}

void ModelsPage::buildTable()
{
    filtered_->setSourceModel(model_);
    table_->setObjectName(QStringLiteral("registryTable"));
    table_->setAccessibleName(tr("Registered models"));
    setUpTable(table_);
    table_->verticalHeader()->setDefaultSectionSize(rowHeight(table_, modelRow));
    table_->setModel(filtered_);
    table_->setItemDelegate(new RegistryCellDelegate(table_));
    table_->setSortingEnabled(true);
    table_->sortByColumn(RegistryTableModel::Model, Qt::AscendingOrder);
    table_->setAliasAt(
        [this](const DraggedVersion& version, const QModelIndex& index, const QPoint& place) {
            return aliasOfModelCell(version, index, place);
        });
    columns_ = new FittedColumns(table_, {{14, 22, 0, 2},  // model
                                          {10, 20, 0, 1},  // champion
                                          {15, 16, 2, 0},  // since
                                          {17, 24, 3, 0},  // main metric
                                          {16, 22, 1, 1},  // other aliases
                                          {12, 14, 7, 0},  // deployed to
                                          {14, 14, 4, 0},  // truth
                                          {10, 10, 5, 0},  // readiness
                                          {9, 12, 6, 0}}); // source
}

void ModelsPage::buildVersions()
{
    versionTable_->setObjectName(QStringLiteral("versionTable"));
    versionTable_->setAccessibleName(tr("Versions"));
    setUpTable(versionTable_);
    versionTable_->verticalHeader()->setDefaultSectionSize(
        rowHeight(versionTable_, spacing::rowHeight));
    versionTable_->setModel(versions_);
    versionTable_->setItemDelegate(new VersionCellDelegate(versionTable_));
    versionTable_->setAliasAt(
        [this](const DraggedVersion& version, const QModelIndex& index, const QPoint& place) {
            return aliasOfVersionCell(version, index, place);
        });
    versionColumns_ = new FittedColumns(versionTable_, {{7, 8, 0, 0},   // version
                                                        {13, 20, 0, 2}, // aliases
                                                        {10, 18, 1, 2}, // run
                                                        {17, 24, 2, 1}, // main metric
                                                        {10, 11, 4, 0}, // stage
                                                        {11, 14, 3, 0}, // created
                                                        {8, 9, 5, 0}}); // status
}

QWidget* ModelsPage::makePane()
{
    auto* pane = new QWidget(this);
    pane->setAutoFillBackground(true);
    pane->setBackgroundRole(QPalette::Base);
    pane->setMinimumWidth(150);
    pane->setMaximumWidth(320);
    sourceList_->setObjectName(QStringLiteral("registryList"));
    sourceList_->setAccessibleName(tr("Registries"));
    sourceList_->setModel(sources_);
    sourceList_->setItemDelegate(new RegistrySourceDelegate(sourceList_));
    sourceList_->setFrameShape(QFrame::NoFrame);
    sourceList_->setMouseTracking(true);
    sourceList_->setUniformItemSizes(true);
    sourceList_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 0, 14, 0);
    head->addWidget(new SectionLabel(tr("Registries"), pane));
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, spacing::l, 0, spacing::s);
    column->setSpacing(6);
    column->addLayout(head);
    column->addWidget(sourceList_, 1);
    return pane;
}

QWidget* ModelsPage::makeCentre()
{
    auto* centre = new QWidget(this);
    centre->setMinimumWidth(420);
    auto* bar = new QWidget(centre);
    bar->setAutoFillBackground(true);
    bar->setBackgroundRole(QPalette::Base);
    search_->setObjectName(QStringLiteral("modelSearch"));
    search_->setMaximumWidth(360);
    count_->setObjectName(QStringLiteral("modelCount"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::s);
    row->setSpacing(spacing::s);
    row->addWidget(search_, 1);
    row->addWidget(count_);
    row->addStretch(1);
    row->addWidget(inspectorButton_);
    auto* whole = new QWidget(upright_);
    auto* tableColumn = new QVBoxLayout(whole);
    tableColumn->setContentsMargins(0, 0, 0, 0);
    tableColumn->setSpacing(0);
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    tableColumn->addWidget(stack_);
    upright_->addWidget(whole);
    auto* details = new QSplitter(Qt::Horizontal, upright_);
    details->addWidget(makeLower());
    details->addWidget(inspector_);
    details->setHandleWidth(1);
    details->setChildrenCollapsible(false);
    details->setStretchFactor(0, 1);
    details->setStretchFactor(1, 0);
    details->setSizes({700, inspectorWidth});
    details_ = details;
    upright_->addWidget(details);
    upright_->setHandleWidth(1);
    upright_->setChildrenCollapsible(false);
    upright_->setStretchFactor(0, 0);
    upright_->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(unfinishedBar_);
    column->addWidget(notice_);
    column->addWidget(upright_, 1);
    return centre;
}

QWidget* ModelsPage::makeLower()
{
    lower_ = new QWidget(this);
    lower_->setObjectName(QStringLiteral("modelLower"));
    lower_->setAutoFillBackground(true);
    lower_->setBackgroundRole(QPalette::Base);
    lowerTitle_ = new ElidedLabel({}, TextRole::Muted, lower_);
    lowerTitle_->setObjectName(QStringLiteral("lineageTitle"));
    lowerTitle_->setFont(sectionFont());
    aliases_ = new AliasBar(lower_);
    lineage_ = new LineageView(lower_);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(spacing::m, spacing::s, spacing::m, 0);
    head->setSpacing(spacing::s);
    head->addWidget(lowerTitle_, 1);
    head->addWidget(aliases_);
    head->addWidget(lastGoodButton_);
    lineage_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* column = new QVBoxLayout(lower_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::xs);
    column->addLayout(head);
    column->addWidget(lineage_);
    column->addWidget(versionTable_, 1);
    return lower_;
}

void ModelsPage::connectParts()
{
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        filtered_->setSearch(text);
        updateState();
    });
    connect(sourceList_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                const QVariant source = current.data(RegistrySourcesModel::SourceRole);
                filtered_->setSource(source.isValid() ? std::optional(source.toLongLong())
                                                      : std::nullopt);
                updateState();
                remembering_.start();
            });
    connect(model_, &RegistryTableModel::loaded, this, &ModelsPage::follow);
    connect(model_, &RegistryTableModel::completed, this, &ModelsPage::showLower);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ModelsPage::modelChosen);
    connect(versionTable_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ModelsPage::versionChosen);
    connect(versions_, &RegistryVersionsModel::pageRead, this, [this] {
        if (!wantedVersion_.empty())
            chooseVersion(wantedVersion_);
    });
    connect(page_, &RegistryVersionPageModel::changed, this, &ModelsPage::showLower);
    connect(table_, &QTableView::activated, this, [this] { versionTable_->setFocus(); });
    connect(versionTable_, &QTableView::activated, this, [this] {
        if (const auto& shown = page_->data(); shown && shown->run)
            emit runActivated(shown->run->row);
    });
    connect(lineage_, &LineageView::opened, this, &ModelsPage::openNode);
    connect(inspectorButton_, &QAbstractButton::toggled, this, [this] {
        fitPanes();
        remembering_.start();
    });
    connect(upright_, &QSplitter::splitterMoved, this, [this] { heightsChosen_ = true; });
    connect(empty_, &EmptyState::actionTriggered, this, [this] {
        if (model_->state() == RegistryTableModel::State::Failed) {
            model_->reload();
        } else if (model_->rowCount() == 0) {
            emit registerFolderRequested();
        } else {
            search_->clear();
            sourceList_->setCurrentIndex(sources_->index(0));
        }
    });
    connect(&remembering_, &QTimer::timeout, this, &ModelsPage::remember);
    connect(&unfinishedTimer_, &QTimer::timeout, this, &ModelsPage::askUnfinished);
    connect(&workspace_->events(), &WorkspaceEvents::actsChanged, &unfinishedTimer_,
            qOverload<>(&QTimer::start));
    connect(columns_, &FittedColumns::chosenChanged, &remembering_, qOverload<>(&QTimer::start));
    connect(table_->horizontalHeader(), &QHeaderView::sortIndicatorChanged, &remembering_,
            qOverload<>(&QTimer::start));
}

void ModelsPage::updateState()
{
    using Kind = EmptyState::Kind;
    const int shown = filtered_->rowCount(), all = model_->rowCount();
    count_->setText(shown == all ? tr("%1 models").arg(countText(all))
                                 : tr("%1 of %2 models").arg(countText(shown), countText(all)));
    if (all == 1 && shown == 1)
        count_->setText(tr("1 model"));
    if (model_->state() == RegistryTableModel::State::Failed)
        empty_->show(Kind::Failed, model_->error().message, tr("Try again"));
    else if (model_->state() == RegistryTableModel::State::Loading)
        empty_->show(Kind::Loading, tr("Reading the models"));
    else if (all == 0)
        empty_->show(Kind::Empty, tr("No registered model is mirrored yet."),
                     tr("Register a folder…"), QStringLiteral("package"));
    else
        empty_->show(Kind::Empty, tr("No model fits this search."), tr("Show all"),
                     QStringLiteral("search"));
    stack_->setCurrentIndex(shown > 0 ? 0 : 1);
    fitPanes();
}

void ModelsPage::fitPanes()
{
    const bool some = model_->rowCount() > 0;
    const bool several = sources_->rowCount() > 2; // the first row is all of them
    pane_->setVisible(some && several && width() >= roomForPane);
    inspector_->setVisible(some && inspectorButton_->isChecked() && width() >= roomForInspector);
    columns_->setUsed(RegistryTableModel::SourceName, several);
    const bool words = lower_->width() >= roomForWords || !lower_->isVisible();
    lastGoodButton_->setText(words ? tr("Back to the last good version") : QString());
    lastGoodButton_->setToolTip(tr("Back to the last good version: shows the plan"));
    fitHeights();
}

// The table of the models is as high as its rows, within reason: what is below wants the room.
void ModelsPage::fitHeights()
{
    if (heightsChosen_ || upright_->height() <= 0)
        return;
    const int row = table_->verticalHeader()->defaultSectionSize();
    const int head = table_->horizontalHeader()->sizeHint().height() + 2;
    const int rows = head + row * qMax(leastRows, filtered_->rowCount());
    const int most =
        qMax(head + leastRows * row, static_cast<int>(upright_->height() * mostOfHeight));
    const int upper = model_->rowCount() > 0 ? qMin(rows, most) : upright_->height();
    upright_->setSizes({upper, qMax(0, upright_->height() - upper)});
}

void ModelsPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    fitPanes();
}

} // namespace binnacle
