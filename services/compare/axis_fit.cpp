#include "services/compare/axis_fit.h"

#include "services/compare/plain_number.h"

#include <cmath>
#include <vector>

namespace binnacle {

namespace {

constexpr int digits = 4;
constexpr const char* minus = "\u2212";

double shown(double value, bool log)
{
    return log ? std::log10(value) : value;
}

// The position of what is shown: of a log axis its exponent.
double position(const AxisRange& range, double shownValue)
{
    if (!range.log)
        return range.position(shownValue);
    const double from = std::log10(range.from), to = std::log10(range.to);
    return (shownValue - from) / (to - from);
}

std::string signedText(double value)
{
    return value < 0 ? minus + plainNumber(-value, digits) : plainNumber(value, digits);
}

} // namespace

std::string AxisFit::equation() const
{
    const std::string left = logY ? "log10 y" : "y", right = logX ? "log10 x" : "x";
    const std::string sign = fit.slope < 0 ? minus : "+";
    return left + " = " + signedText(fit.intercept) + " " + sign + " " +
           plainNumber(std::abs(fit.slope), digits) + " \u00B7 " + right;
}

std::optional<AxisFit> fitOnAxes(const FigureAxis& x, const FigureAxis& y)
{
    if (x.kind == FigureAxis::Kind::Category || y.kind == FigureAxis::Kind::Category ||
        x.isEmpty() || y.isEmpty())
        return std::nullopt;
    std::vector<double> across, up;
    double left = INFINITY, right = -INFINITY;
    for (std::size_t i = 0; i < x.values.size(); ++i) {
        across.push_back(shown(x.values[i], x.range.log));
        up.push_back(shown(y.values[i], y.range.log));
        if (std::isnan(across.back()) || std::isnan(up.back()))
            continue;
        left = std::min(left, across.back());
        right = std::max(right, across.back());
    }
    const auto line = fitLine(across, up);
    if (!line)
        return std::nullopt;
    AxisFit fit{*line, x.range.log, y.range.log, 0, 0, 0, 0};
    fit.fromX = position(x.range, left);
    fit.toX = position(x.range, right);
    fit.fromY = position(y.range, line->at(left));
    fit.toY = position(y.range, line->at(right));
    return fit;
}

} // namespace binnacle
