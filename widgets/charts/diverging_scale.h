#pragma once

#include <QColor>

namespace binnacle {

struct Theme;

// From the surface at 0 towards blue at 1 and vermilion at -1, two colours of the series that
// colour-blind readers tell apart; never so strong that the theme's text is not read on it
// (WCAG AA, 4.5 : 1). NaN: the surface.
QColor divergingColor(const Theme& theme, double value);

// The two colours in full, for what has no text on it.
QColor signColor(const Theme& theme, bool negative);

} // namespace binnacle
