#pragma once

#include "services/compare/chart_axis.h"
#include "services/query/run_query.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace binnacle {

enum class FigureScale { Linear, Log, Category };

// An axis over what one column holds for some runs: numbers, times, or texts as categories.
struct FigureAxis
{
    enum class Kind { Number, Time, Duration, Category };
    Kind kind = Kind::Number;
    AxisRange range;                     // with air; of categories -0.5 to their number - 0.5
    std::vector<std::string> categories; // in the order of the axis
    // One for each cell: the number, (UTC) milliseconds, or the place of the category. NaN: it has
    // no place on the axis.
    std::vector<double> values;
    double least = 0, greatest = 0; // of the values that have a place
    std::size_t placed = 0;
    std::size_t missing = 0;   // cells without a value
    std::size_t notFinite = 0; // NaN and infinities
    std::size_t beyondLog = 0; // not positive on a log axis

    // Numbers that are milliseconds that pass: what a cell does not tell.
    void readAsDuration()
    {
        if (kind == Kind::Number)
            kind = Kind::Duration;
    }
    bool isEmpty() const { return placed == 0; }
    double position(std::size_t cell) const { return range.position(values[cell]); } // NaN: none
    // The place of a value between the least (0) and the greatest (1); 0.5 where they are equal.
    double share(std::size_t cell) const;
};

// Texts that read as numbers are numbers where all of a column do; "None", "null" and empty texts
// among them count as missing. Any other text makes categories: numbers first, then by name. A
// log axis without any positive value is linear. A pure function, any thread.
FigureAxis figureAxis(std::span<const RunCell> cells, FigureScale scale);

// Ticks within the range: about `wanted` for numbers and times (local), each category or every
// n-th where there are many.
std::vector<AxisTick> figureTicks(const FigureAxis& axis, int wanted);

} // namespace binnacle
