#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

#include <utility>
#include <vector>

class QPainter;

namespace binnacle {

struct Theme;

// What a run says when the mouse is over it: its name, then figures.
struct RunBox
{
    QString name;
    QColor color;
    std::vector<std::pair<QString, QString>> rows; // title, value
    bool isEmpty() const { return name.isEmpty() && rows.empty(); }
    QString text() const; // for readers: "name: title value, title value"
};

// Beside the point, within the bounds where there is room.
void paintRunBox(QPainter& painter, const QRectF& bounds, const QPointF& at, const RunBox& box,
                 const Theme& theme);

} // namespace binnacle
