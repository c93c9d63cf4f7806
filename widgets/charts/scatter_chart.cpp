#include "widgets/charts/scatter_chart.h"

#include "widgets/charts/chart_scene.h"
#include "widgets/common/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {
constexpr double widestMark = 1.5; // of its radius, with its edge

double reachOf(double radius)
{
    return radius * widestMark + 2;
}
} // namespace

ScatterChart::ScatterChart(QWidget* parent) : PlaneChart(parent)
{
    setAccessibleName(tr("Scatter plot"));
}

void ScatterChart::setScene(ScatterScene scene)
{
    scene_ = std::move(scene);
    passing_.assign(scene_.points.size(), true);
    sceneChanged();
}

void ScatterChart::setPassing(std::vector<bool> passing)
{
    if (passing == passing_ || passing.size() != scene_.points.size())
        return;
    std::vector<std::size_t> changed;
    double widest = 0;
    for (std::size_t i = 0; i < passing.size(); ++i) {
        if (passing[i] == passing_[i])
            continue;
        changed.push_back(i);
        widest = std::max(widest, reachOf(scene_.points[i].radius));
    }
    passing_ = std::move(passing);
    invalidateMarks(changed, widest);
}

QRectF ScatterChart::plotRect() const
{
    return plotIn(rect());
}

QRectF ScatterChart::plotIn(const QRectF& area) const
{
    const QFont small = chartFont(font());
    const double legend = legendHeight(scene_.legend, area.width(), small);
    return planeRect(scene_.x, scene_.y, area.adjusted(0, 0, 0, -legend), small);
}

std::vector<QPointF> ScatterChart::placesIn(const QRectF& area) const
{
    const QRectF plot = plotIn(area);
    std::vector<QPointF> places;
    places.reserve(scene_.points.size());
    for (std::size_t i = 0; i < scene_.points.size(); ++i)
        places.push_back(inPlane(plot, scene_.x.figures.position(i), scene_.y.figures.position(i)));
    for (auto& place : places)
        if (std::isnan(place.x()) || std::isnan(place.y()))
            place = QPointF(NAN, NAN);
    return places;
}

void ScatterChart::paintGround(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::current();
    const QRectF plot = plotIn(area);
    paintPlane(painter, scene_.x, scene_.y, plot, theme);
    if (scene_.fit) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipRect(plot, Qt::IntersectClip);
        painter.setPen(QPen(theme.mutedText, 1.4));
        painter.drawLine(inPlane(plot, scene_.fit->fromX, scene_.fit->fromY),
                         inPlane(plot, scene_.fit->toX, scene_.fit->toY));
        painter.restore();
    }
    const double legend = legendHeight(scene_.legend, area.width(), painter.font());
    if (legend > 0)
        paintLegend(painter, scene_.legend, area.adjusted(0, area.height() - legend, 0, 0), theme);
}

void ScatterChart::paintMarks(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::current();
    const auto places = placesIn(area);
    const MarkClip clip(painter);
    const QColor pale = mixedColor(theme.surface, theme.border, theme.dark ? 1.0 : 0.9);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.surface, 1));
    for (const bool passes : {false, true}) {
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto& point = scene_.points[i];
            if (passing_[i] != passes || std::isnan(places[i].x()) ||
                !clip.meets(places[i], reachOf(point.radius)))
                continue;
            painter.setBrush(passes ? markColor(point.color, theme) : pale);
            paintMark(painter, point.shape, places[i], point.radius);
        }
    }
}

} // namespace binnacle
