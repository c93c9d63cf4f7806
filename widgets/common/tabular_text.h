#pragma once

#include <QRectF>
#include <QString>

class QFont;
class QPainter;

namespace binnacle {

// Draws a figure with digits of equal width, so that columns of numbers line up in fonts whose own
// digits differ (Qt 6.4 can not switch a font's tabular figures on). The painter's font and pen
// are used; `alignment` is Qt::AlignLeft or Qt::AlignRight, centred in height. Cut at the left side
// with an ellipsis where the room is too small.
void paintTabular(QPainter* painter, const QRectF& rect, const QString& text,
                  Qt::Alignment alignment = Qt::AlignRight);
qreal tabularWidth(const QString& text, const QFont& font);

} // namespace binnacle
