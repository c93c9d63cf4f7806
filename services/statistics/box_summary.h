#pragma once

#include <cstddef>
#include <span>

namespace binnacle {

// What a box plot draws, after Tukey: quartiles (NumPy's linear quantiles), and whiskers to the
// last value within 1.5 interquartile ranges of the box (matplotlib.cbook.boxplot_stats).
struct BoxSummary
{
    std::size_t count = 0;
    double mean = 0;
    double q1 = 0, median = 0, q3 = 0;
    double lowWhisker = 0, highWhisker = 0;

    bool isOutlier(double value) const { return value < lowWhisker || value > highWhisker; }
};

// `sorted`: finite, ascending. All NaN where it is empty.
BoxSummary boxSummary(std::span<const double> sorted);

} // namespace binnacle
