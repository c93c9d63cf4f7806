#pragma once

#include "widgets/charts/chart_scene.h"

namespace binnacle {

// Paints all lines of the scene over the plot, clipped to it, as one item; marks of NaN (a cross
// on the axis) and of infinities (an arrow head at their end of the plot) come last. Wide pens and
// antialiasing where there are few points, hair lines where there are many: solid, opaque lines of
// width 1 cost the least.
void paintLines(QPainter& painter, const ChartScene& scene, const QRectF& plot, const Theme& theme);

} // namespace binnacle
