#pragma once

#include <string>
#include <vector>

namespace binnacle {

// One axis of a chart: the values at its two ends.
struct AxisRange
{
    double from = 0, to = 1;
    bool log = false; // base 10; both ends are positive
    bool operator==(const AxisRange&) const = default;

    // 0 at `from`, 1 at `to`. On a log axis a value that is not positive is -infinity.
    double position(double value) const;
    double value(double position) const; // the inverse
};

struct AxisTick
{
    double value = 0;
    std::string label;
};

// Ticks at round values within the range, about `wanted` of them; at steps of whole numbers where
// `whole` is set. Labels carry as many digits as tell neighbours apart; thousands and millions as
// "12k" and "1.5M".
std::vector<AxisTick> axisTicks(const AxisRange& range, int wanted, bool whole = false);

// A range that shows the values from `smallest` to `greatest` (both finite, positive where `log`)
// with a little air around, and that is never empty.
AxisRange paddedRange(double smallest, double greatest, bool log);

} // namespace binnacle
