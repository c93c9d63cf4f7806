#pragma once

#include "models/filter_suggestions.h"
#include "services/data/dataset.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// What a person writes behind WHERE: one SQL expression over the columns of a dataset.

std::vector<FilterToken> tokenizeRowFilter(const std::string& text); // for colours only
// Asks the engine; nothing: no fault. Blocks: for worker threads.
std::optional<FilterError> rowFilterError(const Dataset& data, const std::string& text);
// The names of the engine's functions of one row. Blocks.
std::vector<std::string> rowFunctions(Engine& engine);
// Columns, functions and words that may stand at the cursor (a byte offset).
FilterSuggestions rowFilterSuggestions(const std::vector<DataColumn>& columns,
                                       const std::vector<std::string>& functions,
                                       const std::string& text, std::size_t cursor);

} // namespace binnacle
