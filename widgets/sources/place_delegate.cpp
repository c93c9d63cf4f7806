#include "widgets/sources/place_delegate.h"

#include "models/source_finder.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QPainter>

namespace binnacle {

QSize PlaceDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {0, rowHeight};
}

void PlaceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF body = QRectF(option.rect).adjusted(0.5, 2.5, -0.5, -2.5);
    const bool current = option.state & QStyle::State_HasFocus;
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->setPen(current ? theme.accent : theme.border);
    painter->setBrush(hovered || current ? theme.accentBackground : theme.surface);
    painter->drawRoundedRect(body, spacing::controlRadius, spacing::controlRadius);

    const QRect row = option.rect.adjusted(spacing::m, 4, -spacing::m, -4);
    icon(index.data(SourceFinder::IconRole).toString(), theme.accentText)
        .paint(painter, QRect(row.left(), row.center().y() - 7, 16, 16));
    const QRect text = row.adjusted(28, 0, -70, 0);
    const int half = text.height() / 2;
    QFont strong = option.font;
    strong.setWeight(QFont::DemiBold);
    painter->setFont(strong);
    painter->setPen(theme.text);
    painter->drawText(QRect(text.left(), text.top(), text.width(), half),
                      Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
    QFont small = option.font;
    small.setPixelSize(12);
    painter->setFont(small);
    painter->setPen(theme.mutedText);
    painter->drawText(
        QRect(text.left(), text.top() + half, text.width(), half), Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(small).elidedText(index.data(SourceFinder::DetailRole).toString(),
                                       Qt::ElideMiddle, text.width()));
    painter->setFont(option.font);
    painter->setPen(theme.accentText);
    painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, tr("Add"));
    painter->restore();
}

} // namespace binnacle
