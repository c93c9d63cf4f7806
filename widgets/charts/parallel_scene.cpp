#include "widgets/charts/parallel_scene.h"

#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace binnacle {

namespace {

constexpr double titleRoom = 24, railRoom = 34, railGap = 16, tick = 3, labelWidest = 90;
constexpr std::size_t smoothSegments = 1'500;

std::vector<AxisTick> ticksOf(const ParallelScene::Axis& axis, double height)
{
    const bool words = axis.figures.kind == FigureAxis::Kind::Category;
    const int most = static_cast<int>(height / (words ? 15 : 34));
    return figureTicks(axis.figures, std::clamp(most, 2, words ? 40 : 9));
}

QString labelOf(const ParallelScene::Axis& axis, const AxisTick& each)
{
    const auto text = QString::fromStdString(each.label).simplified();
    return axis.figures.kind == FigureAxis::Kind::Category && axis.word ? axis.word(text) : text;
}

double widestLabel(const ParallelScene::Axis& axis, double height, const QFontMetricsF& metrics)
{
    double widest = 0;
    for (const auto& each : ticksOf(axis, height))
        widest = std::max(widest, metrics.horizontalAdvance(labelOf(axis, each)));
    return std::min(widest, labelWidest);
}

// Lines of one colour one behind the other; darker shades last, over the paler ones.
std::vector<std::size_t> byColor(const ParallelScene& scene)
{
    std::vector<std::size_t> order(scene.lines.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto rank = [&](std::size_t line) {
        const auto& color = scene.lines[line].color;
        const double shade = std::isnan(color.shade) ? -1 : std::round(color.shade * 48);
        return color.slot >= 0 ? 1000.0 + color.slot % Theme::seriesCount : shade;
    };
    std::ranges::stable_sort(order, {}, rank);
    return order;
}

QColor lineColor(const MarkColor& color, const Theme& theme)
{
    MarkColor rounded = color;
    if (!std::isnan(rounded.shade))
        rounded.shade = std::round(rounded.shade * 48) / 48;
    return markColor(rounded, theme);
}

QPolygonF polyline(const ParallelGeometry& geometry, std::size_t line)
{
    QPolygonF points;
    points.reserve(static_cast<qsizetype>(geometry.x.size()));
    for (std::size_t axis = 0; axis < geometry.x.size(); ++axis)
        points.append(QPointF(geometry.x[axis], geometry.at(axis, line)));
    return points;
}

void paintLabels(QPainter& painter, const ParallelScene::Axis& axis, double x, double room,
                 const ParallelGeometry& geometry, const Theme& theme)
{
    const QFontMetricsF metrics(painter.font());
    QColor behind = theme.surface;
    behind.setAlpha(215);
    for (const auto& each : ticksOf(axis, geometry.plot.height())) {
        const double y = std::round(geometry.pixelAt(axis, each.value)) + 0.5;
        painter.setPen(theme.mutedText);
        painter.drawLine(QPointF(x - tick, y), QPointF(x, y));
        const QString label = metrics.elidedText(labelOf(axis, each), Qt::ElideMiddle, room);
        const double width = metrics.horizontalAdvance(label);
        const QRectF rect(x - tick - 3 - width, y - 7.5, width + 2, 14);
        painter.fillRect(rect.adjusted(-1, 1, 0, -1), behind);
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, label);
    }
}

void paintRail(QPainter& painter, const ParallelGeometry& geometry, const Theme& theme)
{
    const double y = std::round(geometry.rail) + 0.5;
    painter.setPen(theme.border);
    painter.drawLine(QPointF(geometry.x.front(), y), QPointF(geometry.x.back(), y));
    painter.setPen(theme.faintText);
    painter.drawText(QPointF(geometry.x.front(), y + 13),
                     QCoreApplication::translate("chart", "No value"));
}

} // namespace

QString ParallelScene::Axis::heading() const
{
    QString text = title;
    if (figures.range.log)
        text = QCoreApplication::translate("chart", "%1 (log)").arg(text);
    return flipped ? text + QStringLiteral(" ↓") : text;
}

QRectF ParallelGeometry::titleRect(std::size_t axis) const
{
    const double spacing = x.size() > 1 ? x[1] - x[0] : plot.width();
    const double half = std::max(spacing, 24.0) / 2;
    return {x[axis] - half, plot.top() - titleRoom, 2 * half, titleRoom - 6};
}

double ParallelGeometry::shareAt(double pixelY) const
{
    return std::clamp((plot.bottom() - pixelY) / std::max(plot.height(), 1.0), 0.0, 1.0);
}

double ParallelGeometry::pixelAt(const ParallelScene::Axis& axis, double value) const
{
    const double share = axisPosition(axis, axis.figures.range.position(value));
    return plot.bottom() - share * plot.height();
}

ParallelGeometry parallelGeometry(const ParallelScene& scene, const QRectF& area, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const auto lacking = std::ranges::any_of(scene.axes, [](const ParallelScene::Axis& axis) {
        return axis.figures.placed < axis.figures.values.size();
    });
    ParallelGeometry geometry;
    geometry.lines = scene.lines.size();
    const double bottom = (lacking ? railRoom : 8) + legendHeight(scene.legend, area.width(), font);
    geometry.plot = area.adjusted(0, titleRoom + 2, 0, -bottom);
    if (scene.axes.empty())
        return geometry;
    const auto half = [&](const ParallelScene::Axis& axis) {
        return std::min(metrics.horizontalAdvance(axis.heading()) / 2, 60.0) + 2;
    };
    const double labels = widestLabel(scene.axes.front(), geometry.plot.height(), metrics);
    geometry.plot.adjust(std::max(half(scene.axes.front()), labels + tick + 6), 0,
                         -std::max(half(scene.axes.back()), 12.0), 0);
    geometry.rail = lacking ? geometry.plot.bottom() + railGap : 0;
    const auto count = scene.axes.size();
    geometry.y.resize(count * geometry.lines);
    for (std::size_t axis = 0; axis < count; ++axis) {
        const double share =
            count > 1 ? static_cast<double>(axis) / static_cast<double>(count - 1) : 0.5;
        geometry.x.push_back(std::round(geometry.plot.left() + share * geometry.plot.width()) +
                             0.5);
        for (std::size_t line = 0; line < geometry.lines; ++line) {
            const double value = scene.axes[axis].figures.values[line];
            geometry.y[axis * geometry.lines + line] =
                std::isnan(value) ? geometry.rail : geometry.pixelAt(scene.axes[axis], value);
        }
    }
    geometry.order = byColor(scene);
    return geometry;
}

void paintParallelLines(QPainter& painter, const ParallelScene& scene,
                        const ParallelGeometry& geometry, const std::vector<bool>& shown, bool pale,
                        const Theme& theme)
{
    const auto count = static_cast<std::size_t>(std::ranges::count(shown, true));
    const bool smooth = count * scene.axes.size() <= smoothSegments;
    painter.setRenderHint(QPainter::Antialiasing, smooth);
    QColor last;
    for (const auto line : geometry.order) {
        if (!shown[line])
            continue;
        const QColor color = pale ? mixedColor(theme.surface, theme.border, theme.dark ? 1.0 : 0.8)
                                  : lineColor(scene.lines[line].color, theme);
        if (color != last)
            painter.setPen(QPen(color, 1));
        last = color;
        painter.drawPolyline(polyline(geometry, line));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintParallelAxes(QPainter& painter, const ParallelScene& scene,
                       const ParallelGeometry& geometry, const Theme& theme)
{
    if (geometry.x.empty())
        return;
    const QFontMetricsF metrics(painter.font());
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (geometry.rail > 0)
        paintRail(painter, geometry, theme);
    const double spacing = geometry.x.size() > 1 ? geometry.x[1] - geometry.x[0] : 200;
    for (std::size_t i = 0; i < scene.axes.size(); ++i) {
        const double x = geometry.x[i];
        painter.setPen(theme.faintText);
        painter.drawLine(QPointF(x, geometry.plot.top()), QPointF(x, geometry.plot.bottom()));
        paintLabels(painter, scene.axes[i], x, std::min(labelWidest, std::max(spacing - 14, 20.0)),
                    geometry, theme);
        painter.setPen(theme.text);
        painter.drawText(geometry.titleRect(i), Qt::AlignCenter,
                         metrics.elidedText(scene.axes[i].heading(), Qt::ElideMiddle,
                                            std::max(spacing - 8, 40.0)));
    }
}

void paintParallelBrush(QPainter& painter, const ParallelGeometry& geometry, std::size_t axis,
                        double top, double bottom, const Theme& theme)
{
    QColor fill = theme.accent;
    fill.setAlpha(70);
    const QRectF rect(geometry.x[axis] - 6.5, std::round(top) + 0.5, 13,
                      std::max(std::round(bottom) - std::round(top), 2.0));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(theme.accent);
    painter.setBrush(fill);
    painter.drawRect(rect);
    painter.setBrush(Qt::NoBrush);
}

void paintParallelHover(QPainter& painter, const ParallelScene& scene,
                        const ParallelGeometry& geometry, std::size_t line, const Theme& theme)
{
    const auto points = polyline(geometry, line);
    QList<QLineF> segments;
    for (qsizetype i = 1; i < points.size(); ++i)
        segments.append(QLineF(points[i - 1], points[i]));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.surface, 5));
    painter.drawLines(segments);
    const QColor color = markColor(scene.lines[line].color, theme);
    painter.setPen(QPen(color, 2.4));
    painter.drawLines(segments);
    painter.setPen(QPen(theme.surface, 1.2));
    painter.setBrush(color);
    for (const auto& point : points)
        painter.drawEllipse(point, 3.5, 3.5);
    painter.setBrush(Qt::NoBrush);
}

} // namespace binnacle
