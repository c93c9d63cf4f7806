#include "widgets/charts/chart_zoom.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

// The axis as it lies on the screen: even steps are equal ways.
struct Way
{
    double from, to;
    double width() const { return to - from; }
};

Way wayOf(const AxisRange& range)
{
    return range.log ? Way{std::log10(range.from), std::log10(range.to)}
                     : Way{range.from, range.to};
}

std::optional<AxisRange> within(double from, double width, const AxisRange& full)
{
    const Way all = wayOf(full);
    if (width >= all.width())
        return std::nullopt;
    from = std::clamp(from, all.from, all.to - width);
    if (full.log)
        return AxisRange{std::pow(10.0, from), std::pow(10.0, from + width), true};
    return AxisRange{from, from + width, false};
}

} // namespace

std::optional<AxisRange> zoomed(const AxisRange& now, const AxisRange& full, double factor,
                                double anchor, double narrowest)
{
    const Way way = wayOf(now);
    const double width = std::max(way.width() * factor, narrowest);
    const double place = std::clamp(now.position(anchor), 0.0, 1.0);
    return within(way.from + place * (way.width() - width), width, full);
}

std::optional<AxisRange> panned(const AxisRange& now, const AxisRange& full, double share)
{
    const Way way = wayOf(now);
    return within(way.from + share * way.width(), way.width(), full);
}

std::optional<AxisRange> cutOut(const AxisRange& now, const AxisRange& full, double a, double b,
                                double narrowest)
{
    const Way way = wayOf(now);
    const double from = way.from + std::clamp(std::min(a, b), 0.0, 1.0) * way.width();
    const double to = way.from + std::clamp(std::max(a, b), 0.0, 1.0) * way.width();
    const double width = std::max(to - from, narrowest);
    return within((from + to - width) / 2, width, full);
}

} // namespace binnacle
