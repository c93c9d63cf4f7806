#pragma once

#include "services/compare/chart_axis.h"
#include "services/compare/metric_chart.h"

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace binnacle {

struct Theme;

// All that is needed to paint a line chart, on a widget or into a file.
struct ChartScene
{
    struct Line
    {
        QString name;
        int slot = 0;   // colour, see Theme::series(); the second eight are dashed
        BandSpan bands; // kept by who made the scene
    };
    std::vector<Line> lines;
    AxisRange x{0, 1, false};
    AxisRange y{0, 1, false};
    double smoothing = 0; // 0: none; see smoothing.h. The lines themselves stay, paler, behind.
    bool legend = false;  // names under the plot
};

// Where the lines are, when the scene is painted into `area` with this font.
QRectF plotArea(const ChartScene& scene, const QRectF& area, const QFont& font);

// Grid, axes, all lines and the legend. Lines are painted from their bands in one go: see
// chart_path.h for what is kept. Does not paint a background.
void paintChart(QPainter& painter, const ChartScene& scene, const QRectF& area, const Theme& theme);

// The label font of axes and legends.
QFont chartFont(const QFont& base);

} // namespace binnacle
