#pragma once

#include "services/data/dataset.h"
#include "services/data/rules/data_rules.h"

#include <QString>

namespace binnacle {

// For the row-wise kinds (Range, Set, NotSet, Pattern, Length, Expression): the SQL that is true of
// a row that fails; rows without a value do not. Empty for the other kinds.
std::string failingRow(const Dataset& data, const DataRule& rule);
// The SQL that is true of a row that is looked at.
std::string lookedAtRow(const DataRule& rule);
QString ruleTitle(const DataRule& rule);
// Does the column hold what the rule's word for a type says?
bool typeFits(const DataColumn& column, const std::string& wanted);

} // namespace binnacle
