#pragma once

#include "services/data/dataset.h"

namespace binnacle {

// What a person may write behind WHERE: one expression over the columns of the dataset. Refused:
// more than an expression, sub-queries (and with them every function that reads files), aggregates
// and windows, unknown columns and functions. Errors: Invalid, with what the engine says.
Result<void> checkFilter(const Dataset& data, const std::string& expression);

} // namespace binnacle
