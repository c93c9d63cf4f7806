#include "widgets/charts/comparison_picture.h"

#include "models/comparison_table_model.h"
#include "models/number_text.h"
#include "widgets/charts/chart_scene.h"
#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPainter>
#include <QSaveFile>

#include <algorithm>

namespace binnacle {

namespace {

constexpr int margin = 24, keyWidth = 220, dot = 9;
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

// Paints one row of the table: what stands in its first column and in those of the runs.
class TablePainter
{
public:
    TablePainter(QPainter& painter, const ComparisonTableModel& table, const QRectF& area,
                 const Theme& theme)
        : painter_(painter), table_(table), area_(area), theme_(theme), y_(area.top())
    {
        const int runs = std::max(1, table.columnCount() - 1);
        cellWidth_ = std::max(110.0, (area.width() - keyWidth) / runs);
        columns_ = std::min(runs, static_cast<int>((area.width() - keyWidth) / cellWidth_ + 0.01));
    }

    void paint()
    {
        header();
        const int rows = table_.rowCount();
        for (int row = 0; row < rows; ++row) {
            const double below = row + 1 < rows ? spacing::rowHeight : 0;
            if (y_ + spacing::rowHeight + below > area_.bottom()) {
                rest(rows - row);
                return;
            }
            line(row);
        }
    }

private:
    QRectF cell(int column) const
    {
        if (column == 0)
            return {area_.left(), y_, double(keyWidth) - 8, double(spacing::rowHeight)};
        return {area_.left() + keyWidth + (column - 1) * cellWidth_, y_, cellWidth_ - 12,
                double(spacing::rowHeight)};
    }
    QString elided(const QString& text, double width) const
    {
        return painter_.fontMetrics().elidedText(text, Qt::ElideMiddle, static_cast<int>(width));
    }
    void next()
    {
        painter_.fillRect(QRectF(area_.left(), y_ + spacing::rowHeight - 1, area_.width(), 1),
                          theme_.gridLine);
        y_ += spacing::rowHeight;
    }
    void header()
    {
        for (int column = 1; column <= columns_; ++column) {
            const QRectF rect = cell(column);
            painter_.setPen(Qt::NoPen);
            painter_.setBrush(theme_.series(column - 1));
            painter_.drawEllipse(QRectF(rect.left(), rect.center().y() - dot / 2.0, dot, dot));
            painter_.setPen(theme_.mutedText);
            const QRectF name = rect.adjusted(dot + 6, 0, 0, 0);
            painter_.drawText(
                name, Qt::AlignLeft | Qt::AlignVCenter,
                elided(table_.headerData(column, Qt::Horizontal).toString(), name.width()));
        }
        next();
    }
    void line(int row)
    {
        const auto key = table_.index(row, 0);
        const QFont font = painter_.font();
        if (key.data(ComparisonTableModel::SectionRole).toBool())
            painter_.setFont(semiBold(font));
        painter_.setPen(theme_.mutedText);
        painter_.drawText(cell(0), Qt::AlignLeft | Qt::AlignVCenter,
                          elided(key.data().toString(), cell(0).width()));
        painter_.setFont(font);
        for (int column = 1; column <= columns_; ++column) {
            const auto index = table_.index(row, column);
            const bool best = index.data(ComparisonTableModel::BestRole).toBool();
            const bool missing = index.data(ComparisonTableModel::MissingRole).toBool();
            painter_.setFont(best ? semiBold(font) : font);
            painter_.setPen(best ? theme_.good : missing ? theme_.mutedText : theme_.text);
            paintTabular(&painter_, cell(column), index.data().toString(), Qt::AlignLeft);
            painter_.setFont(font);
        }
        next();
    }
    void rest(int rows)
    {
        painter_.setPen(theme_.mutedText);
        painter_.drawText(cell(0), Qt::AlignLeft | Qt::AlignVCenter,
                          QCoreApplication::translate("comparison", "%1 more rows").arg(rows));
    }

    QPainter& painter_;
    const ComparisonTableModel& table_;
    QRectF area_;
    const Theme& theme_;
    double y_;
    double cellWidth_ = 0;
    int columns_ = 0;
};

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
    TablePainter(painter, table, area, theme).paint();
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
