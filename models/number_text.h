#pragma once

#include <QString>

#include <span>

namespace binnacle {

// How the numbers of one column are written so that they can be told apart at a glance.
struct NumberFormat
{
    enum class Style { Fixed, Scientific, Integer, Shortest };
    Style style = Style::Shortest;
    int digits = 0; // after the point
    bool operator==(const NumberFormat&) const = default;
};

// As many digits as tell the finite values apart (equal ones aside), at least three significant
// and at most ten; scientific where the column spans very small or very great numbers. NaN and
// infinities are ignored.
NumberFormat formatFor(std::span<const double> values);

// "0.9831", "1.2e-05", "12,345", "NaN", "∞", "−∞". The sign is U+2212.
QString numberText(double value, const NumberFormat& format);
// One number on its own: up to six significant digits, no trailing zeros.
QString numberText(double value);
// As it would be logged: shortest text that reads back to the same double.
QString exactNumber(double value);
QString countText(qint64 count); // "10,412"
QString bytesText(qint64 bytes); // "512 B", "1.4 MB" (powers of 1000)
QString missingText();           // an en dash

} // namespace binnacle
