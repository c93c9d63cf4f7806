#pragma once

#include "services/compare/figure_axis.h"

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <functional>

class QPainter;

namespace binnacle {

struct Theme;

// One of the two axes of a plane.
struct PlaneAxis
{
    FigureAxis figures;
    QString title;
    std::function<QString(const QString&)> word; // a category as people read it; may be empty

    QString label(const AxisTick& tick) const;
};

// Where the marks are, when the axes are painted into `area` with this font (chartFont()).
QRectF planeRect(const PlaneAxis& x, const PlaneAxis& y, const QRectF& area, const QFont& font);
// Grid, labels and titles; no background.
void paintPlane(QPainter& painter, const PlaneAxis& x, const PlaneAxis& y, const QRectF& plot,
                const Theme& theme);

// Positions on the axes (0 to 1) into the plot: y upwards.
inline QPointF inPlane(const QRectF& plot, double x, double y)
{
    return {plot.left() + x * plot.width(), plot.bottom() - y * plot.height()};
}

} // namespace binnacle
