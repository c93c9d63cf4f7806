#include "widgets/charts/run_box.h"

#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {
constexpr double rowHeight = 18, padding = 8, dotSize = 8, away = 12, widest = 240;

QRectF placeBeside(const QRectF& bounds, const QRectF& item, const QSizeF& size)
{
    double x = item.right() + away;
    if (x + size.width() > bounds.right())
        x = item.left() - away - size.width();
    if (x < bounds.left())
        x = std::max(bounds.left(), bounds.right() - size.width());
    const double wanted = item.center().y() - size.height() / 2;
    const double y = std::max(bounds.top(), std::min(wanted, bounds.bottom() - size.height()));
    return {QPointF(x, y), size};
}

} // namespace

QString RunBox::text() const
{
    QStringList parts;
    for (const auto& [title, value] : rows)
        parts << title + u' ' + value;
    return name + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
}

void paintRunBox(QPainter& painter, const QRectF& bounds, const QRectF& item, const RunBox& box,
                 const Theme& theme)
{
    const QFontMetricsF metrics(painter.font());
    const QString name = metrics.elidedText(box.name, Qt::ElideMiddle, 2 * widest);
    double titles = 0, values = 0;
    std::vector<std::pair<QString, QString>> rows;
    for (const auto& [title, value] : box.rows) {
        rows.emplace_back(metrics.elidedText(title, Qt::ElideMiddle, widest),
                          metrics.elidedText(value, Qt::ElideRight, widest));
        titles = std::max(titles, metrics.horizontalAdvance(rows.back().first));
        if (!value.isEmpty())
            values = std::max(values, tabularWidth(rows.back().second, painter.font()));
    }
    const double dot = box.color.isValid() ? dotSize + 6 : 0;
    const QSizeF size(std::ceil(std::max(dot + metrics.horizontalAdvance(name),
                                         titles + (values > 0 ? 16 + values : 0))) +
                          2 * padding + 2,
                      rowHeight * static_cast<double>(rows.size() + 1) + 2 * padding - 4);
    const QRectF frame = placeBeside(bounds, item, size).toAlignedRect();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), spacing::controlRadius,
                            spacing::controlRadius);
    QRectF row(frame.left() + padding, frame.top() + padding - 2, frame.width() - 2 * padding,
               rowHeight);
    if (box.color.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(box.color);
        painter.drawEllipse(QRectF(row.left(), row.center().y() - dotSize / 2, dotSize, dotSize));
    }
    constexpr auto aligned = Qt::AlignLeft | Qt::AlignVCenter;
    painter.setPen(theme.text);
    painter.drawText(row.adjusted(dot, 0, 0, 0), aligned, name);
    for (const auto& [title, value] : rows) {
        row.translate(0, rowHeight);
        painter.setPen(theme.mutedText);
        painter.drawText(row, aligned, title);
        painter.setPen(theme.text);
        if (!value.isEmpty())
            paintTabular(&painter, row, value);
    }
}

} // namespace binnacle
