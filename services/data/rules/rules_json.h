#pragma once

#include "services/data/rules/rules_check.h"

#include <QJsonObject>

#include <span>
#include <string>
#include <vector>

namespace binnacle {

// {"passed", "rows", "rules": [{"rule", "column", "title", "passed", "checked", "failed",
// "message", "examples"}]}
QJsonObject rulesJson(const Dataset& data, std::span<const RuleResult> results);

// The other way, as far as it is shown again: titles, counts, messages and examples.
std::vector<RuleResult> readRulesJson(const std::string& text);

} // namespace binnacle
