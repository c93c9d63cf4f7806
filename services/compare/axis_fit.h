#pragma once

#include "services/compare/figure_axis.h"
#include "services/statistics/linear_fit.h"

#include <optional>
#include <string>

namespace binnacle {

// A straight line through runs on two axes: least squares over what the axes show, so over log10
// of the values where an axis is log.
struct AxisFit
{
    LinearFit fit;
    bool logX = false, logY = false;
    double fromX = 0, fromY = 0, toX = 0, toY = 0; // positions on the axes; y may be beyond [0, 1]

    std::string equation() const; // "y = 0.92 − 1.2 · log10 x", four digits
};

// nullopt: an axis of categories, or see fitLine(). A pure function, any thread.
std::optional<AxisFit> fitOnAxes(const FigureAxis& x, const FigureAxis& y);

} // namespace binnacle
