#include "widgets/charts/comparison_picture.h"

#include "models/comparison_table_model.h"
#include "models/number_text.h"
#include "widgets/charts/chart_scene.h"
#include "widgets/charts/differences_painter.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPainter>
#include <QSaveFile>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int margin = 24;
constexpr int headHeight = 32, chartHeight = 320;
constexpr int rowsAtMost = 80;

ChartScene sceneOf(const MetricChart& chart, const RunComparison& comparison)
{
    ChartScene scene;
    for (std::size_t i = 0; i < chart.lines.size() && i < comparison.runs.size(); ++i)
        scene.add(QString::fromStdString(comparison.runs[i].name), static_cast<int>(i),
                  chart.lines[i].bands);
    scene.x = stepAxis(chart.steps());
    scene.y = valueAxis(bandSpans(chart), scene.x, false).value_or(AxisRange{});
    scene.legend = true;
    return scene;
}

QFont semiBold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

void paintHead(QPainter& painter, const QRectF& row, const MetricChart& chart, const Theme& theme)
{
    painter.setFont(semiBold(painter.font()));
    painter.setPen(theme.text);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, QString::fromStdString(chart.metric));
    QFont plain = painter.font();
    plain.setWeight(QFont::Normal);
    painter.setFont(plain);
    painter.setPen(theme.mutedText);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter,
                     QCoreApplication::translate("comparison", "%1 of %2 points")
                         .arg(countText(chart.pointsInBands()), countText(chart.points())));
}

} // namespace

QImage comparisonPicture(const ComparisonReport& report, int width)
{
    const Theme& theme = Theme::light();
    ComparisonTableModel table;
    table.setComparison(report.comparison);
    const int charts = static_cast<int>(report.charts.size());
    const int rows = std::min(table.rowCount(), rowsAtMost) + 2; // names, and how many are left
    const int block = headHeight + chartHeight + spacing::l;
    QImage image(width, 2 * margin + charts * block + rows * spacing::rowHeight,
                 QImage::Format_RGB32);
    image.fill(theme.surface);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = QGuiApplication::font();
    font.setPixelSize(13);
    painter.setFont(font);
    QRectF area = QRectF(image.rect()).adjusted(margin, margin, -margin, -margin);
    for (const auto& chart : report.charts) {
        paintHead(painter, QRectF(area.left(), area.top(), area.width(), 24), chart, theme);
        paintChart(painter, sceneOf(chart, report.comparison),
                   QRectF(area.left(), area.top() + headHeight, area.width(), chartHeight), theme);
        area.setTop(area.top() + block);
    }
    painter.setFont(font);
    const auto slotOf = [](int column) { return column - 1; };
    paintDifferences(painter, table, slotOf, area, theme);
    return image;
}

Result<void> writeComparisonPng(const ComparisonReport& report, const QString& file)
{
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && comparisonPicture(report).save(&out, "PNG") &&
        out.commit())
        return {};
    return failure(Error::Kind::Storage,
                   QCoreApplication::translate("comparison", "Could not write %1: %2")
                       .arg(file, out.errorString()));
}

} // namespace binnacle
