#pragma once

#include "services/data/profile/column_profile.h"

namespace binnacle {

// The most frequent values of a column, and how many different ones there are. Where there are few
// enough both are exact; beyond a million different ones the candidates come from a sketch and the
// number of different values is left as it was estimated.
Result<void> countValues(const Dataset& data, ColumnProfile& profile, const QueryOptions& options);

} // namespace binnacle
