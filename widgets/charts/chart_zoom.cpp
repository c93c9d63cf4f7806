#include "widgets/charts/chart_zoom.h"

#include <algorithm>

namespace binnacle {

namespace {
constexpr double narrowest = 2; // steps

std::optional<AxisRange> within(double from, double width, const AxisRange& full)
{
    const double all = full.to - full.from;
    if (width >= all)
        return std::nullopt;
    from = std::clamp(from, full.from, full.to - width);
    return AxisRange{from, from + width, false};
}
} // namespace

std::optional<AxisRange> zoomed(const AxisRange& now, const AxisRange& full, double factor,
                                double anchor)
{
    const double width = std::max((now.to - now.from) * factor, narrowest);
    const double place = std::clamp(now.position(anchor), 0.0, 1.0);
    return within(anchor - place * width, width, full);
}

std::optional<AxisRange> panned(const AxisRange& now, const AxisRange& full, double share)
{
    const double width = now.to - now.from;
    return within(now.from + share * width, width, full);
}

} // namespace binnacle
