#pragma once

#include "widgets/charts/chart_scene.h"

namespace binnacle {

// How much there is to paint: bands of all lines. Up to `lightScene` they are painted within a few
// milliseconds; more is not for the GUI thread.
std::size_t bandCount(const ChartScene& scene);
inline constexpr std::size_t lightScene = 8'000;

// Paints all lines of the scene over the plot, clipped to it, as one item; marks of NaN (a cross
// on the axis), of infinities (an arrow head at their end of the plot) and of what is cut off (a
// small arrow head at the edge) come last. Wide pens and antialiasing where there are few points,
// hair lines where there are many: solid, opaque lines of width 1 cost the least. Any thread.
void paintLines(QPainter& painter, const ChartScene& scene, const QRectF& plot, const Theme& theme);
// Only the lines [first, last) of the scene, as paintLines() would: its parts painted one over the
// other give the same picture.
void paintLines(QPainter& painter, const ChartScene& scene, std::size_t first, std::size_t last,
                const QRectF& plot, const Theme& theme);
// One line, strong, over a picture of them all.
void paintStrongLine(QPainter& painter, const ChartScene::Line& line, const ChartScene& scene,
                     const QRectF& plot, const Theme& theme);

} // namespace binnacle
