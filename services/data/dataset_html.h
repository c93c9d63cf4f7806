#pragma once

#include "services/data/profile/profiler.h"
#include "services/data/rules/rules_check.h"

namespace binnacle {

// Self-contained pages: no script, no request; everything from the data is escaped.
QString profileHtml(const Dataset& data, const DatasetProfile& profile);
QString rulesHtml(const Dataset& data, std::span<const RuleResult> results);

} // namespace binnacle
