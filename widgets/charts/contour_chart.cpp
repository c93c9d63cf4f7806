#include "widgets/charts/contour_chart.h"

#include "widgets/charts/chart_scene.h"
#include "widgets/common/theme.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double nodeRadius = 3.5, bestRadius = 8;
constexpr double nodeReach = nodeRadius + 2; // with its edge
constexpr int mostPixels = 1600;             // of a side of the bands

// The colour of each band, from the lowest up.
std::vector<QRgb> bandColors(const ContourField& contour, const Theme& theme)
{
    std::vector<double> edges{0};
    for (const auto& level : contour.levels)
        edges.push_back(contour.values.position(level.value));
    edges.push_back(1);
    std::vector<QRgb> colors;
    for (std::size_t i = 1; i < edges.size(); ++i)
        colors.push_back(sequentialColor(theme, (edges[i - 1] + edges[i]) / 2).rgb());
    return colors;
}

} // namespace

ContourChart::ContourChart(QWidget* parent) : PlaneChart(parent)
{
    setAccessibleName(tr("Contour"));
}

void ContourChart::setScene(ContourScene scene)
{
    scene_ = std::move(scene);
    passing_.assign(scene_.contour.nodes.size(), true);
    sceneChanged();
}

void ContourChart::setPassing(std::vector<bool> passing)
{
    if (passing == passing_ || passing.size() != scene_.contour.nodes.size())
        return;
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < passing.size(); ++i)
        if (passing[i] != passing_[i])
            changed.push_back(i);
    passing_ = std::move(passing);
    invalidateMarks(changed, nodeReach);
}

QRectF ContourChart::plotRect() const
{
    return plotIn(rect());
}

QRectF ContourChart::plotIn(const QRectF& area) const
{
    const QFont small = chartFont(font());
    const double legend = legendHeight(scene_.legend, area.width(), small);
    return planeRect(scene_.x, scene_.y, area.adjusted(0, 0, 0, -legend), small);
}

std::optional<double> ContourChart::valueAt(const QPointF& at) const
{
    const QRectF plot = plotRect();
    const auto height = fieldAt(scene_.contour.field, {(at.x() - plot.left()) / plot.width(),
                                                       (plot.bottom() - at.y()) / plot.height()});
    return height ? std::optional(scene_.contour.values.value(*height)) : std::nullopt;
}

std::vector<QPointF> ContourChart::placesIn(const QRectF& area) const
{
    const QRectF plot = plotIn(area);
    std::vector<QPointF> places;
    places.reserve(scene_.contour.field.points.size());
    for (const auto& point : scene_.contour.field.points)
        places.push_back(inPlane(plot, point.x, point.y));
    return places;
}

void ContourChart::paintBands(QPainter& painter, const QRectF& plot) const
{
    const double ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1;
    const int width = std::min(static_cast<int>(std::lround(plot.width() * ratio)), mostPixels);
    const int height = std::min(static_cast<int>(std::lround(plot.height() * ratio)), mostPixels);
    const auto raster = fieldRaster(scene_.contour.field, width, height);
    if (raster.empty())
        return;
    const auto colors = bandColors(scene_.contour, Theme::current());
    std::vector<double> edges;
    for (const auto& level : scene_.contour.levels)
        edges.push_back(scene_.contour.values.position(level.value));
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    for (int row = 0; row < height; ++row) {
        auto* pixels = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < width; ++column) {
            const double value =
                raster[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                       static_cast<std::size_t>(column)];
            if (std::isnan(value))
                continue;
            const auto band = std::ranges::upper_bound(edges, value) - edges.begin();
            pixels[column] = colors[static_cast<std::size_t>(band)];
        }
    }
    painter.drawImage(plot, image);
}

void ContourChart::paintLevels(QPainter& painter, const QRectF& plot) const
{
    const Theme& theme = Theme::current();
    const QFontMetricsF metrics(painter.font());
    QColor halo = theme.surface;
    halo.setAlpha(200);
    painter.setRenderHint(QPainter::Antialiasing);
    std::vector<std::pair<QRectF, QString>> labels;
    for (const auto& level : scene_.contour.levels) {
        QList<QLineF> lines;
        for (const auto& [from, to] :
             levelLine(scene_.contour.field, scene_.contour.values.position(level.value)))
            lines.append(QLineF(inPlane(plot, from.x, from.y), inPlane(plot, to.x, to.y)));
        painter.setPen(QPen(theme.surface, 1));
        painter.drawLines(lines);
        const QString text = QString::fromStdString(level.label);
        const QSizeF size(metrics.horizontalAdvance(text) + 6, 14);
        // One label for each line, where none is yet and there is no node.
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const auto& line = lines[(i + lines.size() / 2) % lines.size()];
            const QRectF rect(line.center() - QPointF(size.width() / 2, 7), size);
            const bool taken = std::ranges::any_of(
                labels, [&](const auto& other) { return other.first.intersects(rect); });
            const bool onNode = std::ranges::any_of(scene_.contour.field.points, [&](auto point) {
                return rect.adjusted(-5, -5, 5, 5).contains(inPlane(plot, point.x, point.y));
            });
            if (taken || onNode || !plot.contains(rect))
                continue;
            labels.emplace_back(rect, text);
            break;
        }
    }
    for (const auto& [rect, text] : labels) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawRoundedRect(rect, 3, 3);
        painter.setPen(theme.text);
        painter.drawText(rect, Qt::AlignCenter, text);
    }
}

void ContourChart::paintGround(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::current();
    const QRectF plot = plotIn(area);
    paintPlane(painter, scene_.x, scene_.y, plot, theme);
    paintBands(painter, plot);
    paintLevels(painter, plot);
    const double legend = legendHeight(scene_.legend, area.width(), painter.font());
    if (legend > 0)
        paintLegend(painter, scene_.legend, area.adjusted(0, area.height() - legend, 0, 0), theme);
}

void ContourChart::paintMarks(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::current();
    const auto places = placesIn(area);
    const MarkClip clip(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.surface, 1.2));
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!clip.meets(places[i], nodeReach))
            continue;
        painter.setBrush(passing_[i] ? theme.text : theme.border);
        painter.drawEllipse(places[i], nodeRadius, nodeRadius);
    }
    if (!scene_.best)
        return;
    painter.setPen(QPen(theme.surface, 1.4));
    painter.setBrush(theme.good);
    paintMark(painter, markShapeCount - 1, places[*scene_.best], bestRadius);
}

} // namespace binnacle
