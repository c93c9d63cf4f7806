#include "services/compare/time_axis.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {

namespace {

constexpr double second = 1e3, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr std::array<double, 25> roundTimes = {
    1,        2,          5,          10,          20,          50,          100,
    200,      500,        second,     2 * second,  5 * second,  15 * second, 30 * second,
    minute,   2 * minute, 5 * minute, 15 * minute, 30 * minute, hour,        2 * hour,
    3 * hour, 6 * hour,   12 * hour,  day};
// Within what a calendar can say.
constexpr double calendarLimit = 8e15;

QString tr(const char* text)
{
    return QCoreApplication::translate("time", text);
}

// A round time not below `raw`; beyond a day 1, 2 or 5 times a power of ten days.
double roundTime(double raw)
{
    const auto found = std::ranges::lower_bound(roundTimes, raw);
    if (found != roundTimes.end())
        return *found;
    double days = 1;
    while (true) {
        for (const double factor : {1.0, 2.0, 5.0})
            if (factor * days * day >= raw)
                return factor * days * day;
        days *= 10;
    }
}

// The places of the ticks, shifted so that they are round `offset` milliseconds later.
std::vector<double> places(const AxisRange& range, int wanted, double offset, double& step)
{
    std::vector<double> values;
    const double span = range.to - range.from;
    if (!(span > 0) || !std::isfinite(span))
        return values;
    step = roundTime(span / std::max(wanted, 1));
    const double first = std::ceil((range.from + offset) / step - 1e-9) * step - offset;
    for (int i = 0; i <= 2 * wanted + 2; ++i) {
        const double value = first + i * step;
        if (value > range.to + step * 1e-9)
            break;
        if (values.empty() || value > values.back())
            values.push_back(value);
    }
    return values;
}

QString inDigits(double value, double unit, double step)
{
    const int decimals = step >= unit ? 0 : static_cast<int>(std::ceil(-std::log10(step / unit)));
    QString text = QLocale::c().toString(value / unit, 'f', std::clamp(decimals, 0, 3));
    while (text.contains(u'.') && (text.endsWith(u'0') || text.endsWith(u'.')))
        text.chop(1);
    return text;
}

// Two neighbouring units at most: "1 h 30 min".
QString tickText(double value, double step)
{
    if (std::abs(value) < step * 1e-6)
        return QStringLiteral("0");
    const QString sign = value < 0 ? QStringLiteral("−") : QString();
    const double size = std::abs(value);
    const auto two = [&](double unit, double part, const QString& both, const QString& whole) {
        const double units = std::floor(size / unit + 1e-9);
        const double parts = std::round((size - units * unit) / part);
        const QString head = QLocale::c().toString(units, 'f', 0);
        return sign +
               (parts > 0 ? both.arg(head, QLocale::c().toString(parts, 'f', 0)) : whole.arg(head));
    };
    if (size >= day)
        return two(day, hour, tr("%1 d %2 h"), tr("%1 d"));
    if (size >= hour)
        return two(hour, minute, tr("%1 h %2 min"), tr("%1 h"));
    if (size >= minute)
        return two(minute, second, tr("%1 min %2 s"), tr("%1 min"));
    if (size >= second)
        return sign + tr("%1 s").arg(inDigits(size, second, step));
    return sign + tr("%1 ms").arg(inDigits(size, 1, step));
}

QDateTime localTime(double milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(
        static_cast<qint64>(std::clamp(milliseconds, -calendarLimit, calendarLimit)));
}

} // namespace

std::vector<TimeTick> durationTicks(const AxisRange& range, int wanted)
{
    std::vector<TimeTick> ticks;
    if (range.log) {
        for (const double value : {1.0, 10.0, 100.0, second, 10 * second, minute, 10 * minute, hour,
                                   6 * hour, day, 10 * day, 100 * day})
            if (value >= range.from && value <= range.to)
                ticks.push_back({value, tickText(value, value)});
        return ticks;
    }
    double step = 1;
    for (const double value : places(range, wanted, 0, step))
        ticks.push_back({value, tickText(value, step)});
    return ticks;
}

std::vector<TimeTick> clockTicks(const AxisRange& range, int wanted)
{
    std::vector<TimeTick> ticks;
    if (std::abs(range.from) > calendarLimit || std::abs(range.to) > calendarLimit)
        return ticks;
    const double offset = localTime(range.from).offsetFromUtc() * second;
    double step = 1;
    QDate shown;
    for (const double value : places(range, wanted, offset, step)) {
        const QDateTime time = localTime(value);
        const bool newDay = time.date() != shown && (step >= hour || !shown.isNull());
        const bool midnight = time.time() == QTime(0, 0);
        QString label;
        if (step >= 300 * day)
            label = QLocale().toString(time.date(), QStringLiteral("MMM yyyy"));
        else if (step >= day || (newDay && midnight))
            label = QLocale().toString(time.date(), QStringLiteral("d MMM"));
        else if (newDay && step >= hour)
            label = QLocale().toString(time, QStringLiteral("d MMM HH:mm"));
        else
            label = time.toString(step >= minute   ? QStringLiteral("HH:mm")
                                  : step >= second ? QStringLiteral("HH:mm:ss")
                                                   : QStringLiteral("HH:mm:ss.zzz"));
        shown = time.date();
        ticks.push_back({value, label});
    }
    return ticks;
}

std::vector<AxisTick> unitTicks(const AxisRange& range, AxisUnit unit, int wanted, bool whole)
{
    if (unit == AxisUnit::Number)
        return axisTicks(range, wanted, whole);
    std::vector<AxisTick> ticks;
    for (const auto& tick :
         unit == AxisUnit::Clock ? clockTicks(range, wanted) : durationTicks(range, wanted))
        ticks.push_back({tick.value, tick.label.toStdString()});
    return ticks;
}

QString durationText(double milliseconds)
{
    const double size = std::abs(milliseconds);
    const QString sign = milliseconds < 0 ? QStringLiteral("−") : QString();
    if (size < second)
        return sign + tr("%1 ms").arg(QLocale::c().toString(size, 'f', 0));
    if (size < minute)
        return sign + tr("%1 s").arg(inDigits(size, second, 100));
    if (size < hour || size >= day)
        return tickText(milliseconds, 1);
    const auto whole = static_cast<qint64>(std::round(size / second));
    return sign + tr("%1 h %2 min %3 s").arg(whole / 3600).arg(whole / 60 % 60).arg(whole % 60);
}

QString clockText(double milliseconds)
{
    return QLocale().toString(localTime(milliseconds), QStringLiteral("d MMM yyyy HH:mm:ss"));
}

} // namespace binnacle
