#pragma once

#include "services/compare/time_axis.h"

#include <QFont>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace binnacle {

struct Theme;

// Axes around a plot: values from bottom to top, and either values or categories from left to
// right.
struct PlotFrame
{
    AxisRange y;
    bool wholeY = false; // counts
    AxisUnit yUnit = AxisUnit::Number;
    std::optional<AxisRange> x;
    AxisUnit xUnit = AxisUnit::Number;
    std::vector<QString> categories; // in place of x: in slots of equal width
    QString xTitle;                  // below; may be empty
    double below = 0;                // room kept under all of it, for a legend
};

// Where the data are. `font` is chartFont() of the widget's.
QRectF plotRect(const PlotFrame& frame, const QRectF& area, const QFont& font);
// Grid, axes and labels in the painter's font.
void paintFrame(QPainter& painter, const PlotFrame& frame, const QRectF& plot, const Theme& theme);

// Names with a dot of their colour, from left to right in as many rows as needed.
struct LegendName
{
    QString name;
    int slot = 0; // see Theme::series()
};
double legendHeight(const std::vector<LegendName>& names, double width, const QFont& font);
void paintLegend(QPainter& painter, const std::vector<LegendName>& names, const QRectF& area,
                 const Theme& theme);

} // namespace binnacle
