#include "widgets/charts/item_picture.h"

#include "widgets/charts/run_box.h"
#include "widgets/common/theme.h"

#include <QPainter>

#include <algorithm>

namespace binnacle {

int ItemPicture::itemAt(const QPointF& place, const QRectF& area, const QFont& font) const
{
    for (int item = 0; item < itemCount(); ++item)
        if (itemRect(item, area, font).contains(place))
            return item;
    return -1;
}

int ItemPicture::neighbour(int item, Qt::Key arrow) const
{
    const int step = arrow == Qt::Key_Left || arrow == Qt::Key_Up ? -1 : 1;
    return std::clamp(item + step, 0, itemCount() - 1);
}

void ItemPicture::paintHighlight(QPainter& painter, int item, const QRectF& area,
                                 const Theme& theme) const
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 1));
    painter.drawRect(itemRect(item, area, painter.font()).toAlignedRect().adjusted(0, 0, -1, -1));
}

void paintItemBox(QPainter& painter, const QRectF& bounds, const QRectF& item,
                  const QStringList& text, const Theme& theme)
{
    if (text.isEmpty())
        return;
    RunBox box{text.front(), {}, {}};
    for (const QString& each : text.sliced(1)) {
        const auto tab = each.indexOf(u'\t');
        box.rows.emplace_back(each.left(tab), tab < 0 ? QString() : each.mid(tab + 1));
    }
    paintRunBox(painter, bounds, item, box, theme);
}

} // namespace binnacle
