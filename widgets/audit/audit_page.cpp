#include "widgets/audit/audit_page.h"

#include "models/number_text.h"
#include "models/relative_time.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/fact_grid.h"
#include "widgets/common/labels.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/search_field.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QJsonDocument>
#include <QPainter>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTimer>

namespace binnacle {

namespace {

constexpr int inspectorWidth = 360, typingPause = 200;
constexpr qint64 day = 24LL * 60 * 60 * 1000;

class AuditDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        painter->save();
        paintRowBackground(painter, option);
        const bool quiet =
            index.column() == AuditLogModel::When || index.column() == AuditLogModel::Who;
        if (index.column() == AuditLogModel::Action)
            paintPill(painter, cellRoom(option), index.data().toString(), Tone::Neutral,
                      option.font);
        else
            paintCellText(painter, cellRoom(option), index.data().toString(),
                          quiet ? Theme::current().mutedText : Theme::current().text);
        painter->restore();
    }
};

QLabel* textBlock(const QString& text, QWidget* parent)
{
    auto* label = new TextLabel(text.isEmpty() ? missingText() : text, TextRole::Normal, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

// JSON as a person reads it; what is no JSON as it stands.
QString readable(const QString& json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json.toUtf8());
    return document.isNull() ? json : QString::fromUtf8(document.toJson()).trimmed();
}

} // namespace

AuditPage::AuditPage(const std::shared_ptr<Workspace>& workspace,
                     std::shared_ptr<AuditSource> source, WorkerPools& pools, QWidget* parent)
    : Page(parent)
    , model_(new AuditLogModel(std::move(source), pools, this))
    , prompts_(std::make_shared<DialogPrompts>())
    , search_(new SearchField(tr("Search the log"), this))
    , since_(new QComboBox(this))
    , chain_(new Pill(this))
    , count_(new TextLabel({}, TextRole::Muted, this))
    , notice_(new NoticeBar(this))
    , table_(new QTableView(this))
    , empty_(new EmptyState(this))
    , stack_(new QStackedWidget(this))
    , splitter_(new QSplitter(Qt::Horizontal, this))
    , inspector_(new QScrollArea(this))
    , csv_(makeButton(tr("Export CSV"), QStringLiteral("download"), ButtonRole::Secondary, this))
    , jsonLines_(makeButton(tr("Export JSON lines"), QStringLiteral("download"),
                            ButtonRole::Secondary, this))
{
    setObjectName(QStringLiteral("auditPage"));
    csv_->setObjectName(QStringLiteral("auditCsv"));
    jsonLines_->setObjectName(QStringLiteral("auditJsonLines"));
    setUpTable();
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    inspector_->setObjectName(QStringLiteral("auditInspector"));
    inspector_->setAccessibleName(tr("Entry"));
    inspector_->setFrameShape(QFrame::NoFrame);
    inspector_->setWidgetResizable(true);
    inspector_->setMinimumWidth(300);
    inspector_->setMaximumWidth(430);
    inspector_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(notice_);
    column->addWidget(stack_, 1);
    splitter_->addWidget(centre);
    splitter_->addWidget(inspector_);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    splitter_->setStretchFactor(0, 1);
    splitter_->setStretchFactor(1, 0);
    splitter_->setSizes({900, inspectorWidth});
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(splitter_);
    setFocusProxy(table_);
    connect(model_, &AuditLogModel::loaded, this, &AuditPage::updateState);
    connect(model_, &AuditLogModel::verified, this, &AuditPage::showChain);
    connect(model_, &AuditLogModel::told, this,
            [this](const QString& sentence) { notice_->show(sentence); });
    connect(model_, &AuditLogModel::modelReset, this, [this] {
        if (model_->rowCount() > 0)
            table_->setCurrentIndex(model_->index(0, 0));
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &AuditPage::showEntry);
    connect(&workspace->events(), &WorkspaceEvents::actsChanged, model_,
            &AuditLogModel::reloadSoon);
    connect(csv_, &QPushButton::clicked, this, [this] { exportAs(AuditSource::Form::Csv); });
    connect(jsonLines_, &QPushButton::clicked, this,
            [this] { exportAs(AuditSource::Form::JsonLines); });
    connect(empty_, &EmptyState::actionTriggered, this, [this] {
        search_->clear();
        since_->setCurrentIndex(0);
        model_->reload();
    });
    updateState();
    showEntry();
    model_->reload();
    model_->verify();
}

QString AuditPage::title() const
{
    return tr("Audit log");
}

QString AuditPage::iconName() const
{
    return QStringLiteral("scroll-text");
}

QString AuditPage::contextLine() const
{
    return tr("all that Binnacle changed");
}

QList<QWidget*> AuditPage::headerActions()
{
    return {csv_, jsonLines_};
}

QList<PageCommand> AuditPage::commands()
{
    return {{tr("Export the audit log as CSV"), QStringLiteral("download"),
             [this] { exportAs(AuditSource::Form::Csv); }},
            {tr("Export the audit log as JSON lines"), QStringLiteral("download"),
             [this] { exportAs(AuditSource::Form::JsonLines); }}};
}

QWidget* AuditPage::makeBar()
{
    auto* bar = new QWidget(this);
    bar->setAutoFillBackground(true);
    bar->setBackgroundRole(QPalette::Base);
    search_->setObjectName(QStringLiteral("auditSearch"));
    search_->setMaximumWidth(360);
    since_->setObjectName(QStringLiteral("auditSince"));
    since_->setAccessibleName(tr("Since"));
    since_->addItem(tr("Any time"), 0);
    since_->addItem(tr("Last 24 hours"), 1);
    since_->addItem(tr("Last 7 days"), 7);
    since_->addItem(tr("Last 30 days"), 30);
    since_->addItem(tr("Last year"), 365);
    chain_->setObjectName(QStringLiteral("auditChain"));
    chain_->setState(tr("Checking the chain…"), Tone::Neutral);
    count_->setObjectName(QStringLiteral("auditCount"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::s);
    row->setSpacing(spacing::s);
    row->addWidget(search_, 1);
    row->addWidget(since_);
    row->addWidget(count_);
    row->addStretch(1);
    row->addWidget(chain_);
    auto* typing = new QTimer(this);
    typing->setSingleShot(true);
    typing->setInterval(typingPause);
    connect(search_, &QLineEdit::textChanged, typing, qOverload<>(&QTimer::start));
    connect(typing, &QTimer::timeout, this, &AuditPage::takeFilter);
    connect(since_, &QComboBox::currentIndexChanged, this, &AuditPage::takeFilter);
    return bar;
}

void AuditPage::setUpTable()
{
    table_->setObjectName(QStringLiteral("auditTable"));
    table_->setAccessibleName(tr("Audit log"));
    table_->setModel(model_);
    table_->setItemDelegate(new AuditDelegate(table_));
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setMouseTracking(true);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->horizontalHeader()->setStretchLastSection(true);
    const int widths[] = {120, 110, 130, 240};
    for (int column = 0; column < AuditLogModel::Change; ++column)
        table_->setColumnWidth(column, widths[column]);
}

void AuditPage::takeFilter()
{
    AuditFilter filter;
    filter.text = search_->text().trimmed();
    if (const qint64 days = since_->currentData().toLongLong(); days > 0)
        filter.since = QDateTime::currentMSecsSinceEpoch() - days * day;
    model_->setFilter(filter);
}

void AuditPage::updateState()
{
    using Kind = EmptyState::Kind;
    const int rows = model_->rowCount();
    const bool filtered = !model_->filter().text.isEmpty() || model_->filter().since.has_value();
    if (model_->state() == AuditLogModel::State::Failed)
        empty_->show(Kind::Failed, model_->error().message, tr("Try again"));
    else if (model_->state() == AuditLogModel::State::Loading)
        empty_->show(Kind::Loading, tr("Reading the log"));
    else if (filtered)
        empty_->show(Kind::Empty, tr("No entry fits."), tr("Show all"), QStringLiteral("search"));
    else
        empty_->show(Kind::Empty, tr("Binnacle has changed nothing yet."), {},
                     QStringLiteral("scroll-text"));
    count_->setText(rows == 1         ? tr("1 entry")
                    : model_->isCut() ? tr("the newest %1 entries").arg(countText(rows))
                                      : tr("%1 entries").arg(countText(rows)));
    stack_->setCurrentIndex(rows > 0 && model_->state() == AuditLogModel::State::Ready ? 0 : 1);
    inspector_->setVisible(rows > 0);
    csv_->setEnabled(rows > 0);
    jsonLines_->setEnabled(rows > 0);
}

void AuditPage::showChain()
{
    const auto& chain = model_->chain();
    chain_->setState(chain->whole ? tr("Chain verified") : tr("Chain broken"),
                     chain->whole ? Tone::Good : Tone::Bad);
    chain_->setToolTip(chain->sentence);
    if (!chain->whole)
        notice_->show(chain->sentence);
}

void AuditPage::showEntry()
{
    auto* content = new QWidget(this);
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(14, spacing::m, 14, spacing::m);
    column->setSpacing(6);
    const int row = table_->currentIndex().row();
    if (row >= 0 && row < model_->rowCount()) {
        const AuditLine& line = model_->at(row);
        auto* head = new TextLabel(line.action, TextRole::Normal, content);
        head->setFont(titleFont());
        head->setTextFormat(Qt::PlainText);
        column->addWidget(head);
        auto* grid = new FactGrid(content);
        grid->add(tr("When"), exactTime(line.at));
        grid->add(tr("System user"), line.systemUser);
        grid->add(tr("Server user"), line.serverUser);
        grid->add(tr("Of"), line.subject);
        grid->add(tr("Registry"), line.source);
        grid->addCopied(tr("Act"), QString::fromStdString(line.act), "copyAct");
        column->addWidget(grid);
        const auto part = [&](const QString& name, const QString& text) {
            column->addSpacing(spacing::xs);
            column->addWidget(new SectionLabel(name, content));
            column->addWidget(textBlock(text, content));
        };
        part(tr("Before"), readable(line.before));
        part(tr("After"), readable(line.after));
        part(tr("Evidence"), readable(line.evidence));
        if (line.undoable) {
            auto* undo =
                makeButton(tr("Undo…"), QStringLiteral("undo-2"), ButtonRole::Secondary, content);
            undo->setObjectName(QStringLiteral("auditUndo"));
            column->addWidget(undo, 0, Qt::AlignLeft);
            connect(undo, &QPushButton::clicked, this, &AuditPage::askUndo);
        }
    } else {
        column->addWidget(
            new TextLabel(tr("Choose an entry to see all of it."), TextRole::Muted, content));
    }
    column->addStretch(1);
    inspector_->setWidget(content);
}

void AuditPage::askUndo()
{
    const int row = table_->currentIndex().row();
    if (row < 0)
        return;
    const AuditLine line = model_->at(row);
    prompts_->confirm(
        this,
        {tr("Undo this?"),
         tr("%1 · %2\nnow: %3\nthen: %4").arg(line.action, line.subject, line.after, line.before),
         tr("Undo"), true},
        [this, row] { model_->undo(row); });
}

void AuditPage::exportAs(AuditSource::Form form)
{
    const bool csv = form == AuditSource::Form::Csv;
    prompts_->saveFile(this, tr("Export the audit log"),
                       csv ? QStringLiteral("audit.csv") : QStringLiteral("audit.jsonl"),
                       csv ? tr("CSV (*.csv)") : tr("JSON lines (*.jsonl)"),
                       [this, form](const QString& file) {
                           if (!file.isEmpty())
                               model_->exportTo(file, form);
                       });
}

} // namespace binnacle
