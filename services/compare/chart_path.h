#pragma once

#include "services/compare/line_band.h"

#include <span>
#include <vector>

namespace binnacle {

struct PathPoint
{
    double x = 0, y = 0; // pixels, y downwards
    bool operator==(const PathPoint&) const = default;
};

// Where values are that no line can show.
struct PathMark
{
    enum class Kind { NaN, PlusInfinity, MinusInfinity };
    Kind kind = Kind::NaN;
    double x = 0; // pixels
    bool operator==(const PathMark&) const = default;
};

// One run's line in pixels.
struct ChartPath
{
    std::vector<std::vector<PathPoint>> strokes; // a NaN or infinite point ends a stroke
    std::vector<PathPoint> dots;                 // values without a neighbour on either side
    std::vector<PathMark> marks;                 // at most one of a kind for each pixel column
    std::size_t pointCount() const;
};

struct PlotSize
{
    double width = 0, height = 0; // pixels
};

// The line through the bands, reduced to at most four points for each column of pixels: where it
// enters, its lowest, its highest, and where it leaves. So each extreme of the bands is on the
// picture at any width. Bands are in the order of x.
ChartPath chartPath(LineSpan bands, const AxisRange& x, const AxisRange& y, PlotSize size);
ChartPath chartPath(std::span<const HistoryBand> bands, const AxisRange& x, const AxisRange& y,
                    PlotSize size); // over the steps

} // namespace binnacle
