#include "widgets/registry/registry_source_delegate.h"

#include "models/number_text.h"
#include "models/registry_sources_model.h"
#include "widgets/common/row_painting.h"
#include "widgets/common/theme.h"

#include <QPainter>

namespace binnacle {

namespace {
constexpr int rowHeight = 26, side = 14;
}

QSize RegistrySourceDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {100, rowHeight};
}

void RegistrySourceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (chosen)
        painter->fillRect(option.rect, theme.accentBackground);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, theme.dark ? theme.raised : theme.window);
    QRect room = option.rect.adjusted(side, 0, -side, 0);
    painter->setFont(option.font);
    const QString count = countText(index.data(RegistrySourcesModel::CountRole).toLongLong());
    paintCellText(painter, room, count, theme.mutedText, Qt::AlignRight);
    room.setRight(room.right() - option.fontMetrics.horizontalAdvance(count) - spacing::s);
    if (index.row() > 0) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(index.data(RegistrySourcesModel::ReachedRole).toBool() ? theme.good
                                                                                 : theme.faintText);
        painter->drawEllipse(QPointF(room.left() + 4, room.center().y() + 0.5), 4, 4);
        room.setLeft(room.left() + 16);
    }
    QFont font = option.font;
    if (chosen)
        font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    paintCellText(painter, room, index.data().toString(), theme.text);
    painter->restore();
}

} // namespace binnacle
