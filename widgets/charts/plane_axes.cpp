#include "widgets/charts/plane_axes.h"

#include "widgets/charts/axis_labels.h"
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

std::vector<AxisLabel> placed(const std::vector<AxisTick>& ticks, const PlaneAxis& axis,
                              const QFontMetricsF& metrics)
{
    std::vector<AxisLabel> labels;
    for (const auto& tick : ticks)
        labels.push_back({axis.figures.range.position(tick.value),
                          metrics.elidedText(axis.label(tick), Qt::ElideMiddle, widestLabel)});
    return labels;
}

void paintAcross(QPainter& painter, const PlaneAxis& axis, const QRectF& plot, const Theme& theme)
{
    const auto labels = placed(xTicks(axis, plot.width()), axis, QFontMetricsF(painter.font()));
    painter.setPen(theme.gridLine);
    for (const auto& label : labels) {
        const double x = std::round(plot.left() + label.share * plot.width()) + 0.5;
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    }
    paintLabelsAcross(painter, labels, plot, labelGap, theme);
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
    paintLabelsUp(painter, placed(yTicks(y, plot.height()), y, QFontMetricsF(painter.font())), plot,
                  labelGap, theme);
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
