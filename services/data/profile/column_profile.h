#pragma once

#include "services/data/dataset.h"

#include <map>

namespace binnacle {

struct TextLengths // in characters, of what is not missing
{
    std::int64_t min = 0;
    std::int64_t max = 0;
    double mean = 0;

    bool operator==(const TextLengths&) const = default;
};

struct ValueCount
{
    std::string value; // as the engine writes it
    std::int64_t count = 0;

    bool operator==(const ValueCount&) const = default;
};

// Tukey's fences: outside of q1 - 1.5 IQR … q3 + 1.5 IQR.
struct Outliers
{
    double lowFence = 0;
    double highFence = 0;
    std::int64_t low = 0;
    std::int64_t high = 0;

    bool operator==(const Outliers&) const = default;
};

// One column of a dataset. Numbers: of the finite values; std has n - 1 below (as pandas has).
// Dates and times: the numbers are microseconds since 1970 UTC, the texts say the same.
struct ColumnProfile
{
    DataColumn column;
    std::int64_t rows = 0;
    std::int64_t missing = 0;  // NULL, and NaN as in pandas
    std::int64_t nan = 0;      // of these, NaN
    std::int64_t infinite = 0; // ±Inf: no part of min, max, mean, std, quantiles
    std::int64_t empty = 0;    // texts without a character: not missing
    std::int64_t distinct = 0; // without missing ones
    bool distinctExact = true; // false: HyperLogLog's estimate, within a few percent
    std::optional<double> min;
    std::optional<double> max;
    std::optional<double> mean;
    std::optional<double> std;
    std::string minText; // exact where a double is not: whole numbers, times, texts
    std::string maxText;
    std::map<double, double> quantiles;  // exact; linear between neighbours, as numpy.quantile
    std::vector<std::int64_t> histogram; // equal widths from min to max; the last bin is closed
    std::vector<ValueCount> topValues;   // most frequent first
    bool topExact = true;                // false: candidates by a sketch (their counts are exact)
    std::optional<TextLengths> lengths;
    std::optional<Outliers> outliers;

    std::int64_t present() const { return rows - missing; }
    bool isConstant() const { return present() > 0 && distinctExact && distinct == 1; }

    bool operator==(const ColumnProfile&) const = default;
};

inline constexpr double profileQuantiles[] = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
inline constexpr std::size_t profileHistogramBins = 32;

std::string timeText(double microseconds,
                     ColumnKind kind); // "2024-01-31 14:05:00.25", "2024-01-31"

// The SQL of a column as a finite DOUBLE (times: microseconds), NULL where there is none. Empty for
// kinds that are no numbers.
std::string numberExpression(const DataColumn& column);

} // namespace binnacle
