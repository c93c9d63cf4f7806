#include "widgets/readiness/readiness_delegates.h"

#include "models/readiness_model.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QPainter>

namespace binnacle {

namespace {

constexpr int phaseHeight = 40, itemHeight = 34, listHeight = 44, side = 14;
constexpr int pillColumn = 104, titleColumn = 220;

Tone toneOf(ReadinessLine::State state)
{
    switch (state) {
    case ReadinessLine::State::Met:
        return Tone::Good;
    case ReadinessLine::State::NotMet:
        return Tone::Warning;
    case ReadinessLine::State::NotKnown:
        break;
    }
    return Tone::Neutral;
}

} // namespace

QSize ReadinessItemDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    return {300, index.data(ReadinessModel::StateRole).isValid() ? itemHeight : phaseHeight};
}

void ReadinessItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                  const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    QStyleOptionViewItem whole = option;
    whole.rect.setLeft(0); // the tree's own indent aside
    const QVariant state = index.data(ReadinessModel::StateRole);
    if (!state.isValid()) {
        painter->fillRect(whole.rect, theme.surface);
        painter->setPen(theme.gridLine);
        painter->drawLine(whole.rect.bottomLeft(), whole.rect.bottomRight());
        painter->setFont(sectionFont());
        const QRect room = whole.rect.adjusted(side, 12, -side, 0);
        paintCellText(painter, room, index.data().toString(), theme.mutedText);
        paintCellText(painter, room,
                      QStringLiteral("%1 / %2")
                          .arg(index.data(ReadinessModel::MetRole).toInt())
                          .arg(index.data(ReadinessModel::TotalRole).toInt()),
                      theme.mutedText, Qt::AlignRight);
        painter->restore();
        return;
    }
    paintRowBackground(painter, whole);
    QRect room = whole.rect.adjusted(side, 0, -side, -1);
    paintPill(painter, QRect(room.left(), room.top(), pillColumn - 6, room.height()),
              index.data(ReadinessModel::StateTextRole).toString(),
              toneOf(static_cast<ReadinessLine::State>(state.toInt())), option.font);
    QFont title = option.font;
    title.setWeight(QFont::Medium);
    painter->setFont(title);
    paintCellText(painter,
                  QRect(room.left() + pillColumn, room.top(), titleColumn - 10, room.height()),
                  index.data().toString(), theme.text);
    painter->setFont(option.font);
    room.setLeft(room.left() + pillColumn + titleColumn);
    const bool linked = index.data(ReadinessModel::RunRole).isValid();
    paintCellText(painter, room, index.data(ReadinessModel::EvidenceRole).toString(),
                  linked ? theme.accentText : theme.mutedText);
    painter->restore();
}

QSize ReadinessListDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {100, listHeight};
}

void ReadinessListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                  const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    paintRowBackground(painter, option);
    const QRect room = option.rect.adjusted(side, 4, -side, -5);
    const double score = index.data(ScoreRole).toDouble();
    const QString share = QStringLiteral("%1 %").arg(qRound(score * 100));
    const QRect upper(room.left(), room.top(), room.width(), room.height() / 2);
    paintCellText(painter, upper, share, theme.mutedText, Qt::AlignRight);
    QFont font = option.font;
    font.setWeight(chosen ? QFont::DemiBold : QFont::Medium);
    painter->setFont(font);
    paintCellText(painter,
                  upper.adjusted(0, 0, -option.fontMetrics.horizontalAdvance(share) - 8, 0),
                  index.data().toString(), theme.text);
    QFont small = option.font;
    small.setPixelSize(12);
    painter->setFont(small);
    const QRect lower(room.left(), room.top() + room.height() / 2, room.width(), room.height() / 2);
    paintCellText(painter, QRect(lower.left(), lower.top(), lower.width() - 76, lower.height()),
                  index.data(RegistryRole).toString(), theme.mutedText);
    paintShare(painter, QRect(lower.right() - 67, lower.top(), 68, lower.height()), score);
    painter->restore();
}

} // namespace binnacle
