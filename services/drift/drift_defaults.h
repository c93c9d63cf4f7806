#pragma once

#include "services/drift/column_sample.h"

#include <cstdint>
#include <optional>

namespace binnacle {

// What Evidently 0.7 chooses for a column that has no method of its own: by the reference's size
// (values that are not missing) and the number of distinct values of both.
//   up to 1,000 rows: z-test (at most 2 distinct values), chi-square (categories; numbers of at
//   most 5 values), Kolmogorov–Smirnov (other numbers); beyond: Jensen–Shannon (categories; numbers
//   of at most 5 values), Wasserstein (other numbers).
// Text: character trigrams at any size; Evidently trains a classifier on words.
DriftMethod defaultDriftMethod(DriftColumnType type, std::uint64_t referenceSize,
                               std::uint64_t distinct);
DriftMethod defaultDriftMethod(const ColumnSample& reference, const ColumnSample& current);

// A dataset has drifted where at least this share of its columns has.
inline constexpr double defaultDriftShare = 0.5;

// What a person chose for a column; the default where nothing is given.
struct DriftChoice
{
    std::optional<DriftMethod> method;
    std::optional<double> threshold;
};

} // namespace binnacle
