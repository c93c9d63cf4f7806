#include "services/compare/axis_brush.h"

#include <algorithm>

namespace binnacle {

AxisBrush brushBetween(const AxisRange& range, double a, double b)
{
    const double low = std::clamp(std::min(a, b), 0.0, 1.0);
    const double high = std::clamp(std::max(a, b), 0.0, 1.0);
    return {range.value(low), range.value(high)};
}

AxisBrush movedBrush(const AxisRange& range, const AxisBrush& brush, double by)
{
    const double low = range.position(brush.from), high = range.position(brush.to);
    const double step = std::clamp(by, -low, std::max(1 - high, -low));
    return brushBetween(range, low + step, high + step);
}

std::optional<std::vector<bool>> withinBrushes(std::span<const FigureAxis* const> axes,
                                               std::span<const std::optional<AxisBrush>> brushes,
                                               std::size_t count)
{
    std::optional<std::vector<bool>> within;
    for (std::size_t axis = 0; axis < std::min(axes.size(), brushes.size()); ++axis) {
        if (!brushes[axis])
            continue;
        if (!within)
            within.emplace(count, true);
        for (std::size_t run = 0; run < count; ++run)
            if ((*within)[run] && !brushes[axis]->holds(axes[axis]->values[run]))
                (*within)[run] = false;
    }
    return within;
}

} // namespace binnacle
