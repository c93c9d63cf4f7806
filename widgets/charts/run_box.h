#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

#include <utility>
#include <vector>

class QPainter;

namespace binnacle {

struct Theme;

// What a run, or another item of a picture, says when the mouse is over it: its name, then figures.
struct RunBox
{
    QString name;
    QColor color;                                  // not valid: no dot
    std::vector<std::pair<QString, QString>> rows; // title, value (may be empty)
    bool isEmpty() const { return name.isEmpty() && rows.empty(); }
    QString text() const; // for readers: "name: title value, title value"
};

// To the right of the item, else to its left, within the bounds where there is room.
void paintRunBox(QPainter& painter, const QRectF& bounds, const QRectF& item, const RunBox& box,
                 const Theme& theme);
inline void paintRunBox(QPainter& painter, const QRectF& bounds, const QPointF& at,
                        const RunBox& box, const Theme& theme)
{
    paintRunBox(painter, bounds, QRectF(at, QSizeF(0, 0)), box, theme);
}

} // namespace binnacle
