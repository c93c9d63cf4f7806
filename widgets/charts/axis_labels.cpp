#include "widgets/charts/axis_labels.h"

#include "widgets/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {
constexpr double widest = 200, between = 6, beyond = 12;
}

void paintLabelsUp(QPainter& painter, const std::vector<AxisLabel>& labels, const QRectF& plot,
                   double gap, const Theme& theme)
{
    for (const auto& label : labels) {
        const double y = std::round(plot.bottom() - label.share * plot.height()) + 0.5;
        painter.setPen(theme.gridLine);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(plot.left() - widest, y - 10, widest - gap, 20),
                         Qt::AlignRight | Qt::AlignVCenter, label.text);
    }
}

void paintLabelsAcross(QPainter& painter, const std::vector<AxisLabel>& labels, const QRectF& plot,
                       double below, const Theme& theme)
{
    const QFontMetricsF metrics(painter.font());
    painter.setPen(theme.mutedText);
    double free = -1e9;
    for (const auto& label : labels) {
        const double width = metrics.horizontalAdvance(label.text);
        const double middle = plot.left() + label.share * plot.width();
        const double left = std::min(middle - width / 2, plot.right() + beyond - width);
        if (left < free)
            continue;
        painter.drawText(QPointF(left, plot.bottom() + below + metrics.ascent()), label.text);
        free = left + width + between;
    }
}

} // namespace binnacle
