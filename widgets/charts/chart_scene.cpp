#include "widgets/charts/chart_scene.h"

#include "services/compare/time_axis.h"
#include "widgets/charts/axis_labels.h"
#include "widgets/charts/line_strokes.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr double labelGap = 8, legendRow = 20, legendDot = 8, legendGap = 16;
constexpr std::size_t legendLines = 30;
// Room for labels grows in steps of this: the plot does not jump with each digit.
constexpr double labelStep = 12;

struct Tick
{
    double value;
    QString label;
};

std::vector<Tick> texts(const std::vector<AxisTick>& ticks)
{
    std::vector<Tick> all;
    for (const auto& tick : ticks)
        all.push_back({tick.value, QString::fromStdString(tick.label)});
    return all;
}

std::vector<Tick> texts(const std::vector<TimeTick>& ticks)
{
    std::vector<Tick> all;
    for (const auto& tick : ticks)
        all.push_back({tick.value, tick.label});
    return all;
}

std::vector<AxisLabel> placed(const std::vector<Tick>& ticks, const AxisRange& range)
{
    std::vector<AxisLabel> labels;
    for (const auto& tick : ticks)
        labels.push_back({range.position(tick.value), tick.label});
    return labels;
}

std::vector<Tick> yTicks(const ChartScene& scene, double height)
{
    return texts(axisTicks(scene.y, std::clamp(static_cast<int>(height / 48), 2, 12)));
}

std::vector<Tick> xTicks(const ChartScene& scene, double width)
{
    const int wanted = std::clamp(static_cast<int>(width / 90), 2, 16);
    switch (scene.xAxis) {
    case XAxis::RelativeTime:
        return texts(durationTicks(scene.x, wanted));
    case XAxis::WallTime:
        return texts(clockTicks(scene.x, wanted));
    case XAxis::Metric:
        return texts(axisTicks(scene.x, wanted));
    case XAxis::Step:
        break;
    }
    return texts(axisTicks(scene.x, wanted, true));
}

// Names from left to right, then in the next row.
struct LegendEntry
{
    QRectF rect;
    std::size_t line;
    QString text;
    bool rest = false; // "12 more"
};

std::vector<LegendEntry> legendEntries(const ChartScene& scene, double width,
                                       const QFontMetricsF& metrics)
{
    std::vector<LegendEntry> entries;
    double x = 0, y = 0;
    for (std::size_t i = 0; i < std::min(scene.lines.size(), legendLines + 1); ++i) {
        const bool rest = i == legendLines;
        const double room = std::max(60.0, std::min(width, 260.0)) - legendDot - 6;
        const QString text =
            rest ? QCoreApplication::translate("chart", "%1 more").arg(scene.lines.size() - i)
                 : metrics.elidedText(scene.lines[i].name, Qt::ElideMiddle, room);
        const double own = legendDot + 6 + metrics.horizontalAdvance(text);
        if (x > 0 && x + own > width) {
            x = 0;
            y += legendRow;
        }
        entries.push_back({QRectF(x, y, own, legendRow), i, text, rest});
        x += own + legendGap;
    }
    return entries;
}

double legendHeight(const ChartScene& scene, double width, const QFontMetricsF& metrics)
{
    const auto entries =
        scene.legend ? legendEntries(scene, width, metrics) : std::vector<LegendEntry>{};
    return entries.empty() ? 0 : entries.back().rect.bottom() + labelGap;
}

void paintLegend(QPainter& painter, const ChartScene& scene, const QRectF& area, const Theme& theme)
{
    const QFontMetricsF metrics(painter.font());
    for (const auto& entry : legendEntries(scene, area.width(), metrics)) {
        const QRectF rect = entry.rect.translated(area.topLeft());
        if (!entry.rest) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.series(scene.lines[entry.line].slot));
            painter.drawEllipse(
                QRectF(rect.left(), rect.center().y() - legendDot / 2, legendDot, legendDot));
        }
        painter.setPen(entry.rest ? theme.mutedText : theme.text);
        painter.drawText(rect.adjusted(legendDot + 6, 0, 4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         entry.text);
    }
}

} // namespace

void paintAxes(QPainter& painter, const ChartScene& scene, const QRectF& plot, const Theme& theme)
{
    paintLabelsUp(painter, placed(yTicks(scene, plot.height()), scene.y), plot, labelGap, theme);
    painter.setPen(theme.border);
    const double base = std::round(plot.bottom()) + 0.5;
    painter.drawLine(QPointF(plot.left(), base), QPointF(plot.right(), base));
    paintLabelsAcross(painter, placed(xTicks(scene, plot.width()), scene.x), plot, 4, theme);
}

void ChartScene::add(const QString& name, int slot, std::span<const HistoryBand> bands)
{
    const auto own = std::make_shared<const std::vector<LineBand>>(lineBands(bands));
    lines.push_back({name, slot, *own});
    keep.push_back(own);
}

AxisRange sceneValues(const ChartScene& scene, bool log, bool ignoreOutliers)
{
    std::vector<LineSpan> shown;
    std::vector<std::vector<LineBand>> edges; // of spreads
    for (const auto& line : scene.lines) {
        if (line.pale)
            continue;
        shown.push_back(line.bands);
        auto& edge = edges.emplace_back();
        for (const auto& spread : line.spread) {
            edge.push_back(linePoint(spread.firstX, spread.low));
            edge.push_back(linePoint(spread.lastX, spread.high));
        }
    }
    shown.insert(shown.end(), edges.begin(), edges.end());
    if (shown.empty()) // all brushed away: still a chart
        for (const auto& line : scene.lines)
            shown.push_back(line.bands);
    const auto range =
        ignoreOutliers ? middleRange(shown, scene.x, log) : valueRange(shown, scene.x, log);
    return range.value_or(AxisRange{log ? 0.1 : 0.0, 1, log});
}

QFont chartFont(const QFont& base)
{
    QFont font = base;
    font.setPixelSize(11);
    return font;
}

QRectF plotArea(const ChartScene& scene, const QRectF& area, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double bottom = metrics.height() + labelGap + legendHeight(scene, area.width(), metrics);
    double widest = metrics.horizontalAdvance(QStringLiteral("0.00"));
    for (const auto& tick : yTicks(scene, area.height() - bottom))
        widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    return area.adjusted(std::ceil(widest / labelStep) * labelStep + labelGap, 6, -12, -bottom);
}

void paintChart(QPainter& painter, const ChartScene& scene, const QRectF& area, const Theme& theme)
{
    painter.save();
    painter.setFont(chartFont(painter.font()));
    const QRectF plot = plotArea(scene, area, painter.font());
    if (plot.width() >= 8 && plot.height() >= 8) {
        paintAxes(painter, scene, plot, theme);
        paintLines(painter, scene, plot, theme);
    }
    if (scene.legend) {
        const QFontMetricsF metrics(painter.font());
        const double height = legendHeight(scene, area.width(), metrics);
        painter.setRenderHint(QPainter::Antialiasing);
        paintLegend(painter, scene, area.adjusted(0, area.height() - height + labelGap, 0, 0),
                    theme);
    }
    painter.restore();
}

} // namespace binnacle
