#include "widgets/charts/plot_frame.h"

#include "widgets/charts/axis_labels.h"
#include "widgets/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double labelGap = 8, rowHeight = 20, dot = 8, dotGap = 6, nameGap = 16;

std::vector<AxisTick> yTicks(const PlotFrame& frame, double height)
{
    return unitTicks(frame.y, frame.yUnit, std::clamp(static_cast<int>(height / 44), 2, 10),
                     frame.wholeY);
}

std::vector<AxisLabel> labelsOf(const std::vector<AxisTick>& ticks, const AxisRange& range)
{
    std::vector<AxisLabel> labels;
    for (const auto& tick : ticks)
        labels.push_back({range.position(tick.value), QString::fromStdString(tick.label)});
    return labels;
}

void paintValues(QPainter& painter, const PlotFrame& frame, const QRectF& plot, const Theme& theme)
{
    paintLabelsUp(painter, labelsOf(yTicks(frame, plot.height()), frame.y), plot, labelGap, theme);
    painter.setPen(theme.border);
    const double base = std::round(plot.bottom()) + 0.5;
    painter.drawLine(QPointF(plot.left(), base), QPointF(plot.right(), base));
}

void paintBelow(QPainter& painter, const PlotFrame& frame, const QRectF& plot, const Theme& theme)
{
    const QFontMetricsF metrics(painter.font());
    if (frame.x) {
        const auto ticks = unitTicks(*frame.x, frame.xUnit,
                                     std::clamp(static_cast<int>(plot.width() / 80), 2, 14));
        paintLabelsAcross(painter, labelsOf(ticks, *frame.x), plot, 4, theme);
        return;
    }
    painter.setPen(theme.mutedText);
    const double slot = plot.width() / std::max(1.0, static_cast<double>(frame.categories.size()));
    for (std::size_t i = 0; i < frame.categories.size(); ++i) {
        const QRectF rect(plot.left() + static_cast<double>(i) * slot, plot.bottom() + 4, slot,
                          metrics.height());
        painter.drawText(rect, Qt::AlignHCenter | Qt::AlignTop,
                         metrics.elidedText(frame.categories[i], Qt::ElideMiddle, slot - 4));
    }
}

struct Placed
{
    QRectF rect;
    QString text;
};

std::vector<Placed> placeNames(const std::vector<LegendName>& names, double width,
                               const QFont& font)
{
    const QFontMetricsF metrics(font);
    std::vector<Placed> placed;
    double x = 0, y = 0;
    for (const auto& each : names) {
        const double room = std::clamp(width, 60.0, 200.0) - dot - dotGap;
        const QString text = metrics.elidedText(each.name, Qt::ElideMiddle, room);
        const double own = dot + dotGap + metrics.horizontalAdvance(text);
        if (x > 0 && x + own > width) {
            x = 0;
            y += rowHeight;
        }
        placed.push_back({QRectF(x, y, own, rowHeight), text});
        x += own + nameGap;
    }
    return placed;
}

} // namespace

QRectF plotRect(const PlotFrame& frame, const QRectF& area, const QFont& font)
{
    const QFontMetricsF metrics(font);
    double below = metrics.height() + labelGap + frame.below;
    if (!frame.xTitle.isEmpty())
        below += metrics.height() + 2;
    double widest = metrics.horizontalAdvance(QStringLiteral("0.00"));
    for (const auto& tick : yTicks(frame, area.height() - below))
        widest = std::max(widest, metrics.horizontalAdvance(QString::fromStdString(tick.label)));
    return area.adjusted(std::ceil(widest) + labelGap + 2, 8, -14, -below);
}

void paintFrame(QPainter& painter, const PlotFrame& frame, const QRectF& plot, const Theme& theme)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintValues(painter, frame, plot, theme);
    paintBelow(painter, frame, plot, theme);
    if (frame.xTitle.isEmpty())
        return;
    painter.setPen(theme.mutedText);
    const QFontMetricsF metrics(painter.font());
    const QRectF line(plot.left(), plot.bottom() + 6 + metrics.height(), plot.width(),
                      metrics.height());
    painter.drawText(line, Qt::AlignHCenter | Qt::AlignTop,
                     metrics.elidedText(frame.xTitle, Qt::ElideMiddle, plot.width()));
}

double legendHeight(const std::vector<LegendName>& names, double width, const QFont& font)
{
    const auto placed = placeNames(names, width, font);
    return placed.empty() ? 0 : placed.back().rect.bottom() + 4;
}

void paintLegend(QPainter& painter, const std::vector<LegendName>& names, const QRectF& area,
                 const Theme& theme)
{
    const auto placed = placeNames(names, area.width(), painter.font());
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const QRectF rect = placed[i].rect.translated(area.topLeft());
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.series(names[i].slot));
        painter.drawEllipse(QRectF(rect.left(), rect.center().y() - dot / 2, dot, dot));
        painter.setPen(theme.text);
        painter.drawText(rect.adjusted(dot + dotGap, 0, 4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         placed[i].text);
    }
}

} // namespace binnacle
