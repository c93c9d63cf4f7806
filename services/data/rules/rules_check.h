#pragma once

#include "services/data/dataset.h"
#include "services/data/rules/data_rules.h"

namespace binnacle {

struct RuleResult
{
    DataRule rule;
    QString title; // "age is in 0 … 120"
    bool passed = false;
    bool broken = false;      // could not be tried: `message` says why; it has not passed
    std::int64_t checked = 0; // rows looked at
    std::int64_t failed = 0;  // of these
    QString message;          // what was found
    std::vector<std::string> exampleColumns;
    std::vector<std::vector<std::optional<std::string>>> examples; // rows that failed, at most five

    bool operator==(const RuleResult&) const = default;
};

struct RuleOptions
{
    std::stop_token stop;
    std::function<void(double share)> progress;
    std::int64_t now = 0; // UTC ms, for fresh
    // Opens what a reference names.
    std::function<Result<Dataset>(const std::string& address)> reference;
};

// Tries all rules; the row-wise ones in one pass. Errors: as the engine's; a rule that does not fit
// the data is a result, not an error.
Result<std::vector<RuleResult>> checkRules(const Dataset& data, std::span<const DataRule> rules,
                                           const RuleOptions& options);

bool allPassed(std::span<const RuleResult> results);

// A proposal: what is true of this dataset, as a file of rules that a person edits.
Result<std::string> learnRules(const Dataset& data, const QueryOptions& options = {});

} // namespace binnacle
