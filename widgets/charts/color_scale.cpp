#include "widgets/charts/color_scale.h"

#include "widgets/common/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {

namespace {

// Björn Ottosson: "A perceptual color space for image processing", 2020.
struct Lab
{
    double l = 0, a = 0, b = 0;
};

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double gamma(double channel)
{
    const double value = std::clamp(channel, 0.0, 1.0);
    return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

Lab toLab(const QColor& color)
{
    const double r = linear(color.redF()), g = linear(color.greenF()), b = linear(color.blueF());
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

QColor fromLab(const Lab& lab)
{
    const auto cube = [](double value) { return value * value * value; };
    const double l = cube(lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b);
    const double m = cube(lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b);
    const double s = cube(lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b);
    const auto channel = [](double value) {
        return static_cast<int>(std::lround(gamma(value) * 255));
    };
    return {channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

Lab between(const Lab& a, const Lab& b, double share)
{
    return {a.l + share * (b.l - a.l), a.a + share * (b.a - a.a), a.b + share * (b.b - a.b)};
}

} // namespace

QColor mixedColor(const QColor& a, const QColor& b, double share)
{
    return fromLab(between(toLab(a), toLab(b), std::clamp(share, 0.0, 1.0)));
}

QColor sequentialColor(const Theme& theme, double share)
{
    const Lab surface = toLab(theme.surface), accent = toLab(theme.accent),
              text = toLab(theme.text);
    const Lab low = between(surface, accent, 0.42), high = between(accent, text, 0.78);
    // The accent stands where its lightness is: equal steps of lightness on both sides.
    const double turn = (accent.l - low.l) / (high.l - low.l);
    const double at = std::clamp(share, 0.0, 1.0);
    return fromLab(at < turn ? between(low, accent, at / turn)
                             : between(accent, high, (at - turn) / (1 - turn)));
}

QColor markColor(const MarkColor& color, const Theme& theme)
{
    if (color.slot >= 0)
        return theme.series(color.slot);
    return std::isnan(color.shade) ? mixedColor(theme.surface, theme.faintText, 0.7)
                                   : sequentialColor(theme, color.shade);
}

} // namespace binnacle
