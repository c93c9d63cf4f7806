#pragma once

#include "services/query/run_query.h"

#include <memory>
#include <string>
#include <vector>

// MLflow's search grammar for runs, extended by OR, NOT, parentheses, dates in quotes for
// start_time and end_time, and the best, min and max of a metric. Keywords ignore case.
//
//   expression := term { OR term }
//   term       := factor { AND factor }
//   factor     := NOT factor | "(" expression ")" | comparison
//   comparison := identifier operator value
//               | identifier [NOT] IN "(" value { "," value } ")"
//               | identifier IS [NOT] NULL
//   operator   := = | == | != | > | >= | < | <= | LIKE | ILIKE | NOT LIKE | NOT ILIKE
//   identifier := [figure "."] entity "." key | attribute
//   figure     := best | min | max | last | best_step | min_step | max_step | last_step
//   entity     := metric(s) | param(s) | parameter(s) | tag(s) | attribute(s) | attr | run |
//   dataset(s)
//
// Source: MLflow's documentation of search_runs and mlflow/utils/search_utils.py. As there, a run
// without the named key matches no comparison, not even !=; NOT (comparison) does match it. A run
// with several datasets matches where one of them does. LIKE minds case, ILIKE does not; % stands
// for any text, _ for one character.
//
// Where it differs from MLflow on purpose:
// - Params, tags and text attributes have < <= > >= too. They compare as numbers where both sides
//   are numbers, else as text. A number without quotes is accepted for them and compares with
//   texts that are numbers only: params.lr = 0.1 finds "0.10" and "1e-1", never "auto".
// - NaN: "metrics.loss = NaN" finds the runs whose value is not a number, "!= NaN" those that have
//   another value. Any other comparison with a NaN value is false, != is true, as in MLflow.
//   inf and -inf are numbers; MLflow knows them as ±1.797e308.
// - IN works for every column, IS NULL for every column (MLflow: run_id and datasets; params,
// tags).
// - ILIKE folds the case of all scripts; MLflow over SQLite folds ASCII only.
// - start_time and end_time take ISO 8601 text in quotes (local time unless it names a zone).
// - In a text or key a doubled quote stands for one. Keys may hold - / : @ $ # without quotes.
// - Words for entities and attributes ignore case.
// - Params are ordered as numbers where they are numbers (run_query_engine.h); MLflow: as text.

namespace binnacle {

struct FilterNode
{
    enum class Kind { And, Or, Not, Compare, In, IsNull };
    enum class Operator { Equal, NotEqual, Greater, GreaterEqual, Less, LessEqual, Like, ILike };

    Kind kind = Kind::Compare;
    std::vector<FilterNode> children; // And, Or, Not
    RunColumn column;                 // Compare, In, IsNull
    Operator op = Operator::Equal;    // Compare
    bool negated = false;             // NOT LIKE, NOT IN, IS NOT NULL
    std::vector<RunCell> values;      // Compare: one; In: one or more
};

struct FilterError
{
    std::size_t position = 0; // byte offset; always within the text
    std::size_t length = 1;   // bytes, at least one
    std::string message;      // "expected a number after '>'"
};

using FilterParse = tl::expected<FilterNode, FilterError>;

// An empty or blank text parses as an And without children: everything matches.
FilterParse parseFilter(const std::string& text);

// What may stand at the cursor: for completion in an editor.
struct FilterExpectation
{
    enum class What { Identifier, Key, Operator, Value, Connective };
    What what = What::Identifier;
    RunColumn column;            // Key: its kind (and stat) is known; Value, Operator: the column
    std::string prefix;          // what is already typed of it
    std::size_t replaceFrom = 0; // byte offset where the prefix starts
};
FilterExpectation expectationAt(const std::string& text, std::size_t cursor);

// Token classes for colouring, in order, without gaps other than blanks.
struct FilterToken
{
    enum class Class { Identifier, Operator, Keyword, Number, String, Parenthesis, Error };
    Class tokenClass = Class::Error;
    std::size_t position = 0;
    std::size_t length = 0;
};
std::vector<FilterToken> tokenizeFilter(const std::string& text);

} // namespace binnacle
