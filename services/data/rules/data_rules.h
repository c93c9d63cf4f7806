#pragma once

#include "services/domain/result.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// One thing that must be true of a dataset. Row-wise rules look at every row; rows without a value
// do not fail them (as a CHECK of SQL does not). `share`: of the rows looked at, so many must hold.
struct DataRule
{
    enum class Kind {
        Exists,     // the column is there
        Type,       // text: "integer", "number", …, or the engine's name of a type
        NoOthers,   // only the columns of the file are there
        Rows,       // min … max rows
        Missing,    // at most `limit` of the rows have no value
        Range,      // min … max, as numbers, dates or texts
        Set,        // one of `values`
        NotSet,     // none of `values`
        Pattern,    // text: a regular expression (RE2) found in the value
        Length,     // min … max characters
        Unique,     // of one column, or of `columns` together
        Outliers,   // at most `limit` lie outside Tukey's fences (1.5 IQR)
        Fresh,      // the newest value is at most `seconds` old
        Expression, // text: SQL over the columns, true of each row
        Reference,  // every value is in column `key` of the dataset `text`
    };
    Kind kind = Kind::Exists;
    std::vector<std::string> columns;
    std::string name; // as a person called it; empty: made from the rest
    std::string text;
    std::string key;
    std::optional<std::string> min;
    std::optional<std::string> max;
    std::vector<std::string> values;
    double share = 1;
    double limit = 0;
    double seconds = 0;
    int line = 0; // in the file, from 1

    bool operator==(const DataRule&) const = default;
};

const char* ruleKindName(DataRule::Kind kind); // "range", as in the file

// Reads a file of rules:
//
//   version: 1
//   rows: {min: 1, max: 1000000}
//   other_columns: false           # no columns but these
//   columns:
//     age: {type: integer, min: 0, max: 120, missing: 0.01, outliers: 0.05}
//     id: {unique: true, matches: '^[0-9]+$', length: {min: 1, max: 12}}
//     state: {in: [open, closed], not_in: [''], share: 0.99}
//     seen: {type: timestamp, fresh: 7d}
//     customer: {references: {data: customers.parquet, column: id}}
//   unique: [[id, state]]
//   checks:
//     - {name: ends after it starts, expression: ended >= started, share: 1}
//
// What is wrong is named with line and column. Errors: Invalid.
Result<std::vector<DataRule>> readRules(const std::string& yaml);

// Where in the file the fault of readRules() is, from 1; nothing: not known.
struct RulesPlace
{
    int line = 1;
    int column = 1;

    bool operator==(const RulesPlace&) const = default;
};
std::optional<RulesPlace> rulesFaultPlace(const Error& error);

// "7d", "12h", "30m", "45s" in seconds.
std::optional<double> secondsOf(const std::string& text);

} // namespace binnacle
