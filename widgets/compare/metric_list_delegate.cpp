#include "widgets/compare/metric_list_delegate.h"

#include "widgets/common/theme.h"

#include <QPainter>

namespace binnacle {

QSize MetricListDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {80, spacing::rowHeight};
}

void MetricListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, selected ? theme.accentBackground : theme.window);
    const QRect cell = option.rect.adjusted(spacing::m, 0, -spacing::m, 0);
    painter->setFont(option.font);
    painter->setPen(selected ? theme.accentText : theme.text);
    painter->drawText(
        cell, Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, cell.width()));
}

} // namespace binnacle
