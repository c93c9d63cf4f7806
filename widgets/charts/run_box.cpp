#include "widgets/charts/run_box.h"

#include "widgets/common/tabular_text.h"
#include "widgets/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>

#include <algorithm>

namespace binnacle {

namespace {
constexpr double rowHeight = 18, padding = 8, dotSize = 8, away = 12, widest = 180;
}

QString RunBox::text() const
{
    QStringList parts;
    for (const auto& [title, value] : rows)
        parts << title + u' ' + value;
    return name + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
}

void paintRunBox(QPainter& painter, const QRectF& bounds, const QPointF& at, const RunBox& box,
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
        values = std::max(values, tabularWidth(rows.back().second, painter.font()));
    }
    const double width =
        std::max(dotSize + 6 + metrics.horizontalAdvance(name), titles + 16 + values) + 2 * padding;
    const double height = rowHeight * static_cast<double>(rows.size() + 1) + 2 * padding - 4;
    const bool right = at.x() + away + width <= bounds.right();
    const double left = right ? at.x() + away : std::max(bounds.left(), at.x() - away - width);
    const double top = std::clamp(at.y() - height / 2, bounds.top(),
                                  std::max(bounds.top(), bounds.bottom() - height));
    const QRectF frame(left, top, width, height);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), spacing::controlRadius,
                            spacing::controlRadius);
    QRectF row(frame.left() + padding, frame.top() + padding - 2, width - 2 * padding, rowHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(box.color);
    painter.drawEllipse(QRectF(row.left(), row.center().y() - dotSize / 2, dotSize, dotSize));
    constexpr auto aligned = Qt::AlignLeft | Qt::AlignVCenter;
    painter.setPen(theme.text);
    painter.drawText(row.adjusted(dotSize + 6, 0, 0, 0), aligned, name);
    for (const auto& [title, value] : rows) {
        row.translate(0, rowHeight);
        painter.setPen(theme.mutedText);
        painter.drawText(row, aligned, title);
        painter.setPen(theme.text);
        paintTabular(&painter, row, value);
    }
}

} // namespace binnacle
