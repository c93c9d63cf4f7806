#pragma once

#include <QColor>

#include <limits>

namespace binnacle {

struct Theme;

// How a mark or a line of a chart is coloured: as a series, by its place on the sequential scale,
// or as one that has no value (neither is set).
struct MarkColor
{
    int slot = -1;
    double shade = std::numeric_limits<double>::quiet_NaN(); // 0 to 1
    bool operator==(const MarkColor&) const = default;
};
QColor markColor(const MarkColor& color, const Theme& theme);

// A sequential scale from the theme's tokens: from near the surface over the accent to near the
// text, in even steps of lightness (interpolated in Ottosson's OKLab, 2020), so that more is
// always farther from the surface, in the light and the dark theme.
QColor sequentialColor(const Theme& theme, double share);

// A colour between two, in OKLab; share 0 is `a`.
QColor mixedColor(const QColor& a, const QColor& b, double share);

} // namespace binnacle
