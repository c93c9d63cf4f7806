#include "widgets/registry/gate_delegate.h"

#include "models/promotion_model.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QListView>
#include <QPainter>

namespace binnacle {

namespace {

constexpr int pillColumn = 102, titleColumn = 206, padding = 7;

Tone toneOf(PromotionGate::State state)
{
    switch (state) {
    case PromotionGate::State::Passed:
        return Tone::Good;
    case PromotionGate::State::PassedWithNote:
        return Tone::Warning;
    case PromotionGate::State::Blocked:
        return Tone::Bad;
    case PromotionGate::State::Checking:
        return Tone::Accent;
    case PromotionGate::State::Waiting:
    case PromotionGate::State::NotApplicable:
    case PromotionGate::State::NotChecked:
        break;
    }
    return Tone::Neutral;
}

int evidenceWidth(const QStyleOptionViewItem& option)
{
    const auto* view = qobject_cast<const QListView*>(option.widget);
    const int width = view ? view->viewport()->width() : 640;
    return qMax(120, width - pillColumn - titleColumn - spacing::s);
}

} // namespace

QSize GateDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QRect text =
        option.fontMetrics.boundingRect(QRect(0, 0, evidenceWidth(option), 2000), Qt::TextWordWrap,
                                        index.data(PromotionModel::EvidenceRole).toString());
    return {100, qMax(option.fontMetrics.height(), text.height()) + 2 * padding + 1};
}

void GateDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    const bool linked = index.data(PromotionModel::RunRole).isValid();
    if (option.state.testFlag(QStyle::State_HasFocus))
        painter->fillRect(option.rect, theme.accentBackground);
    painter->setPen(theme.gridLine);
    painter->drawLine(option.rect.topLeft(), option.rect.topRight());
    const QRect room = option.rect.adjusted(0, padding, 0, -padding);
    const auto state =
        static_cast<PromotionGate::State>(index.data(PromotionModel::StateRole).toInt());
    paintPill(painter, QRect(room.left(), room.top(), pillColumn - 6, room.height()),
              index.data(PromotionModel::StateTextRole).toString(), toneOf(state), option.font);
    QFont title = option.font;
    title.setWeight(QFont::Medium);
    painter->setFont(title);
    painter->setPen(theme.text);
    const QRect titleRoom(room.left() + pillColumn, room.top(), titleColumn - spacing::m,
                          room.height());
    painter->drawText(
        titleRoom, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(title).elidedText(index.data().toString(), Qt::ElideRight, titleRoom.width()));
    QFont font = option.font;
    font.setUnderline(linked && hovered);
    painter->setFont(font);
    painter->setPen(linked ? theme.accentText : theme.mutedText);
    painter->drawText(QRect(room.left() + pillColumn + titleColumn, room.top(),
                            evidenceWidth(option), room.height()),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap,
                      index.data(PromotionModel::EvidenceRole).toString());
    painter->restore();
}

} // namespace binnacle
