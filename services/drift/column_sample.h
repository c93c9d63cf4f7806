#pragma once

#include "services/drift/binned_counts.h"
#include "services/drift/drift_method.h"

#include <span>
#include <string>
#include <string_view>

namespace binnacle {

// One column of one dataset, gathered from chunks in any order: what drift is a function of.
// Samples of parts are merged. Of numbers all distinct values are held with their counts, so that
// results are exact: 16 bytes a distinct value. Not for several threads at once.
struct ColumnSample
{
    DriftColumnType type = DriftColumnType::Numeric;
    bool integers = false;      // the column's type is an integer type (and nothing is missing, for
                                // bins as pandas would have them)
    bool booleans = false;      // the column's type is boolean: it is never a text
    CountedValues numbers;      // Numeric: the finite ones
    CategoryCounts categories;  // Categorical and Text: each text and how often it is there
    std::uint64_t missing = 0;  // null, NaN
    std::uint64_t infinite = 0; // ±Inf: counted, and left out as Evidently does

    // Chunks. NaN is missing.
    void addNumbers(std::span<const double> values);
    void addCounted(double value, std::uint64_t count); // ascending values: no sorting
    void addCategory(std::string_view text, std::uint64_t count = 1);
    void addMissing(std::uint64_t count) { missing += count; }
    void merge(const ColumnSample& other);

    std::uint64_t size() const; // values that are compared
    std::uint64_t rows() const { return size() + missing + infinite; }
    double missingShare() const; // of all rows; NaN without rows
};

} // namespace binnacle
