#include "widgets/charts/item_picture.h"

#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace binnacle {

namespace {

constexpr double boxPadding = 8, boxRow = 18, boxGap = 16, boxAway = 10, longestLine = 320;

struct BoxLine
{
    QString name, figure;
};

// To the right of the item, else to its left, else where there is room.
QRectF placeBeside(const QRectF& bounds, const QRectF& item, const QSizeF& size)
{
    double x = item.right() + boxAway;
    if (x + size.width() > bounds.right())
        x = item.left() - boxAway - size.width();
    if (x < bounds.left())
        x = std::max(bounds.left(), bounds.right() - size.width());
    const double wanted = item.center().y() - size.height() / 2;
    const double y = std::max(bounds.top(), std::min(wanted, bounds.bottom() - size.height()));
    return {QPointF(x, y), size};
}

} // namespace

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
    const QFontMetricsF metrics(painter.font());
    std::vector<BoxLine> lines;
    double width = 0;
    for (const QString& each : text) {
        const auto tab = each.indexOf(u'\t');
        BoxLine line{each.left(tab), tab < 0 ? QString() : each.mid(tab + 1)};
        line.name = metrics.elidedText(line.name, Qt::ElideMiddle, longestLine);
        line.figure = metrics.elidedText(line.figure, Qt::ElideRight, longestLine);
        const double figure =
            line.figure.isEmpty() ? 0 : boxGap + tabularWidth(line.figure, painter.font());
        width = std::max(width, metrics.horizontalAdvance(line.name) + figure);
        lines.push_back(std::move(line));
    }
    const QSizeF size(std::ceil(width) + 2 * boxPadding + 2,
                      static_cast<double>(lines.size()) * boxRow + 2 * boxPadding - 4);
    const QRectF box = placeBeside(bounds, item, size).toAlignedRect();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), spacing::controlRadius,
                            spacing::controlRadius);
    QRectF row(box.left() + boxPadding, box.top() + boxPadding - 2, box.width() - 2 * boxPadding,
               boxRow);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        painter.setPen(i == 0 ? theme.text : theme.mutedText);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, lines[i].name);
        painter.setPen(theme.text);
        if (!lines[i].figure.isEmpty())
            paintTabular(&painter, row, lines[i].figure);
        row.translate(0, boxRow);
    }
}

} // namespace binnacle
