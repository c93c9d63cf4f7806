#pragma once

#include "services/data/dataset.h"

#include <memory>

namespace binnacle {

struct CategoryCount
{
    std::string value;
    std::int64_t reference = 0;
    std::int64_t current = 0;

    bool operator==(const CategoryCount&) const = default;
};

// One column of two datasets, all of it: what drift is computed from. Missing values, NaN and the
// infinities are counted and left out, as Evidently does.
struct ColumnPair
{
    DataColumn column; // of the reference
    DataColumn currentColumn;
    bool numeric = false;
    std::vector<double> reference; // numeric: sorted, finite
    std::vector<double> current;
    std::vector<CategoryCount> categories; // else: by value
    std::int64_t referenceMissing = 0;     // NULL, NaN and infinite
    std::int64_t currentMissing = 0;
};

struct PairOptions
{
    std::vector<std::string> columns;     // only these; empty: all that both have
    std::uint64_t memory = 1'000'000'000; // bytes for values of columns that are held at once; one
                                          // column is always held whole
    std::stop_token stop;
    std::function<void(double share)> progress;
};

// Columns that both have and that can be compared: numbers, texts, booleans. Errors: NotFound (one
// that is asked for by name and is not in both).
Result<std::vector<std::string>> comparableColumns(const Dataset& reference, const Dataset& current,
                                                   const std::vector<std::string>& wanted);

// Reads the pairs in batches, each batch in one pass over each dataset, and hands a batch out from
// one thread: `receive` may take the values out of it. Each column is read whole: what is computed
// from it is exact. Errors: as the engines'.
Result<void> readColumnPairs(const Dataset& reference, const Dataset& current,
                             const PairOptions& options,
                             const std::function<Result<void>(std::span<ColumnPair>)>& receive);

} // namespace binnacle
