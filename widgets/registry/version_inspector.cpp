#include "widgets/registry/version_inspector.h"

#include "models/number_text.h"
#include "models/relative_time.h"
#include "widgets/artifacts/artifacts_panel.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/fact_grid.h"
#include "widgets/common/labels.h"
#include "widgets/common/note_editor.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/tag_list.h"
#include "widgets/common/theme.h"
#include "widgets/registry/registry_delegates.h"
#include "widgets/registry/version_aliases.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QListView>
#include <QPainter>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::size_t mostPills = 2;
constexpr int narrowest = 330, widest = 430;

QString text8(const std::string& text)
{
    return QString::fromStdString(text);
}

// A change and, below it, when.
class HistoryDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {100, 2 * option.fontMetrics.height() + 12};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        paintRowBackground(painter, option);
        const QRect room = option.rect.adjusted(20, 5, -4, -6);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        const bool mine = index.data(RegistryHistoryModel::OfVersionRole).toBool();
        painter->setBrush(mine ? theme.accent : theme.border);
        painter->drawEllipse(QPointF(option.rect.left() + 8, room.top() + 9), 4, 4);
        QFont font = option.font;
        if (mine)
            font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        const int line = room.height() / 2;
        paintCellText(painter, QRect(room.left(), room.top(), room.width(), line),
                      index.data().toString(), theme.text);
        QFont small = option.font;
        small.setPixelSize(12);
        painter->setFont(small);
        paintCellText(painter, QRect(room.left(), room.top() + line, room.width(), line),
                      index.data(RegistryHistoryModel::WhenRole).toString(), theme.mutedText);
        painter->restore();
    }
};

} // namespace

VersionInspector::VersionInspector(RegistryVersionPageModel* model, WorkerPools& pools,
                                   BackendOf open, QWidget* parent)
    : QWidget(parent)
    , model_(model)
    , whole_(new QStackedWidget(this))
    , sections_(new QStackedWidget(this))
    , signaturePages_(new QStackedWidget(this))
    , empty_(new EmptyState(this))
    , noSignature_(new EmptyState(this))
    , tabs_(new QTabBar(this))
    , metrics_(new RegistryVersionMetrics(this))
    , signature_(new RegistrySignatureModel(this))
    , history_(new RegistryHistoryModel(this))
    , files_(new ArtifactsPanel(pools, std::move(open), this))
{
    setObjectName(QStringLiteral("versionInspector"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setMinimumWidth(narrowest);
    setMaximumWidth(widest);
    tabs_->setObjectName(QStringLiteral("versionTabs"));
    tabs_->setAccessibleName(tr("Sections"));
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setUsesScrollButtons(true); // only where they do not fit
    tabs_->setStyleSheet(QStringLiteral("QTabBar::tab { padding-left: 6px; padding-right: 6px; }"));
    for (const QString& text :
         {tr("Details"), tr("Metrics"), tr("Signature"), tr("History"), tr("Files")})
        tabs_->addTab(text);
    metricTable_ = makeTable(metrics_, "versionMetrics", tr("Metrics beside the champion's"));
    metricTable_->setItemDelegate(new VersionMetricDelegate(metricTable_));
    signatureTable_ = makeTable(signature_, "versionSignature", tr("Signature"));
    signatureTable_->setItemDelegate(new VersionMetricDelegate(signatureTable_));
    signaturePages_->addWidget(noSignature_);
    signaturePages_->addWidget(signatureTable_);
    sections_->addWidget(makeDetails());
    sections_->addWidget(metricTable_);
    sections_->addWidget(signaturePages_);
    sections_->addWidget(makeHistory());
    sections_->addWidget(files_);
    connect(tabs_, &QTabBar::currentChanged, sections_, &QStackedWidget::setCurrentIndex);
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(14, spacing::m, 14, spacing::s);
    column->setSpacing(6);
    column->addWidget(makeHead());
    column->addWidget(tabs_);
    column->addWidget(sections_, 1);
    whole_->addWidget(empty_);
    whole_->addWidget(body);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(whole_);
    connect(model_, &RegistryVersionPageModel::changed, this, &VersionInspector::take);
    connect(model_, &RegistryVersionPageModel::failed, this, &VersionInspector::showFailure);
    take(false);
}

QWidget* VersionInspector::makeHead()
{
    auto* head = new QWidget(this);
    title_ = new ElidedLabel({}, TextRole::Normal, head);
    title_->setObjectName(QStringLiteral("versionTitle"));
    title_->setFont(titleFont());
    pills_ = new QWidget(head);
    asOf_ = new ElidedLabel({}, TextRole::Muted, head);
    // Two lines: below it the details want the room.
    auto* second = new QHBoxLayout;
    second->setSpacing(spacing::s);
    second->addWidget(pills_);
    second->addWidget(asOf_, 1);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::xs);
    column->addWidget(title_);
    column->addLayout(second);
    return head;
}

QWidget* VersionInspector::makeDetails()
{
    auto* content = new QWidget(this);
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    facts_ = new QWidget(content);
    tags_ = new TagList(content);
    aliases_ = new VersionAliases(content);
    description_ = new NoteEditor(content);
    description_->setInvitation(tr("What should a person know of this version?"));
    modelDescription_ = new NoteEditor(content);
    modelDescription_->setObjectName(QStringLiteral("modelDescription"));
    modelDescription_->setInvitation(tr("What is this model for?"));
    modelHead_ = new ElidedLabel({}, TextRole::Muted, content);
    modelHead_->setFont(sectionFont());
    details_ = new QVBoxLayout(content);
    details_->setContentsMargins(0, spacing::s, spacing::xs, spacing::s);
    details_->setSpacing(6);
    details_->addWidget(facts_);
    details_->addSpacing(spacing::s);
    details_->addWidget(new SectionLabel(tr("Aliases"), content));
    details_->addWidget(aliases_);
    details_->addSpacing(spacing::s);
    details_->addWidget(new SectionLabel(tr("Tags"), content));
    details_->addWidget(tags_);
    details_->addSpacing(spacing::s);
    details_->addWidget(new SectionLabel(tr("Description"), content));
    details_->addWidget(description_);
    details_->addSpacing(spacing::s);
    details_->addWidget(modelHead_);
    details_->addWidget(modelDescription_);
    details_->addStretch(1);
    connect(aliases_, &VersionAliases::wanted, this, &VersionInspector::aliasWanted);
    connect(aliases_, &VersionAliases::removed, this, &VersionInspector::aliasRemoved);
    connect(modelDescription_, &NoteEditor::saved, this, &VersionInspector::modelDescribed);
    connect(tags_, &TagList::tagSet, this, &VersionInspector::tagSet);
    connect(tags_, &TagList::tagRemoved, this, &VersionInspector::tagRemoved);
    connect(description_, &NoteEditor::saved, this, &VersionInspector::described);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

QTableView* VersionInspector::makeTable(QAbstractItemModel* model, const char* objectName,
                                        const QString& name)
{
    auto* table = new QTableView(this);
    table->setObjectName(QLatin1String(objectName));
    table->setAccessibleName(name);
    table->setModel(model);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    table->horizontalHeader()->setStretchLastSection(true);
    return table;
}

QWidget* VersionInspector::makeHistory()
{
    auto* list = new QListView(this);
    list->setObjectName(QStringLiteral("versionHistory"));
    list->setAccessibleName(tr("History of aliases and stages"));
    list->setModel(history_);
    list->setItemDelegate(new HistoryDelegate(list));
    list->setUniformItemSizes(true);
    list->setFrameShape(QFrame::NoFrame);
    list->setSelectionMode(QAbstractItemView::NoSelection);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    return list;
}

void VersionInspector::setPrompts(Prompts* prompts)
{
    files_->setPrompts(prompts);
}

void VersionInspector::setEditable(bool editable)
{
    editable_ = editable;
    if (model_->data())
        take(true);
}

void VersionInspector::showSection(Section section)
{
    tabs_->setCurrentIndex(section);
}

void VersionInspector::showFailure(const Error& error)
{
    empty_->show(EmptyState::Kind::Failed, error.message);
    whole_->setCurrentIndex(0);
}

void VersionInspector::take(bool same)
{
    if (!model_->data()) {
        empty_->show(EmptyState::Kind::Empty, tr("Choose a version to see all of it here."), {},
                     QStringLiteral("package"));
        whole_->setCurrentIndex(0);
        return;
    }
    const RegistryVersionPage& page = *model_->data();
    const ModelVersion& version = page.detail.version;
    showHead(page.detail);
    showFacts(page);
    tags_->setTags(version.tags, editable_, {});
    aliases_->setAliases(page.detail.aliases, editable_);
    description_->setNote(text8(version.description), editable_, same);
    modelHead_->setFullText(tr("About %1").arg(text8(page.model.name)));
    modelDescription_->setNote(text8(page.model.description), editable_, same);
    metrics_->setPage(page);
    metricTable_->setColumnHidden(RegistryVersionMetrics::Champion, !metrics_->hasChampion());
    metricTable_->setColumnHidden(RegistryVersionMetrics::Difference, !metrics_->hasChampion());
    metricTable_->setColumnWidth(0, 118);
    metricTable_->setColumnWidth(1, 74);
    metricTable_->setColumnWidth(2, 76);
    signature_->setFacts(page.facts);
    signatureTable_->setColumnWidth(0, 70);
    signatureTable_->setColumnWidth(1, 150);
    noSignature_->show(EmptyState::Kind::Empty,
                       page.facts ? tr("Its MLmodel holds no signature.")
                                  : tr("Its MLmodel was not read yet."),
                       {}, QStringLiteral("file-text"));
    signaturePages_->setCurrentIndex(signature_->rowCount() > 0 ? 1 : 0);
    history_->setEvents(page.events, version.version);
    if (page.run) {
        std::vector<std::string> models;
        if (page.detail.loggedModel)
            models.push_back(page.detail.loggedModel->name);
        files_->setRun(page.detail.source, page.run->run.id, std::move(models));
    }
    tabs_->setTabVisible(Files, page.run.has_value());
    whole_->setCurrentIndex(1);
}

void VersionInspector::showHead(const VersionDetail& detail)
{
    title_->setFullText(QStringLiteral("%1 %2").arg(text8(detail.version.model),
                                                    versionText(detail.version.version)));
    auto* pills = new QWidget(pills_->parentWidget());
    auto* row = new QHBoxLayout(pills);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::xs);
    const auto add = [&](const QString& text, Tone tone) {
        auto* pill = new Pill(pills);
        pill->setState(text, tone);
        row->addWidget(pill);
    };
    for (std::size_t i = 0; i < std::min(detail.aliases.size(), mostPills); ++i)
        add(text8(detail.aliases[i].alias.name), Tone::Accent);
    if (detail.aliases.size() > mostPills)
        add(QStringLiteral("+%1").arg(detail.aliases.size() - mostPills), Tone::Accent);
    if (!detail.version.stage.empty() && detail.version.stage != "None")
        add(text8(detail.version.stage), Tone::Neutral);
    if (detail.version.status == "FAILED_REGISTRATION")
        add(tr("Registration failed"), Tone::Bad);
    else if (detail.version.status == "PENDING_REGISTRATION")
        add(tr("Pending"), Tone::Warning);
    if (row->count() == 0)
        add(tr("No alias"), Tone::Neutral);
    delete pills_->parentWidget()->layout()->replaceWidget(pills_, pills);
    pills_->hide();
    pills_->deleteLater();
    pills_ = pills;
    pills_->show();
    asOf_->setFullText(
        tr("%1 · as of %2").arg(text8(detail.sourceName), relativeTime(detail.confirmedAt)));
    asOf_->setToolTip(exactTime(detail.confirmedAt));
}

void VersionInspector::showFacts(const RegistryVersionPage& page)
{
    const ModelVersion& version = page.detail.version;
    auto* grid = new FactGrid(this);
    if (version.creationTime)
        grid->add(tr("Registered"), relativeTime(*version.creationTime))
            ->setToolTip(exactTime(*version.creationTime));
    grid->add(tr("By"), text8(version.userId));
    if (page.run) {
        const Run& run = page.run->run;
        grid->addLink(tr("Run"), text8(run.name.empty() ? run.id : run.name), "versionRun");
        if (const auto* commit = findValue(run.tags, tags::gitCommit))
            grid->addCopied(tr("Commit"), text8(*commit), "copyCommit");
        for (const auto& dataset : run.datasets)
            grid->add(tr("Dataset"),
                      QStringLiteral("%1@%2").arg(text8(dataset.name), text8(dataset.digest)));
    } else {
        grid->add(tr("Run"), text8(version.runId), true);
    }
    if (page.detail.loggedModel)
        grid->add(tr("Logged model"), text8(page.detail.loggedModel->name));
    grid->addCopied(tr("Source"), text8(version.source), "copySource");
    if (page.facts) {
        grid->add(tr("Flavors"), page.facts->flavors.join(QStringLiteral(", ")));
        grid->add(tr("Size"), page.facts->size);
        grid->add(tr("Python"), page.facts->pythonVersion);
        grid->add(tr("MLflow"), page.facts->mlflowVersion);
    }
    if (!version.statusMessage.empty())
        grid->add(tr("Status"), text8(version.statusMessage));
    connect(grid, &FactGrid::activated, this, [this](const QString& name) {
        if (name == u"versionRun" && model_->data() && model_->data()->run)
            emit runRequested(model_->data()->run->row);
    });
    delete details_->replaceWidget(facts_, grid);
    facts_->hide();
    facts_->deleteLater();
    facts_ = grid;
    facts_->show();
}

} // namespace binnacle
