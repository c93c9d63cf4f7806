#include "widgets/charts/histogram_picture.h"

#include "widgets/charts/chart_scene.h"
#include "widgets/common/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

int HistogramScene::total(std::size_t bin) const
{
    int sum = 0;
    for (const auto& group : groups)
        sum += group.counts[bin];
    return sum;
}

HistogramPicture::HistogramPicture(HistogramScene scene) : scene_(std::move(scene))
{
    int most = 1;
    for (std::size_t bin = 0; bin < scene_.binCount(); ++bin)
        most = std::max(most, scene_.total(bin));
    y_ = {0, most * 1.04, false};
    if (scene_.binCount() > 0)
        x_ = {scene_.edges.front(), scene_.edges.back(), scene_.log};
}

QStringList HistogramPicture::itemText(int item) const
{
    return scene_.texts.at(static_cast<std::size_t>(item));
}

std::vector<LegendName> HistogramPicture::legend() const
{
    std::vector<LegendName> names;
    for (const auto& group : scene_.groups)
        if (!group.name.isEmpty())
            names.push_back({group.name, group.slot});
    return names;
}

PlotFrame HistogramPicture::frame(const QRectF& area, const QFont& font) const
{
    PlotFrame frame;
    frame.y = y_;
    frame.wholeY = true;
    frame.x = x_;
    frame.xUnit = scene_.unit;
    frame.xTitle = scene_.title;
    frame.below = legendHeight(legend(), area.width(), font);
    return frame;
}

// The part of a bin between two counts.
QRectF HistogramPicture::binRect(std::size_t bin, const QRectF& plot, double from, double to) const
{
    const double left = plot.left() + x_.position(scene_.edges[bin]) * plot.width();
    const double right = plot.left() + x_.position(scene_.edges[bin + 1]) * plot.width();
    const double gap = right - left > 4 ? 1 : 0;
    const double top = plot.bottom() - y_.position(to) * plot.height();
    const double bottom = plot.bottom() - y_.position(from) * plot.height();
    return {QPointF(left, top), QPointF(std::max(right - gap, left + 1), bottom)};
}

QRectF HistogramPicture::itemRect(int item, const QRectF& area, const QFont& font) const
{
    const auto bin = static_cast<std::size_t>(item);
    const QFont small = chartFont(font);
    const QRectF plot = plotRect(frame(area, small), area, small);
    // An empty bin can still be seen when it is pointed at.
    return binRect(bin, plot, 0, std::max(scene_.total(bin), 0)).adjusted(0, -2, 0, 0);
}

// Anywhere above a bin counts.
int HistogramPicture::itemAt(const QPointF& place, const QRectF& area, const QFont& font) const
{
    const QFont small = chartFont(font);
    const QRectF plot = plotRect(frame(area, small), area, small);
    if (!plot.contains(place))
        return -1;
    for (std::size_t bin = 0; bin < scene_.binCount(); ++bin) {
        const QRectF rect = binRect(bin, plot, 0, 1);
        if (place.x() >= rect.left() && place.x() <= rect.right() + 1)
            return static_cast<int>(bin);
    }
    return -1;
}

void HistogramPicture::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setFont(chartFont(painter.font()));
    const PlotFrame axes = frame(area, painter.font());
    const QRectF plot = plotRect(axes, area, painter.font());
    if (plot.width() >= 8 && plot.height() >= 8) {
        paintFrame(painter, axes, plot, theme);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        for (std::size_t bin = 0; bin < scene_.binCount(); ++bin) {
            int below = 0;
            for (const auto& group : scene_.groups) {
                const int count = group.counts[bin];
                if (count == 0)
                    continue;
                painter.setBrush(theme.series(group.slot));
                painter.drawRect(binRect(bin, plot, below, below + count));
                below += count;
            }
        }
    }
    const auto names = legend();
    paintLegend(
        painter, names,
        area.adjusted(0, area.height() - legendHeight(names, area.width(), painter.font()), 0, 0),
        theme);
    painter.restore();
}

} // namespace binnacle
