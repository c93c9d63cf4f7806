#pragma once

#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace binnacle {

struct Theme;

// A tick of an axis: where it is from the axis' beginning (0) to its end (1), and what it says.
struct AxisLabel
{
    double share = 0;
    QString text;
};

// A grid line across the plot at each, the text left of it, `gap` pixels away, in the painter's
// font; the first stands at the foot.
void paintLabelsUp(QPainter& painter, const std::vector<AxisLabel>& labels, const QRectF& plot,
                   double gap, const Theme& theme);
// The texts under the plot, `below` pixels away; one that would run into the text before it is left
// out.
void paintLabelsAcross(QPainter& painter, const std::vector<AxisLabel>& labels, const QRectF& plot,
                       double below, const Theme& theme);

} // namespace binnacle
