#pragma once

#include "services/compare/figure_axis.h"

#include <optional>
#include <span>
#include <vector>

namespace binnacle {

// A stretch of one axis, in the axis' values (of categories: their places); from ≤ to.
struct AxisBrush
{
    double from = 0, to = 0;
    bool holds(double value) const { return value >= from && value <= to; } // NaN: no
    bool operator==(const AxisBrush&) const = default;
};

// A brush between two positions (0 to 1) of the axis in any order, brought into it.
AxisBrush brushBetween(const AxisRange& range, double a, double b);
// Moved by a share of the axis; stops at its ends.
AxisBrush movedBrush(const AxisRange& range, const AxisBrush& brush, double by);

// Which of `count` runs lie within every brush; axes and brushes go together. A run without a
// place on a brushed axis is not within. nullopt: nothing is brushed.
std::optional<std::vector<bool>> withinBrushes(std::span<const FigureAxis* const> axes,
                                               std::span<const std::optional<AxisBrush>> brushes,
                                               std::size_t count);

} // namespace binnacle
