#include "widgets/charts/line_strokes.h"

#include "services/compare/chart_path.h"
#include "services/compare/smoothing.h"
#include "widgets/common/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <cmath>

namespace binnacle {

namespace {

// Up to so many points in the picture.
constexpr std::size_t wideLimit = 8'000;
constexpr std::size_t smoothLimit = 60'000;
constexpr std::size_t dashLimit = 1'000;
constexpr double lineWidth = 1.6;

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto mix = [share](int x, int y) {
        return static_cast<int>(std::lround(x * share + y * (1 - share)));
    };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

struct Style
{
    bool wide = true;
    bool smooth = true;
};

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
    QPen pen(colour, style.wide ? lineWidth : 1.0);
    const bool dash = dashed && path.pointCount() <= dashLimit;
    if (dash)
        pen.setDashPattern({5, 3});
    painter.setRenderHint(QPainter::Antialiasing, style.smooth);
    painter.setPen(pen);
    // A polyline of a pen wider than 1 is joined, which is slow; its segments are not.
    for (const auto& stroke : path.strokes)
        paintStroke(painter, stroke, style.wide && !dash);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    for (const auto& dot : path.dots)
        painter.drawEllipse(QPointF(dot.x, dot.y), 2.5, 2.5);
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
        painter.drawPolygon(QPolygonF(
            {QPointF(mark.x, tip), QPointF(mark.x - 4, foot), QPointF(mark.x + 4, foot)}));
    }
}

// The average over what the bands end with: one value for each band.
std::vector<HistoryBand> smoothed(BandSpan bands, double weight)
{
    std::vector<double> values;
    values.reserve(bands.size());
    for (const auto& band : bands)
        values.push_back(band.last);
    const auto averages = debiasedAverage(values, weight);
    std::vector<HistoryBand> points;
    points.reserve(bands.size());
    for (std::size_t i = 0; i < bands.size(); ++i) {
        HistoryBand point;
        point.firstStep = point.lastStep = point.minStep = point.maxStep = bands[i].lastStep;
        point.first = point.last = point.min = point.max = averages[i];
        point.count = 1;
        points.push_back(point);
    }
    return points;
}

} // namespace

void paintLines(QPainter& painter, const ChartScene& scene, const QRectF& plot, const Theme& theme)
{
    const PlotSize size{plot.width(), plot.height()};
    std::vector<ChartPath> paths, averages;
    std::size_t points = 0, averagePoints = 0;
    for (const auto& line : scene.lines) {
        paths.push_back(chartPath(line.bands, scene.x, scene.y, size));
        points += paths.back().pointCount();
        if (scene.smoothing > 0) {
            averages.push_back(
                chartPath(smoothed(line.bands, scene.smoothing), scene.x, scene.y, size));
            averagePoints += averages.back().pointCount();
        }
    }
    const Style style{points <= wideLimit, points <= smoothLimit};
    const Style averageStyle{averagePoints <= wideLimit, averagePoints <= smoothLimit};
    const bool behind = !averages.empty();

    painter.save();
    // Marks and hair lines at the very edge are not cut in half.
    painter.setClipRect(plot.adjusted(-3, -2, 3, 2));
    painter.translate(plot.topLeft());
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const auto& line = scene.lines[i];
        const QColor colour = theme.series(line.slot);
        const QColor shown = behind ? mixed(colour, theme.surface, 0.35) : colour;
        paintPath(painter, paths[i], shown, line.slot >= Theme::seriesCount,
                  behind ? Style{false, style.smooth} : style);
    }
    for (std::size_t i = 0; i < averages.size(); ++i)
        paintPath(painter, averages[i], theme.series(scene.lines[i].slot),
                  scene.lines[i].slot >= Theme::seriesCount, averageStyle);
    for (std::size_t i = 0; i < paths.size(); ++i)
        paintMarks(painter, paths[i], theme.series(scene.lines[i].slot), plot.size());
    painter.restore();
}

} // namespace binnacle
