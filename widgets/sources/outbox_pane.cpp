#include "widgets/sources/outbox_pane.h"

#include "models/outbox_list_model.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace binnacle {

namespace {

Tone toneOf(Edit::State state)
{
    switch (state) {
    case Edit::State::Conflict:
        return Tone::Warning;
    case Edit::State::Failed:
        return Tone::Bad;
    case Edit::State::Pending:
        break;
    }
    return Tone::Neutral;
}

class StateDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, Theme::current().accentBackground);
        const auto state = static_cast<Edit::State>(index.data(OutboxListModel::StateRole).toInt());
        paintPill(painter, option.rect.adjusted(spacing::s, 0, -spacing::s, 0),
                  index.data().toString(), toneOf(state), option.font);
    }
};

} // namespace

OutboxPane::OutboxPane(OutboxListModel& edits, QWidget* parent)
    : QWidget(parent)
    , edits_(edits)
    , table_(new QTableView(this))
    , empty_(new EmptyState(this))
    , sentence_(new TextLabel({}, TextRole::Muted, this))
    , mine_(makeButton({}, {}, ButtonRole::Secondary, this))
    , theirs_(makeButton({}, {}, ButtonRole::Secondary, this))
{
    table_->setObjectName(QStringLiteral("outboxTable"));
    table_->setAccessibleName(tr("Edits waiting"));
    table_->setModel(&edits_);
    table_->setItemDelegateForColumn(OutboxListModel::StateColumn, new StateDelegate(table_));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setShowGrid(false);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(spacing::rowHeight);
    QHeaderView* head = table_->horizontalHeader();
    head->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    head->setHighlightSections(false);
    head->setSectionResizeMode(OutboxListModel::ValueColumn, QHeaderView::Stretch);
    head->resizeSection(OutboxListModel::RunColumnNo, 150);
    head->resizeSection(OutboxListModel::ChangeColumn, 120);
    head->resizeSection(OutboxListModel::StateColumn, 90);
    empty_->show(EmptyState::Kind::Empty, tr("No edit waits. Every source has what you changed."),
                 {}, QStringLiteral("circle-check"));
    sentence_->setObjectName(QStringLiteral("outboxSentence"));
    sentence_->setWordWrap(true);
    mine_->setObjectName(QStringLiteral("outboxMine"));
    theirs_->setObjectName(QStringLiteral("outboxTheirs"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::s);
    column->addWidget(table_, 1);
    column->addWidget(empty_, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::s);
    row->addWidget(sentence_, 1);
    row->addWidget(theirs_);
    row->addWidget(mine_);
    column->addLayout(row);

    connect(mine_, &QPushButton::clicked, this, [this] { resolve(true); });
    connect(theirs_, &QPushButton::clicked, this, [this] { resolve(false); });
    connect(table_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &OutboxPane::refresh);
    connect(&edits_, &OutboxListModel::loaded, this, &OutboxPane::refresh);
    connect(&edits_, &OutboxListModel::failed, this, [this](const QString& why) {
        sentence_->setRole(TextRole::Bad);
        sentence_->setText(why);
    });
    refresh();
}

void OutboxPane::refresh()
{
    const bool some = edits_.rowCount() > 0;
    table_->setVisible(some);
    empty_->setVisible(!some);
    if (some && !table_->currentIndex().isValid())
        table_->setCurrentIndex(edits_.index(0, 0));
    const QModelIndex index = table_->currentIndex();
    const auto state = index.isValid() ? edits_.at(index.row()).edit.state : Edit::State::Pending;
    const bool asks = some && index.isValid() && state != Edit::State::Pending;
    mine_->setVisible(asks);
    theirs_->setVisible(asks);
    mine_->setText(state == Edit::State::Failed ? tr("Try again") : tr("Keep mine"));
    theirs_->setText(state == Edit::State::Failed ? tr("Give up edit") : tr("Keep theirs"));
    sentence_->setRole(TextRole::Muted);
    if (asks)
        sentence_->setText(index.data(OutboxListModel::SentenceRole).toString());
    else
        sentence_->setText(some ? tr("Sent as soon as the source answers.") : QString());
}

void OutboxPane::resolve(bool keepMine)
{
    if (table_->currentIndex().isValid())
        edits_.resolve(table_->currentIndex().row(), keepMine);
}

} // namespace binnacle
