#include "widgets/charts/plane_axes.h"

#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double labelGap = 6, widestLabel = 110;

std::vector<AxisTick> xTicks(const PlaneAxis& axis, double width)
{
    const double each = axis.figures.kind == FigureAxis::Kind::Number ? 70 : 90;
    return figureTicks(axis.figures, std::clamp(static_cast<int>(width / each), 2, 16));
}

std::vector<AxisTick> yTicks(const PlaneAxis& axis, double height)
{
    const double each = axis.figures.kind == FigureAxis::Kind::Category ? 20 : 44;
    return figureTicks(axis.figures, std::clamp(static_cast<int>(height / each), 2, 24));
}

QString titleOf(const PlaneAxis& axis)
{
    return axis.figures.range.log ? QCoreApplication::translate("chart", "%1 (log)").arg(axis.title)
                                  : axis.title;
}

void paintAcross(QPainter& painter, const PlaneAxis& axis, const QRectF& plot, const Theme& theme)
{
    const QFontMetricsF metrics(painter.font());
    double free = -1e9;
    for (const auto& tick : xTicks(axis, plot.width())) {
        const double x =
            std::round(plot.left() + axis.figures.range.position(tick.value) * plot.width()) + 0.5;
        painter.setPen(theme.gridLine);
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const QString label = metrics.elidedText(axis.label(tick), Qt::ElideMiddle, widestLabel);
        const double width = metrics.horizontalAdvance(label);
        const double left = std::min(x - width / 2, plot.right() + 10 - width);
        if (left < free)
            continue; // would run into the label before
        free = left + width + 6;
        painter.setPen(theme.mutedText);
        painter.drawText(QPointF(left, plot.bottom() + labelGap + metrics.ascent()), label);
    }
}

void paintUp(QPainter& painter, const PlaneAxis& axis, const QRectF& plot, const Theme& theme)
{
    const QFontMetricsF metrics(painter.font());
    for (const auto& tick : yTicks(axis, plot.height())) {
        const double y =
            std::round(plot.bottom() - axis.figures.range.position(tick.value) * plot.height()) +
            0.5;
        painter.setPen(theme.gridLine);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(plot.left() - 200, y - 10, 200 - labelGap, 20),
                         Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(axis.label(tick), Qt::ElideMiddle, widestLabel));
    }
}

} // namespace

QString PlaneAxis::label(const AxisTick& tick) const
{
    const auto text = QString::fromStdString(tick.label).simplified();
    return figures.kind == FigureAxis::Kind::Category && word ? word(text) : text;
}

QRectF planeRect(const PlaneAxis&, const PlaneAxis& y, const QRectF& area, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double top = metrics.height() + 4;                   // the title of y
    const double bottom = 2 * metrics.height() + labelGap + 4; // labels and title of x
    double widest = metrics.horizontalAdvance(QStringLiteral("0.00"));
    for (const auto& tick : yTicks(y, area.height() - top - bottom))
        widest = std::max(widest, std::min(metrics.horizontalAdvance(y.label(tick)), widestLabel));
    return area.adjusted(std::ceil(widest) + labelGap + 2, top, -12, -bottom);
}

void paintPlane(QPainter& painter, const PlaneAxis& x, const PlaneAxis& y, const QRectF& plot,
                const Theme& theme)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintAcross(painter, x, plot, theme);
    paintUp(painter, y, plot, theme);
    painter.setPen(theme.border);
    painter.drawLine(plot.bottomLeft() + QPointF(0.5, 0.5), plot.bottomRight() + QPointF(0.5, 0.5));
    painter.drawLine(plot.topLeft() + QPointF(0.5, 0.5), plot.bottomLeft() + QPointF(0.5, 0.5));
    const QFontMetricsF metrics(painter.font());
    painter.setPen(theme.text);
    painter.drawText(QPointF(plot.left(), plot.top() - 6),
                     metrics.elidedText(titleOf(y), Qt::ElideMiddle, plot.width()));
    const QString title = metrics.elidedText(titleOf(x), Qt::ElideMiddle, plot.width());
    painter.drawText(QRectF(plot.left(), plot.bottom() + labelGap + metrics.height(), plot.width(),
                            metrics.height() + 4),
                     Qt::AlignRight | Qt::AlignVCenter, title);
}

} // namespace binnacle
