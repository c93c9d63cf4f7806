#include "models/filter_suggestions.h"

#include "models/column_spec.h"
#include "models/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cctype>

namespace binnacle {

namespace {

using What = FilterExpectation::What;
constexpr std::size_t limit = 60;

bool startsLike(const std::string& text, const std::string& prefix)
{
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) {
               return std::tolower(static_cast<unsigned char>(a)) ==
                      std::tolower(static_cast<unsigned char>(b));
           });
}

void add(FilterSuggestions& to, const std::string& prefix, const std::string& text,
         const QString& detail, bool goesOn = false)
{
    if (to.items.size() < limit && startsLike(text, prefix) && text != prefix)
        to.items.push_back({QString::fromStdString(text), detail, goesOn});
}

QString runsText(std::int64_t runs)
{
    return QCoreApplication::translate("FilterEdit", "%1 runs").arg(countText(runs));
}

// Whole columns whose key contains what was typed: "acc" finds metrics.val_accuracy.
void addColumns(FilterSuggestions& to, RunQueryEngine& engine, const RunQuery& scope,
                const std::string& containing, const std::stop_token& stop)
{
    const auto found = engine.columns(scope, containing, stop);
    if (!found)
        return;
    for (const auto& info : *found) {
        if (to.items.size() >= limit)
            return;
        to.items.push_back(
            {QString::fromStdString(columnText(info.column)),
             columnKindText(info.column.kind) + QStringLiteral(" · ") + runsText(info.runs),
             false});
    }
}

void suggestIdentifiers(FilterSuggestions& to, RunQueryEngine& engine, const RunQuery& scope,
                        const std::string& prefix, const std::stop_token& stop)
{
    for (const char* start : {"metrics.", "params.", "tags.", "best.metrics.", "min.metrics.",
                              "max.metrics.", "dataset."})
        add(to, prefix, start, {}, true);
    for (const auto& name : runAttributes())
        add(to, prefix, "attributes." + name,
            columnTitle({{RunColumn::Kind::Attribute, name, RunColumn::Stat::Last},
                         ColumnSpec::Show::Value,
                         false,
                         0}));
    if (!prefix.empty() && prefix.find('.') == std::string::npos) {
        for (const auto& name : runAttributes())
            add(to, prefix, name, columnKindText(RunColumn::Kind::Attribute));
        addColumns(to, engine, scope, prefix, stop);
    }
}

void suggestKeys(FilterSuggestions& to, RunQueryEngine& engine, const RunQuery& scope,
                 const FilterExpectation& expected, const std::stop_token& stop)
{
    RunColumn column = expected.column;
    const auto put = [&](const std::string& name, const QString& detail) {
        if (to.items.size() >= limit)
            return;
        column.name = name;
        // Only the key is replaced: what stands before its last part is typed already.
        const std::string whole = columnText(column);
        const std::string bare = columnText({column.kind, "x", column.stat});
        to.items.push_back({QString::fromStdString(whole.substr(bare.size() - 1)), detail, false});
    };
    if (column.kind == RunColumn::Kind::Attribute || column.kind == RunColumn::Kind::Dataset) {
        const std::vector<std::string> names =
            column.kind == RunColumn::Kind::Attribute
                ? runAttributes()
                : std::vector<std::string>{"name", "digest", "context"};
        for (const auto& name : names) {
            if (startsLike(name, expected.prefix) && name != expected.prefix)
                put(name, {});
        }
        return;
    }
    const auto found = engine.columns(scope, expected.prefix, stop);
    if (!found)
        return;
    for (const auto& info : *found) {
        if (info.column.kind == column.kind)
            put(info.column.name, runsText(info.runs));
    }
}

bool isNumeric(const RunColumn& column)
{
    return column.kind == RunColumn::Kind::Metric ||
           (column.kind == RunColumn::Kind::Attribute &&
            (column.name == "start_time" || column.name == "end_time" ||
             column.name == "duration"));
}

void suggestOperators(FilterSuggestions& to, const FilterExpectation& expected)
{
    const auto put = [&](const char* op) { add(to, expected.prefix, op, {}); };
    if (isNumeric(expected.column)) {
        for (const char* op : {">", ">=", "<", "<=", "=", "!=", "IS NOT NULL", "IS NULL"})
            put(op);
        return;
    }
    for (const char* op :
         {"=", "!=", "LIKE", "ILIKE", "IN", "NOT IN", "NOT LIKE", "IS NOT NULL", "IS NULL"})
        put(op);
    if (expected.column.kind == RunColumn::Kind::Param) {
        for (const char* op : {">", "<"})
            put(op);
    }
}

void suggestValues(FilterSuggestions& to, RunQueryEngine& engine, const FilterExpectation& expected,
                   const std::stop_token& stop)
{
    if (isNumeric(expected.column))
        return;
    std::string typed = expected.prefix;
    if (!typed.empty() && (typed.front() == '\'' || typed.front() == '"'))
        typed.erase(0, 1);
    const auto values = engine.values(expected.column, limit, stop);
    if (!values)
        return;
    for (const auto& value : *values) {
        if (!startsLike(value, typed) || value.size() > 120)
            continue;
        std::string quoted = "'";
        for (const char c : value) {
            quoted += c;
            if (c == '\'')
                quoted += c;
        }
        add(to, {}, quoted + '\'', {});
    }
}

} // namespace

FilterSuggestions suggestionsAt(RunQueryEngine& engine, const RunQuery& scope,
                                const std::string& text, std::size_t cursor, std::stop_token stop)
{
    const FilterExpectation expected = expectationAt(text, cursor);
    FilterSuggestions answer;
    answer.replaceFrom = expected.replaceFrom;
    switch (expected.what) {
    case What::Identifier:
        suggestIdentifiers(answer, engine, scope, expected.prefix, stop);
        break;
    case What::Key:
        suggestKeys(answer, engine, scope, expected, stop);
        break;
    case What::Operator:
        suggestOperators(answer, expected);
        break;
    case What::Value:
        suggestValues(answer, engine, expected, stop);
        break;
    case What::Connective:
        for (const char* word : {"AND", "OR"})
            add(answer, expected.prefix, word, {});
        break;
    }
    return answer;
}

} // namespace binnacle
