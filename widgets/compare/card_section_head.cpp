#include "widgets/compare/card_section_head.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QContextMenuEvent>
#include <QPainter>

namespace binnacle {

CardSectionHead::CardSectionHead(QWidget* parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

void CardSectionHead::show(const QString& title, std::size_t cards, bool collapsed)
{
    setText(title);
    count_ = cards == 1 ? tr("1 card") : tr("%L1 cards").arg(cards);
    collapsed_ = collapsed;
    setAccessibleName(tr("Section %1, %2").arg(title, count_));
    setToolTip(collapsed ? tr("Unfold the section") : tr("Fold the section"));
    update();
}

void CardSectionHead::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const int middle = QWidget::height() / 2;
    binnacle::icon(collapsed_ ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"))
        .paint(&painter, QRect(0, middle - 8, 16, 16));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(theme.text);
    const QRect room(16 + spacing::s, 0, width() - 16 - spacing::s, QWidget::height());
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, text());
    const int used = painter.fontMetrics().horizontalAdvance(text());
    painter.setFont(font());
    painter.setPen(theme.mutedText);
    painter.drawText(room.adjusted(used + spacing::m, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     count_);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(theme.accent);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5),
                                spacing::controlRadius, spacing::controlRadius);
    }
}

void CardSectionHead::contextMenuEvent(QContextMenuEvent* event)
{
    emit menuRequested(event->globalPos());
    event->accept();
}

} // namespace binnacle
