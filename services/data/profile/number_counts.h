#pragma once

#include "services/data/profile/column_profile.h"

namespace binnacle {

// What quantiles, histogram and outliers of one numeric column need, without its rows leaving the
// engine and whatever their number: counts in many narrow bins, then the values of those few bins
// in which a quantile lies. Exact.
// `profile` has rows, min and max already; quantiles, histogram, outliers are filled in.
Result<void> countNumbers(const Dataset& data, ColumnProfile& profile, const QueryOptions& options);

// Values with their counts, in order.
struct CountedValue
{
    double value = 0;
    std::int64_t count = 0;
};
// As numpy.quantile(…, method="linear"), of all values with `before` more below them and `total`
// altogether. The values hold both neighbours.
double quantileOfCounted(std::span<const CountedValue> values, std::int64_t before,
                         std::int64_t total, double share);

} // namespace binnacle
