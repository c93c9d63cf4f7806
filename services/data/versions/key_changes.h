#pragma once

#include "services/data/versions/dataset_comparison.h"

namespace binnacle {

// Rows that came, went or changed, found by their key. Errors: NotFound, as the engine's.
Result<KeyChanges> keyChanges(const Dataset& before, const Dataset& after,
                              const std::vector<std::string>& key, const QueryOptions& options);

} // namespace binnacle
