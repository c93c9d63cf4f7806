#include "widgets/compare/add_runs_popup.h"

#include "models/number_text.h"
#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

namespace binnacle {

namespace {

constexpr QSize popupSize(420, 380);

// A tick where the run is compared already, its name, and where it is from.
class FoundRunDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {120, spacing::rowHeight};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, theme.accentBackground);
        else if (option.state.testFlag(QStyle::State_MouseOver))
            painter->fillRect(option.rect, theme.window);
        constexpr int mark = 16;
        QRect room = option.rect.adjusted(spacing::s, 0, -spacing::s, 0);
        const bool taken = index.data(FoundRunsModel::TakenRole).toBool();
        icon(taken ? QStringLiteral("check") : QStringLiteral("plus"),
             taken ? theme.accent : theme.faintText)
            .paint(painter, room.left(), room.center().y() - mark / 2 + 1, mark, mark);
        room.setLeft(room.left() + mark + spacing::s);
        const auto& metrics = option.fontMetrics;
        const QString name =
            metrics.elidedText(index.data().toString(), Qt::ElideMiddle, room.width() * 3 / 5);
        painter->setFont(option.font);
        painter->setPen(theme.text);
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, name);
        room.setLeft(room.left() + metrics.horizontalAdvance(name) + spacing::m);
        painter->setPen(theme.mutedText);
        painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter,
                          metrics.elidedText(index.data(FoundRunsModel::WhereRole).toString(),
                                             Qt::ElideMiddle, room.width()));
        painter->restore();
    }
};

RunRowId runOf(const QModelIndex& index)
{
    return static_cast<RunRowId>(index.data(FoundRunsModel::RunRole).toLongLong());
}

} // namespace

AddRunsPopup::AddRunsPopup(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools,
                           QWidget* parent)
    : SearchPopup(tr("Words, or a filter such as metrics.loss < 0.1"), popupSize, parent)
    , model_(std::move(engine), pools)
    , note_(new TextLabel({}, TextRole::Muted, this))
    , addAll_(makeButton(tr("Add all"), QStringLiteral("plus"), ButtonRole::Quiet, this))
{
    setObjectName(QStringLiteral("addRunsPopup"));
    search()->setObjectName(QStringLiteral("addRunsSearch"));
    list()->setObjectName(QStringLiteral("foundRuns"));
    list()->setAccessibleName(tr("Runs found"));
    list()->setModel(&model_);
    list()->setItemDelegate(new FoundRunDelegate(list()));
    list()->setMouseTracking(true);
    note_->setWordWrap(true);
    addAll_->setObjectName(QStringLiteral("addAllRuns"));
    auto* foot = new QHBoxLayout;
    foot->addWidget(note_, 1);
    foot->addWidget(addAll_);
    column()->addLayout(foot);
    connect(search(), &QLineEdit::textChanged, &model_, &FoundRunsModel::search);
    connect(&model_, &FoundRunsModel::searched, this, [this] {
        list()->setCurrentIndex(model_.index(0));
        refresh();
    });
    connect(addAll_, &QPushButton::clicked, this, &AddRunsPopup::addAll);
    model_.search({});
    refresh();
}

void AddRunsPopup::setTaken(const std::set<RunRowId>& runs, std::size_t room)
{
    taken_ = runs;
    room_ = room;
    model_.setTaken(runs);
    refresh();
}

void AddRunsPopup::refresh()
{
    const bool bad = !model_.problem().isEmpty();
    note_->setRole(bad ? TextRole::Bad : TextRole::Muted);
    if (bad)
        note_->setText(model_.problem());
    else if (room_ == 0)
        note_->setText(tr("No more runs can be compared"));
    else if (model_.found() > model_.rowCount())
        note_->setText(tr("%1 runs, the newest %2 shown")
                           .arg(countText(model_.found()), countText(model_.rowCount())));
    else
        note_->setText(tr("%n run(s)", nullptr, static_cast<int>(model_.found())));
    const auto fits = static_cast<qint64>(room_ + taken_.size());
    addAll_->setEnabled(!bad && model_.found() > 0 && model_.found() <= fits);
}

void AddRunsPopup::take(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    if (index.data(FoundRunsModel::TakenRole).toBool())
        emit removeRequested(runOf(index));
    else if (room_ > 0)
        emit addRequested({runOf(index)});
}

void AddRunsPopup::addAll()
{
    emit addRequested(model_.all());
    close();
}

} // namespace binnacle
