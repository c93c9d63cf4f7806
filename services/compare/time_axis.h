#pragma once

#include "services/compare/chart_axis.h"

#include <QString>

#include <vector>

namespace binnacle {

struct TimeTick
{
    double value = 0; // milliseconds
    QString label;
};

// Ticks of an axis in milliseconds. Durations at round seconds, minutes, hours, days: "0", "30 s",
// "5 min", "1 h 30 min", "2 d". Times at round local clock times: "14:05", and the day where it
// changes: "24 Nov".
std::vector<TimeTick> durationTicks(const AxisRange& range, int wanted);
std::vector<TimeTick> clockTicks(const AxisRange& range, int wanted);

// What the values of an axis mean: UTC milliseconds, milliseconds that pass, or numbers.
enum class AxisUnit { Number, Clock, Duration };
// Ticks as the unit is read; see axisTicks().
std::vector<AxisTick> unitTicks(const AxisRange& range, AxisUnit unit, int wanted,
                                bool whole = false);

// "1 h 20 min 3 s", "250 ms"; milliseconds.
QString durationText(double milliseconds);
// Local time to the second, "24 Nov 2026 14:05:09"; UTC milliseconds.
QString clockText(double milliseconds);

} // namespace binnacle
