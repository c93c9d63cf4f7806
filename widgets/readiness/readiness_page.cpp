#include "widgets/readiness/readiness_page.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"
#include "widgets/readiness/readiness_delegates.h"
#include "widgets/readiness/share_bar.h"

#include <QBoxLayout>
#include <QListWidget>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>

#include <algorithm>

namespace binnacle {

namespace {
constexpr int paneWidth = 240;
}

ReadinessPage::ReadinessPage(const std::shared_ptr<Workspace>& workspace,
                             std::shared_ptr<ReadinessSource> source, WorkerPools& pools,
                             QWidget* parent)
    : Page(parent)
    , model_(new ReadinessModel(std::move(source), pools, this))
    , prompts_(std::make_shared<DialogPrompts>())
    , search_(new SearchField(tr("Search models"), this))
    , list_(new QListWidget(this))
    , tree_(new QTreeView(this))
    , name_(new TextLabel({}, TextRole::Normal, this))
    , score_(new TextLabel({}, TextRole::Muted, this))
    , next_(new TextLabel({}, TextRole::Muted, this))
    , share_(new ShareBar(this))
    , notice_(new NoticeBar(this))
    , empty_(new EmptyState(this))
    , stack_(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("readinessPage"));
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(makePane());
    splitter->addWidget(makeBoard());
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({paneWidth, 900});
    stack_->addWidget(splitter);
    stack_->addWidget(empty_);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(stack_);
    setFocusProxy(list_);
    connect(model_, &ReadinessModel::loaded, this, &ReadinessPage::take);
    connect(model_, &ReadinessModel::failed, this, [this](const Error& error) {
        if (model_->isLoaded()) {
            notice_->show(error.message);
            return;
        }
        empty_->show(EmptyState::Kind::Failed, error.message, tr("Try again"));
        stack_->setCurrentIndex(1);
    });
    connect(empty_, &EmptyState::actionTriggered, model_, &ReadinessModel::reload);
    for (const auto signal : {&WorkspaceEvents::registryChanged, &WorkspaceEvents::actsChanged,
                              &WorkspaceEvents::runsChanged})
        connect(&workspace->events(), signal, model_, &ReadinessModel::reloadSoon);
    empty_->show(EmptyState::Kind::Loading, tr("Reading the facts"));
    stack_->setCurrentIndex(1);
    model_->reload();
}

QString ReadinessPage::title() const
{
    return tr("Readiness");
}

QString ReadinessPage::iconName() const
{
    return QStringLiteral("list-checks");
}

QString ReadinessPage::contextLine() const
{
    return tr("what each model still needs for production");
}

QWidget* ReadinessPage::makePane()
{
    auto* pane = new QWidget(this);
    pane->setAutoFillBackground(true);
    pane->setBackgroundRole(QPalette::Base);
    pane->setMinimumWidth(180);
    pane->setMaximumWidth(360);
    search_->setObjectName(QStringLiteral("readinessSearch"));
    list_->setObjectName(QStringLiteral("readinessModels"));
    list_->setAccessibleName(tr("Models"));
    list_->setItemDelegate(new ReadinessListDelegate(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, spacing::s, 0, 0);
    column->setSpacing(spacing::s);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(spacing::m, 0, spacing::m, 0);
    row->addWidget(search_);
    column->addLayout(row);
    column->addWidget(list_, 1);
    connect(search_, &QLineEdit::textChanged, this, &ReadinessPage::filterList);
    connect(list_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (!item)
            return;
        model_->setModel(
            RegisteredModelRowId{item->data(ReadinessListDelegate::ModelRole).toLongLong()});
        showBoard();
    });
    return pane;
}

QWidget* ReadinessPage::makeBoard()
{
    auto* board = new QWidget(this);
    board->setAutoFillBackground(true);
    board->setBackgroundRole(QPalette::Base);
    name_->setObjectName(QStringLiteral("readinessName"));
    name_->setFont(titleFont());
    name_->setTextFormat(Qt::PlainText);
    score_->setObjectName(QStringLiteral("readinessScore"));
    next_->setObjectName(QStringLiteral("readinessNext"));
    next_->setTextFormat(Qt::PlainText);
    next_->setWordWrap(true);
    tree_->setObjectName(QStringLiteral("readinessBoard"));
    tree_->setAccessibleName(tr("Life-cycle items"));
    tree_->setModel(model_);
    tree_->setItemDelegate(new ReadinessItemDelegate(tree_));
    tree_->setHeaderHidden(true);
    tree_->setRootIsDecorated(false);
    tree_->setIndentation(0);
    tree_->setItemsExpandable(false);
    tree_->setFrameShape(QFrame::NoFrame);
    tree_->setMouseTracking(true);
    tree_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    tree_->setContextMenuPolicy(Qt::CustomContextMenu);
    tree_->setToolTip(tr("Return or a double click ticks an item by hand"));
    auto* first = new QHBoxLayout;
    first->setSpacing(spacing::m);
    first->addWidget(name_);
    first->addWidget(share_);
    first->addWidget(score_);
    first->addStretch(1);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(14, spacing::m, 14, spacing::xs);
    head->setSpacing(spacing::xs);
    head->addLayout(first);
    head->addWidget(next_);
    auto* column = new QVBoxLayout(board);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(notice_);
    column->addWidget(tree_, 1);
    connect(tree_, &QTreeView::activated, this, &ReadinessPage::tick);
    connect(tree_, &QTreeView::customContextMenuRequested, this, &ReadinessPage::openMenu);
    return board;
}

void ReadinessPage::take()
{
    emit scoresChanged(model_->scores());
    if (model_->boards().empty()) {
        empty_->show(EmptyState::Kind::Empty, tr("No registered model is mirrored yet."), {},
                     QStringLiteral("list-checks"));
        stack_->setCurrentIndex(1);
        return;
    }
    stack_->setCurrentIndex(0);
    std::optional<RegisteredModelRowId> chosen = wanted_;
    if (!chosen && model_->board())
        chosen = model_->board()->model;
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const auto& board : model_->boards()) {
        auto* item = new QListWidgetItem(board.name, list_);
        item->setToolTip(board.name);
        item->setData(ReadinessListDelegate::ScoreRole, board.score);
        item->setData(ReadinessListDelegate::ModelRole,
                      QVariant::fromValue<qint64>(raw(board.model)));
        item->setData(ReadinessListDelegate::RegistryRole, board.registry);
        item->setData(Qt::AccessibleTextRole,
                      tr("%1, %2 % ready").arg(board.name).arg(qRound(board.score * 100)));
        if (chosen == board.model)
            list_->setCurrentItem(item);
    }
    if (!list_->currentItem())
        list_->setCurrentRow(0);
    wanted_.reset();
    model_->setModel(RegisteredModelRowId{
        list_->currentItem()->data(ReadinessListDelegate::ModelRole).toLongLong()});
    filterList();
    showBoard();
}

void ReadinessPage::filterList()
{
    const QStringList words = search_->text().toLower().split(u' ', Qt::SkipEmptyParts);
    for (int i = 0; i < list_->count(); ++i) {
        const QString text = (list_->item(i)->text() + u' ' +
                              list_->item(i)->data(ReadinessListDelegate::RegistryRole).toString())
                                 .toLower();
        list_->item(i)->setHidden(!std::all_of(
            words.begin(), words.end(), [&](const QString& word) { return text.contains(word); }));
    }
}

void ReadinessPage::showModel(RegisteredModelRowId model)
{
    wanted_ = model;
    if (!model_->isLoaded())
        return;
    for (int i = 0; i < list_->count(); ++i) {
        if (list_->item(i)->data(ReadinessListDelegate::ModelRole).toLongLong() == raw(model)) {
            search_->clear();
            list_->setCurrentRow(i);
            wanted_.reset();
        }
    }
}

void ReadinessPage::showBoard()
{
    tree_->expandAll();
    const ReadinessBoard* board = model_->board();
    if (!board)
        return;
    name_->setText(board->name);
    share_->setShare(board->score);
    const auto met =
        std::count_if(board->lines.begin(), board->lines.end(), [](const ReadinessLine& line) {
            return line.state == ReadinessLine::State::Met;
        });
    score_->setText(tr("%1 % · %2 of %3 met")
                        .arg(qRound(board->score * 100))
                        .arg(met)
                        .arg(board->lines.size()));
    next_->setText(board->next.isEmpty() ? tr("Nothing is left to do.")
                                         : tr("Next: %1").arg(board->next));
}

void ReadinessPage::tick(const QModelIndex& index)
{
    const ReadinessLine* line = model_->line(index);
    if (!line)
        return;
    const bool met = line->state == ReadinessLine::State::Met;
    prompts_->askText(this, met ? tr("Untick %1").arg(line->title) : tr("Tick %1").arg(line->title),
                      tr("Note: what shows it"), line->note,
                      [this, key = line->key, met](const QString& note) {
                          model_->tick(key, !met, note.trimmed());
                      });
}

void ReadinessPage::openMenu(const QPoint& at)
{
    const QModelIndex index = tree_->indexAt(at);
    const ReadinessLine* line = model_->line(index);
    if (!line)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("readinessMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(QStringLiteral("check")),
                    line->state == ReadinessLine::State::Met ? tr("Untick…") : tr("Tick…"), this,
                    [this, index = QPersistentModelIndex(index)] { tick(index); });
    if (line->byHand)
        menu->addAction(icon(QStringLiteral("rotate-ccw")), tr("Go by the facts again"), this,
                        [this, key = line->key] { model_->tick(key, std::nullopt, {}); });
    if (line->run)
        menu->addAction(icon(QStringLiteral("flask-conical")), tr("Open the evidence"), this,
                        [this, run = *line->run] { emit runActivated(run); });
    menu->popup(tree_->viewport()->mapToGlobal(at));
}

} // namespace binnacle
