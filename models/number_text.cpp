#include "models/number_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <vector>

namespace binnacle {

namespace {

constexpr int maximumDigits = 10;
constexpr std::size_t sampled = 4096; // a screenful many times over

QString withSign(QString text)
{
    if (text.startsWith(QLatin1Char('-')))
        text[0] = QChar(0x2212);
    return text;
}

QString special(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    return value > 0 ? QString(QChar(0x221E)) : QString(QChar(0x2212)) + QChar(0x221E);
}

QString grouped(QString digits)
{
    const qsizetype point = digits.indexOf(QLatin1Char('.'));
    const qsizetype first = digits.startsWith(QLatin1Char('-')) ? 1 : 0;
    for (qsizetype i = (point < 0 ? digits.size() : point) - 3; i > first; i -= 3)
        digits.insert(i, QLatin1Char(','));
    return digits;
}

// The smallest difference between two values that are not equal, or 0.
double smallestGap(std::vector<double>& sorted)
{
    std::sort(sorted.begin(), sorted.end());
    double gap = 0;
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        const double difference = sorted[i] - sorted[i - 1];
        if (difference > 0 && (gap == 0 || difference < gap))
            gap = difference;
    }
    return gap;
}

// Decimals that write `value` exactly, looked for up to `limit`.
int decimalsOf(double value, int limit)
{
    const QString text = QString::number(value, 'g', QLocale::FloatingPointShortest);
    const qsizetype exponent = text.indexOf(QLatin1Char('e'));
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    const qsizetype end = exponent < 0 ? text.size() : exponent;
    qsizetype decimals = point < 0 ? 0 : end - point - 1;
    if (exponent >= 0)
        decimals -= text.mid(exponent + 1).toInt();
    return static_cast<int>(std::clamp<qsizetype>(decimals, 0, limit));
}

} // namespace

NumberFormat formatFor(std::span<const double> values)
{
    std::vector<double> finite;
    finite.reserve(std::min(values.size(), sampled));
    for (const double value : values) {
        if (std::isfinite(value))
            finite.push_back(value);
        if (finite.size() == sampled)
            break;
    }
    if (finite.empty())
        return {};

    double greatest = 0;
    double least = 0; // smallest magnitude that is not 0
    bool integers = true;
    for (const double value : finite) {
        const double magnitude = std::abs(value);
        greatest = std::max(greatest, magnitude);
        if (magnitude > 0 && (least == 0 || magnitude < least))
            least = magnitude;
        integers = integers && value == std::floor(value);
    }
    if (integers && greatest < 1e15)
        return {NumberFormat::Style::Integer, 0};
    if (greatest >= 1e9 || greatest < 1e-4)
        return {NumberFormat::Style::Scientific, 3};

    int needed = 0;
    for (const double value : finite)
        needed = std::max(needed, decimalsOf(value, maximumDigits));
    // At least three significant digits of the greatest, one of the least, and enough for the gap.
    const auto decimals = [](double size, int significant) {
        return significant - 1 - static_cast<int>(std::floor(std::log10(size)));
    };
    int wanted = std::max(decimals(greatest, 4), 1);
    const double gap = smallestGap(finite);
    if (gap > 0)
        wanted = std::max(wanted, std::min(decimals(gap, 1), wanted + 3));
    if (least > 0 && least / greatest < 1e-6)
        return {NumberFormat::Style::Scientific, 3};
    if (least > 0)
        wanted = std::max(wanted, std::min(decimals(least, 2), 6));
    return {NumberFormat::Style::Fixed, std::clamp(std::min(wanted, needed), 0, maximumDigits)};
}

QString numberText(double value, const NumberFormat& format)
{
    if (!std::isfinite(value))
        return special(value);
    switch (format.style) {
    case NumberFormat::Style::Fixed:
        return withSign(grouped(QString::number(value, 'f', format.digits)));
    case NumberFormat::Style::Scientific:
        return withSign(QString::number(value, 'e', format.digits));
    case NumberFormat::Style::Integer:
        if (value == std::floor(value) && std::abs(value) < 1e15)
            return withSign(grouped(QString::number(static_cast<qint64>(value))));
        break;
    case NumberFormat::Style::Shortest:
        break;
    }
    return numberText(value);
}

QString numberText(double value)
{
    if (!std::isfinite(value))
        return special(value);
    const double magnitude = std::abs(value);
    if (value == std::floor(value) && magnitude < 1e15)
        return withSign(grouped(QString::number(static_cast<qint64>(value))));
    return withSign(QString::number(value, 'g', 6));
}

QString exactNumber(double value)
{
    if (!std::isfinite(value))
        return special(value);
    return withSign(QString::number(value, 'g', QLocale::FloatingPointShortest));
}

QString countText(qint64 count)
{
    return withSign(grouped(QString::number(count)));
}

QString bytesText(qint64 bytes)
{
    static constexpr const char16_t* units[] = {u"B", u"kB", u"MB", u"GB", u"TB"};
    double size = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (size >= 999.5 && unit + 1 < std::size(units)) {
        size /= 1000;
        ++unit;
    }
    const int decimals = unit == 0 || size >= 99.95 ? 0 : 1;
    return QString::number(size, 'f', decimals) + QChar(0xA0) + QString::fromUtf16(units[unit]);
}

QString missingText()
{
    return QString(QChar(0x2013));
}

} // namespace binnacle
