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
    std::optional<DriftMethod> method = {};
    std::optional<double> threshold = {};
    std::optional<DriftColumnType> type = {}; // what the column is compared as
};

// Gives both samples the type that the column is compared as: the chosen one; else the one that the
// chosen method is for; else Evidently's inference from the current data: whole numbers of at most
// 10 distinct values (none missing: pandas would make them floating) are categories, texts of which
// more than half are distinct are texts, the others categories. Numbers become texts where needed;
// texts do not become numbers: the method will not suit them.
void takeDriftType(ColumnSample& reference, ColumnSample& current, const DriftChoice& choice);

} // namespace binnacle
