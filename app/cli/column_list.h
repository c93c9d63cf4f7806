#pragma once

#include "services/query/run_query.h"

#include <string>
#include <vector>

namespace binnacle::cli {

// Splits at commas that stand outside quotes and backticks; blanks around the parts are dropped.
std::vector<std::string> splitList(const std::string& text);

// "metrics.acc, best.metrics.loss, params.lr, start_time". Errors: Invalid.
Result<std::vector<RunColumn>> columnsFromTexts(const std::vector<std::string>& texts);

// "metrics.acc DESC, params.lr" (ASC where nothing is said). Errors: Invalid.
Result<std::vector<SortTerm>> sortTermsFromTexts(const std::vector<std::string>& texts);

// As columnText(), without "attributes." in front of attributes: what a person would type.
std::string columnTitle(const RunColumn& column);

} // namespace binnacle::cli
