#pragma once

#include "services/compare/figure_axis.h"
#include "services/statistics/triangle_field.h"

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

namespace binnacle {

// A metric over two columns of some runs, ready to be drawn.
struct ContourField
{
    // Runs at one place; their values are averaged.
    struct Node
    {
        std::vector<std::size_t> runs; // places in the lists given
        double x = 0, y = 0;           // of the axes
        double value = 0;
    };
    std::vector<Node> nodes;
    AxisRange values;             // of the nodes, without air
    std::vector<AxisTick> levels; // round values between
    // Over the unit square of the two axes; its values are positions in `values`, so that 1e300
    // and log values are interpolated alike. Without triangles where the nodes are on one line.
    TriangleField field;
};

// Runs without a place on an axis, or whose value is missing, not finite or (where `log`) not
// positive, are left out. A pure function, any thread; see triangulation.h for its cost.
ContourField contourField(const FigureAxis& x, const FigureAxis& y, std::span<const double> values,
                          bool log, const std::stop_token& stop = {});

} // namespace binnacle
