#pragma once

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QStringList>

class QPainter;

namespace binnacle {

struct Theme;

// A picture made of items that a person can point at: bins, boxes, bars, cells. It holds plain
// data, and paints the same on a widget, into a file or on a page. `font` is the widget's; labels
// are written in chartFont() of it. See ItemChart for the hand and the keys.
class ItemPicture
{
public:
    virtual ~ItemPicture() = default;

    virtual int itemCount() const = 0;
    // First the item's name, then lines of what it says, "figure<TAB>value".
    virtual QStringList itemText(int item) const = 0;
    virtual QRectF itemRect(int item, const QRectF& area, const QFont& font) const = 0;
    // -1: none is there.
    virtual int itemAt(const QPointF& place, const QRectF& area, const QFont& font) const;
    // The item that an arrow key leads to; the same where there is none.
    virtual int neighbour(int item, Qt::Key arrow) const;
    // Below this it is scrolled; 0: as small as need be.
    virtual QSizeF leastSize(const QFont&) const { return {}; }

    // Without a background.
    virtual void paint(QPainter& painter, const QRectF& area, const Theme& theme) const = 0;
    // Over what paint() left.
    virtual void paintHighlight(QPainter& painter, int item, const QRectF& area,
                                const Theme& theme) const;
};

// The box with an item's text beside it, within `bounds`.
void paintItemBox(QPainter& painter, const QRectF& bounds, const QRectF& item,
                  const QStringList& text, const Theme& theme);

} // namespace binnacle
