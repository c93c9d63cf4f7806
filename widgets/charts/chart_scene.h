#pragma once

#include "services/compare/line_curve.h"

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

#include <memory>
#include <span>
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
        int slot = 0; // colour, see Theme::series(); the second eight are dashed
        LineSpan bands;
        LineSpan average = {};                   // smoothed; the line itself stays, paler, behind
        std::span<const SpreadBand> spread = {}; // of a group, filled behind all lines
        bool pale = false;                       // left out by a brush
    };
    // A line over the steps of bands that the scene keeps itself.
    void add(const QString& name, int slot, std::span<const HistoryBand> bands);

    std::vector<Line> lines;
    std::vector<std::shared_ptr<const void>> keep; // what the lines point into
    AxisRange x{0, 1, false};
    AxisRange y{0, 1, false};
    XAxis xAxis = XAxis::Step; // how its ticks are written
    bool legend = false;       // names under the plot, the first thirty
    bool markCut = false;      // marks at the edge where values lie above or below it
};

// Where the lines are, when the scene is painted into `area` with this font.
QRectF plotArea(const ChartScene& scene, const QRectF& area, const QFont& font);

// Grid, axes, all lines and the legend. Lines are painted from their bands in one go: see
// chart_path.h for what is kept. Does not paint a background.
void paintChart(QPainter& painter, const ChartScene& scene, const QRectF& area, const Theme& theme);
// Grid and axes alone, with the font of the painter.
void paintAxes(QPainter& painter, const ChartScene& scene, const QRectF& plot, const Theme& theme);

// What is in sight of the values of the lines, the brushed ones; without outliers on request.
AxisRange sceneValues(const ChartScene& scene, bool log, bool ignoreOutliers);

// The label font of axes and legends.
QFont chartFont(const QFont& base);

} // namespace binnacle
