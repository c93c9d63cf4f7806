#pragma once

#include "services/data/dataset.h"

#include <cstddef>
#include <optional>
#include <string>

namespace binnacle {

// What a person may write behind WHERE: one expression over the columns of the dataset. Refused:
// more than an expression, sub-queries (and with them every function that reads files), aggregates
// and windows, unknown columns and functions. Errors: Invalid, with what the engine says.
struct RowFilterFault
{
    Error error;
    std::optional<std::size_t> position; // byte of the expression; nothing: of all of it
};
// The same with the place. Blocks: asks the engine.
std::optional<RowFilterFault> filterFault(const Dataset& data, const std::string& expression);
Result<void> checkFilter(const Dataset& data, const std::string& expression);

} // namespace binnacle
