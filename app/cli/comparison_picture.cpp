#include "app/cli/comparison_picture.h"

#include "widgets/charts/chart_scene.h"
#include "widgets/common/theme.h"

#include <QGuiApplication>
#include <QPainter>

#include <algorithm>

namespace binnacle::cli {

namespace {

constexpr int width = 1200;
constexpr int chartHeight = 360;
constexpr int titleHeight = 28;
constexpr int blockHeight = titleHeight + chartHeight + spacing::l;

ChartScene sceneOf(const RunComparison& comparison, const MetricChart& chart)
{
    ChartScene scene;
    for (std::size_t i = 0; i < chart.lines.size() && i < comparison.runs.size(); ++i) {
        ChartScene::Line line;
        line.name = QString::fromStdString(comparison.runs[i].name);
        line.slot = static_cast<int>(i);
        line.bands = chart.lines[i].bands;
        scene.lines.push_back(std::move(line));
    }
    const auto spans = bandSpans(chart);
    scene.x = stepAxis(chart.steps());
    scene.y = valueAxis(spans, scene.x, false).value_or(AxisRange{});
    scene.legend = true;
    return scene;
}

} // namespace

QImage comparisonPicture(const RunComparison& comparison, std::span<const MetricChart> charts)
{
    const Theme& theme = Theme::light();
    const int rows = static_cast<int>(std::max<std::size_t>(1, charts.size()));
    QImage image(width, rows * blockHeight + spacing::l, QImage::Format_RGB32);
    image.fill(theme.surface);
    QPainter painter(&image);
    const QFont base = QGuiApplication::font();
    int top = spacing::l;
    for (const auto& chart : charts) {
        painter.setFont(titleFont());
        painter.setPen(theme.text);
        painter.drawText(QRect(spacing::l, top, width - 2 * spacing::l, titleHeight),
                         Qt::AlignLeft | Qt::AlignVCenter, QString::fromStdString(chart.metric));
        painter.setFont(base);
        paintChart(painter, sceneOf(comparison, chart),
                   QRectF(spacing::l, top + titleHeight, width - 2 * spacing::l, chartHeight),
                   theme);
        top += blockHeight;
    }
    return image;
}

} // namespace binnacle::cli
