#include "widgets/charts/diverging_scale.h"

#include "widgets/common/theme.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

constexpr int blue = 0, vermilion = 4; // of Theme::series()
// How much of them the ends of the scale hold. tests/gui/compare checks the text on them.
constexpr double strongestLight = 0.77, strongestDark = 0.55;

// `share` of `colour` over `under`, opaque.
QColor colorOver(const QColor& colour, const QColor& under, double share)
{
    const auto part = [share](int over, int below) {
        return static_cast<int>(std::lround(over * share + below * (1 - share)));
    };
    return {part(colour.red(), under.red()), part(colour.green(), under.green()),
            part(colour.blue(), under.blue())};
}

} // namespace

QColor divergingColor(const Theme& theme, double value)
{
    if (std::isnan(value))
        return theme.surface;
    const double strongest = theme.dark ? strongestDark : strongestLight;
    return colorOver(signColor(theme, value < 0), theme.surface,
                     std::min(std::abs(value), 1.0) * strongest);
}

QColor signColor(const Theme& theme, bool negative)
{
    return theme.series(negative ? vermilion : blue);
}

} // namespace binnacle
