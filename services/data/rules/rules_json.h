#pragma once

#include "services/data/rules/rules_check.h"

#include <QJsonObject>

#include <span>

namespace binnacle {

// {"passed", "rows", "rules": [{"rule", "column", "title", "passed", "checked", "failed",
// "message", "examples"}]}
QJsonObject rulesJson(const Dataset& data, std::span<const RuleResult> results);

} // namespace binnacle
