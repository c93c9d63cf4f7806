#include "services/compare/figure_axis.h"

#include "services/compare/plain_number.h"
#include "services/compare/time_axis.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace binnacle {

namespace {

using State = RunCell::State;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

// What frameworks log for "not set".
bool saysNothing(const std::string& text)
{
    return text.empty() || text == "None" || text == "none" || text == "null";
}

std::optional<double> numberIn(const RunCell& cell)
{
    if (cell.state != State::Text)
        return cell.state == State::Missing ? std::nullopt : std::optional(cell.number);
    return parseNumber(cell.text);
}

// Whether some text is no number; of nothing but "None" as well.
bool isCategory(std::span<const RunCell> cells)
{
    bool number = false, nothing = false;
    for (const auto& cell : cells) {
        if (cell.state == State::Missing)
            continue;
        if (numberIn(cell))
            number = true;
        else if (saysNothing(cell.text))
            nothing = true;
        else
            return true;
    }
    return nothing && !number;
}

std::string categoryOf(const RunCell& cell)
{
    return cell.state == State::Text ? cell.text : plainNumber(cell.number);
}

// Numbers by size, before texts by name.
bool standsBefore(const std::string& a, const std::string& b)
{
    const auto x = parseNumber(a), y = parseNumber(b);
    if (x && y && *x != *y)
        return *x < *y;
    if (x.has_value() != y.has_value())
        return x.has_value();
    const auto order =
        QString::compare(QString::fromStdString(a), QString::fromStdString(b), Qt::CaseInsensitive);
    return order != 0 ? order < 0 : a < b;
}

void placeCategories(FigureAxis& axis, std::span<const RunCell> cells)
{
    axis.kind = FigureAxis::Kind::Category;
    for (const auto& cell : cells)
        if (cell.state != State::Missing)
            axis.categories.push_back(categoryOf(cell));
    std::ranges::sort(axis.categories, standsBefore);
    axis.categories.erase(std::unique(axis.categories.begin(), axis.categories.end()),
                          axis.categories.end());
    std::map<std::string, double> places;
    for (const auto& category : axis.categories)
        places.emplace(category, static_cast<double>(places.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].state == State::Missing)
            ++axis.missing;
        else
            axis.values[i] = places.at(categoryOf(cells[i]));
    }
    axis.range = {-0.5, std::max(static_cast<double>(axis.categories.size()), 1.0) - 0.5, false};
}

void placeNumbers(FigureAxis& axis, std::span<const RunCell> cells, bool log)
{
    bool times = false, positive = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto number = numberIn(cells[i]);
        if (!number) {
            ++axis.missing;
            continue;
        }
        times = times || cells[i].state == State::Time;
        if (!std::isfinite(*number)) {
            ++axis.notFinite;
            continue;
        }
        axis.values[i] = *number;
        positive = positive || *number > 0;
    }
    axis.kind = times ? FigureAxis::Kind::Time : FigureAxis::Kind::Number;
    axis.range.log = log && positive && !times;
    if (!axis.range.log)
        return;
    for (double& value : axis.values) {
        if (value <= 0) {
            value = none;
            ++axis.beyondLog;
        }
    }
}

// Steps that people read a clock and a calendar by, in milliseconds.
constexpr double second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr std::array steps = {second,  5 * second, 15 * second, minute,    5 * minute, 15 * minute,
                              hour,    3 * hour,   6 * hour,    12 * hour, day,        2 * day,
                              7 * day, 30 * day,   90 * day,    365 * day, 1825 * day};

std::vector<AxisTick> timeTicks(const AxisRange& range, int wanted)
{
    const double span = range.to - range.from;
    const auto fits = std::ranges::find_if(
        steps, [&](double step) { return span / step <= std::max(wanted, 1) * 1.3; });
    if (fits == steps.end() || std::abs(range.from) > 8e15 || std::abs(range.to) > 8e15)
        return axisTicks(range, wanted);
    const double step = *fits;
    const auto format = step < minute     ? QStringLiteral("HH:mm:ss")
                        : step < day      ? QStringLiteral("d MMM HH:mm")
                        : step < 90 * day ? QStringLiteral("d MMM")
                                          : QStringLiteral("MMM yyyy");
    const double offset =
        QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(range.from)).offsetFromUtc() * 1000.0;
    std::vector<AxisTick> ticks;
    const double first = std::ceil((range.from + offset) / step) * step - offset;
    for (double at = first; at <= range.to; at += step)
        ticks.push_back(
            {at, QLocale()
                     .toString(QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(at)), format)
                     .toStdString()});
    return ticks;
}

std::vector<AxisTick> categoryTicks(const FigureAxis& axis, int wanted)
{
    const auto count = axis.categories.size();
    const auto room = static_cast<std::size_t>(std::max(wanted, 1));
    const std::size_t every = count <= room ? 1 : (count + room - 1) / room;
    std::vector<AxisTick> ticks;
    for (std::size_t i = 0; i < count; i += every)
        ticks.push_back({static_cast<double>(i), axis.categories[i]});
    return ticks;
}

} // namespace

double FigureAxis::share(std::size_t cell) const
{
    if (!(greatest > least))
        return std::isnan(values[cell]) ? none : 0.5;
    return AxisRange{least, greatest, range.log}.position(values[cell]);
}

FigureAxis figureAxis(std::span<const RunCell> cells, FigureScale scale)
{
    FigureAxis axis;
    axis.values.assign(cells.size(), none);
    const bool categories = scale == FigureScale::Category || isCategory(cells);
    if (categories)
        placeCategories(axis, cells);
    else
        placeNumbers(axis, cells, scale == FigureScale::Log);
    for (const double value : axis.values) {
        if (std::isnan(value))
            continue;
        axis.least = axis.placed == 0 ? value : std::min(axis.least, value);
        axis.greatest = axis.placed == 0 ? value : std::max(axis.greatest, value);
        ++axis.placed;
    }
    if (!categories && axis.placed > 0)
        axis.range = paddedRange(axis.least, axis.greatest, axis.range.log);
    return axis;
}

std::vector<AxisTick> figureTicks(const FigureAxis& axis, int wanted)
{
    switch (axis.kind) {
    case FigureAxis::Kind::Category:
        return categoryTicks(axis, wanted);
    case FigureAxis::Kind::Time:
        return timeTicks(axis.range, wanted);
    case FigureAxis::Kind::Duration:
        return axis.isEmpty() ? std::vector<AxisTick>{}
                              : unitTicks(axis.range, AxisUnit::Duration, wanted);
    case FigureAxis::Kind::Number:
        break;
    }
    return axis.isEmpty() ? std::vector<AxisTick>{} : axisTicks(axis.range, wanted);
}

} // namespace binnacle
