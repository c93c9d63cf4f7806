#include "widgets/charts/line_strokes.h"

#include "services/compare/chart_path.h"
#include "widgets/common/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

// Up to so many points in the picture.
constexpr std::size_t wideLimit = 8'000;
constexpr std::size_t smoothLimit = 60'000;
constexpr std::size_t dashLimit = 1'000;
constexpr double lineWidth = 1.6, strongWidth = 2.4;
constexpr double behindShare = 0.35, paleShare = 0.22; // of the colour, the rest is paper
constexpr double spreadOpacity = 0.18;
constexpr double cutSlot = 8; // pixels: no more than one mark of a line in each

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto mix = [share](int x, int y) {
        return static_cast<int>(std::lround(x * share + y * (1 - share)));
    };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

struct Style
{
    double width = lineWidth;
    bool smooth = true;
};

bool isThin(const Style& style)
{
    return style.width <= 1;
}

void paintStroke(QPainter& painter, const std::vector<PathPoint>& stroke, bool segments)
{
    if (segments) {
        QList<QLineF> lines;
        lines.reserve(static_cast<qsizetype>(stroke.size()));
        for (std::size_t i = 1; i < stroke.size(); ++i)
            lines.append(QLineF(stroke[i - 1].x, stroke[i - 1].y, stroke[i].x, stroke[i].y));
        painter.drawLines(lines);
        return;
    }
    QPolygonF polyline;
    polyline.reserve(static_cast<qsizetype>(stroke.size()));
    for (const auto& point : stroke)
        polyline.append(QPointF(point.x, point.y));
    painter.drawPolyline(polyline);
}

void paintPath(QPainter& painter, const ChartPath& path, const QColor& colour, bool dashed,
               const Style& style)
{
    QPen pen(colour, style.width);
    const bool dash = dashed && path.pointCount() <= dashLimit;
    if (dash)
        pen.setDashPattern({5, 3});
    painter.setRenderHint(QPainter::Antialiasing, style.smooth);
    painter.setPen(pen);
    // A polyline of a pen wider than 1 is joined, which is slow; its segments are not.
    for (const auto& stroke : path.strokes)
        paintStroke(painter, stroke, !isThin(style) && !dash);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    for (const auto& dot : path.dots)
        painter.drawEllipse(QPointF(dot.x, dot.y), 2.5, 2.5);
}

void triangle(QPainter& painter, double x, double tip, double foot, double half)
{
    painter.drawPolygon(
        QPolygonF({QPointF(x, tip), QPointF(x - half, foot), QPointF(x + half, foot)}));
}

void paintMarks(QPainter& painter, const ChartPath& path, const QColor& colour, const QSizeF& plot)
{
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& mark : path.marks) {
        if (mark.x < -4 || mark.x > plot.width() + 4)
            continue;
        if (mark.kind == PathMark::Kind::NaN) {
            painter.setPen(QPen(colour, 1.5));
            const double y = plot.height() - 3;
            painter.drawLine(QPointF(mark.x - 3, y - 3), QPointF(mark.x + 3, y + 3));
            painter.drawLine(QPointF(mark.x - 3, y + 3), QPointF(mark.x + 3, y - 3));
            continue;
        }
        const bool up = mark.kind == PathMark::Kind::PlusInfinity;
        const double tip = up ? 0 : plot.height();
        const double foot = up ? 7 : plot.height() - 7;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        triangle(painter, mark.x, tip, foot, 4);
    }
}

// Values beyond the ends of a value axis that leaves outliers out.
void paintCut(QPainter& painter, LineSpan bands, const ChartScene& scene, const QSizeF& plot)
{
    double lastTop = -1e9, lastFoot = -1e9;
    const auto mark = [&](double x, bool top, double& last) {
        const double at = scene.x.position(x) * plot.width();
        if (!(at >= 0 && at <= plot.width()) || at < last + cutSlot)
            return;
        last = at;
        const double edge = top ? 0 : plot.height();
        triangle(painter, at, edge, edge + (top ? 4 : -4), 3);
    };
    for (const auto& band : bands) {
        if (std::isfinite(band.max) && band.max > scene.y.to)
            mark(band.maxX, true, lastTop);
        if (std::isfinite(band.min) && band.min < scene.y.from)
            mark(band.minX, false, lastFoot);
    }
}

void paintSpread(QPainter& painter, const ChartScene::Line& line, const ChartScene& scene,
                 const QSizeF& plot, QColor colour)
{
    colour.setAlphaF(static_cast<float>(line.pale ? spreadOpacity * paleShare : spreadOpacity));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const auto place = [&](double x, double value) {
        constexpr double farAway = 20'000;
        return QPointF(
            std::clamp(scene.x.position(x) * plot.width(), -farAway, farAway),
            std::clamp((1 - scene.y.position(value)) * plot.height(), -farAway, farAway));
    };
    QPolygonF upper, lower;
    const auto flush = [&] {
        std::reverse(lower.begin(), lower.end());
        if (upper.size() > 1)
            painter.drawPolygon(upper + lower);
        upper.clear();
        lower.clear();
    };
    for (const auto& band : line.spread) {
        const bool known = std::isfinite(band.low) && std::isfinite(band.high) &&
                           (!scene.x.log || band.firstX > 0);
        if (!known) {
            flush();
            continue;
        }
        upper << place(band.firstX, band.high);
        lower << place(band.firstX, band.low);
        if (band.lastX > band.firstX) {
            upper << place(band.lastX, band.high);
            lower << place(band.lastX, band.low);
        }
    }
    flush();
}

// Up to four points for each column of pixels.
std::size_t pathPoints(LineSpan bands, double width)
{
    return std::min(bands.size() * 2, static_cast<std::size_t>(width) * 4);
}

Style styleFor(std::size_t points)
{
    return {points <= wideLimit ? lineWidth : 1.0, points <= smoothLimit};
}

QColor colourOf(const ChartScene::Line& line, const Theme& theme)
{
    const QColor colour = theme.series(line.slot);
    return line.pale ? mixed(colour, theme.surface, paleShare) : colour;
}

} // namespace

std::size_t bandCount(const ChartScene& scene)
{
    std::size_t sum = 0;
    for (const auto& line : scene.lines)
        sum += line.bands.size() + line.average.size() + line.spread.size();
    return sum;
}

void paintLines(QPainter& painter, const ChartScene& scene, std::size_t first, std::size_t last,
                const QRectF& plot, const Theme& theme)
{
    const PlotSize size{plot.width(), plot.height()};
    std::size_t points = 0, averagePoints = 0;
    for (const auto& line : scene.lines) {
        points += pathPoints(line.bands, plot.width());
        averagePoints += pathPoints(line.average, plot.width());
    }
    painter.save();
    // Marks and hair lines at the very edge are not cut in half.
    painter.setClipRect(plot.adjusted(-3, -2, 3, 2));
    painter.translate(plot.topLeft());
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = first; i < last; ++i)
        paintSpread(painter, scene.lines[i], scene, plot.size(), theme.series(scene.lines[i].slot));
    // Pale lines lie behind all others.
    std::vector<ChartPath> paths(last - first);
    for (const bool pale : {true, false}) {
        for (std::size_t i = first; i < last; ++i) {
            const auto& line = scene.lines[i];
            if (line.pale != pale)
                continue;
            auto& path = paths[i - first];
            path = chartPath(line.bands, scene.x, scene.y, size);
            const bool behind = !line.average.empty();
            const QColor colour = colourOf(line, theme);
            Style style = styleFor(points);
            if (behind || pale)
                style.width = 1;
            paintPath(painter, path, behind ? mixed(colour, theme.surface, behindShare) : colour,
                      line.slot >= Theme::seriesCount, style);
        }
    }
    for (std::size_t i = first; i < last; ++i) {
        const auto& line = scene.lines[i];
        if (!line.average.empty())
            paintPath(painter, chartPath(line.average, scene.x, scene.y, size),
                      colourOf(line, theme), line.slot >= Theme::seriesCount,
                      styleFor(averagePoints));
    }
    for (std::size_t i = first; i < last; ++i) {
        const QColor colour = colourOf(scene.lines[i], theme);
        paintMarks(painter, paths[i - first], colour, plot.size());
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        if (scene.markCut)
            paintCut(painter, scene.lines[i].bands, scene, plot.size());
    }
    painter.restore();
}

void paintLines(QPainter& painter, const ChartScene& scene, const QRectF& plot, const Theme& theme)
{
    paintLines(painter, scene, 0, scene.lines.size(), plot, theme);
}

void paintStrongLine(QPainter& painter, const ChartScene::Line& line, const ChartScene& scene,
                     const QRectF& plot, const Theme& theme)
{
    const LineSpan bands = line.average.empty() ? line.bands : line.average;
    const PlotSize size{plot.width(), plot.height()};
    const auto path = chartPath(bands, scene.x, scene.y, size);
    painter.save();
    painter.setClipRect(plot.adjusted(-3, -2, 3, 2));
    painter.translate(plot.topLeft());
    const bool few = path.pointCount() <= wideLimit;
    paintPath(painter, path, theme.series(line.slot), false, {few ? strongWidth : 1.0, few});
    painter.restore();
}

} // namespace binnacle
