#pragma once

#include "services/compare/axis_brush.h"
#include "widgets/charts/chart_marks.h"

#include <QFont>
#include <QRectF>
#include <QString>

#include <functional>
#include <vector>

namespace binnacle {

// All that is needed to paint parallel coordinates: an axis for each column, a line for each run.
struct ParallelScene
{
    struct Axis
    {
        QString key; // tells axes apart when the scene is made anew
        QString title;
        FigureAxis figures; // as many values as lines
        bool flipped = false;
        std::function<QString(const QString&)> word; // a category as people read it; may be empty
        QString heading() const;                     // with "(log)" and an arrow where flipped
    };
    struct Line
    {
        QString name;
        MarkColor color;
    };
    std::vector<Axis> axes;
    std::vector<Line> lines;
    ChartLegend legend;
};

// Where all of it is, for one area and font.
struct ParallelGeometry
{
    QRectF plot;
    double rail = 0;       // where lines pass that have no value there; 0: every value has a place
    std::vector<double> x; // of the axes
    std::vector<double> y; // of the lines at the axes, axis by axis
    std::vector<std::size_t> order; // lines by colour: a pen for each, not for each line
    std::size_t lines = 0;

    double at(std::size_t axis, std::size_t line) const { return y[axis * lines + line]; }
    QRectF titleRect(std::size_t axis) const;
    // Share of the height from the foot (0) to the top (1); and of a value as drawn.
    double shareAt(double pixelY) const;
    double pixelAt(const ParallelScene::Axis& axis, double value) const;
};
ParallelGeometry parallelGeometry(const ParallelScene& scene, const QRectF& area,
                                  const QFont& font);

// The position on the axis (0 to 1) that is shown at a share of the height.
inline double axisPosition(const ParallelScene::Axis& axis, double share)
{
    return axis.flipped ? 1 - share : share;
}

// Lines for which `shown` is true; `pale`: as those that a brush leaves out. Solid, opaque and of
// width 1, smooth where they are few.
void paintParallelLines(QPainter& painter, const ParallelScene& scene,
                        const ParallelGeometry& geometry, const std::vector<bool>& shown, bool pale,
                        const Theme& theme);
void paintParallelAxes(QPainter& painter, const ParallelScene& scene,
                       const ParallelGeometry& geometry, const Theme& theme);
void paintParallelBrush(QPainter& painter, const ParallelGeometry& geometry, std::size_t axis,
                        double top, double bottom, const Theme& theme);
// One line over all others.
void paintParallelHover(QPainter& painter, const ParallelScene& scene,
                        const ParallelGeometry& geometry, std::size_t line, const Theme& theme);

} // namespace binnacle
