#include "models/dataset_filter.h"

#include "services/data/row_filter.h"
#include "services/data/sql_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace binnacle {

namespace {

using Class = FilterToken::Class;

constexpr std::size_t mostSuggestions = 60;
constexpr std::array keywords = {"AND",  "OR",      "NOT",   "IS NULL", "IS NOT NULL", "IN (",
                                 "LIKE", "BETWEEN", "ILIKE", "true",    "false"};
// Words that are no names of columns unless they are quoted.
constexpr std::array reserved = {
    "and",     "or",     "not",    "is",      "null",     "in",      "like",  "between",
    "ilike",   "true",   "false",  "case",    "when",     "then",    "else",  "end",
    "cast",    "as",     "select", "from",    "where",    "order",   "group", "by",
    "limit",   "offset", "having", "all",     "any",      "some",    "on",    "using",
    "with",    "desc",   "asc",    "table",   "user",     "default", "check", "column",
    "similar", "to",     "escape", "collate", "distinct", "union",   "glob"};

std::string lowered(std::string_view text)
{
    std::string low(text);
    std::ranges::transform(low, low.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return low;
}

bool isReserved(std::string_view word)
{
    const auto low = lowered(word);
    return std::ranges::any_of(reserved, [&](const char* one) { return low == one; });
}

bool isWord(char letter)
{
    const auto byte = static_cast<unsigned char>(letter);
    return std::isalnum(byte) != 0 || letter == '_' || byte >= 0x80;
}

std::string nameInFilter(const std::string& column)
{
    const bool plain = !column.empty() &&
                       std::isdigit(static_cast<unsigned char>(column.front())) == 0 &&
                       std::ranges::all_of(column, [](char letter) {
                           return isWord(letter) && static_cast<unsigned char>(letter) < 0x80;
                       });
    return plain && !isReserved(column) ? column : sqlName(column);
}

// The end of a text in quotes that begins at `from`; a doubled quote does not end it.
std::size_t endOfQuoted(const std::string& text, std::size_t from)
{
    const char quote = text[from];
    auto at = from + 1;
    while (at < text.size()) {
        if (text[at] == quote && (at + 1 == text.size() || text[at + 1] != quote))
            return at + 1;
        at += text[at] == quote ? 2 : 1;
    }
    return text.size();
}

FilterToken tokenAt(const std::string& text, std::size_t at)
{
    const char letter = text[at];
    if (letter == '\'' || letter == '"')
        return {letter == '"' ? Class::Identifier : Class::String, at, endOfQuoted(text, at) - at};
    if (letter == '(' || letter == ')')
        return {Class::Parenthesis, at, 1};
    auto end = at;
    if (std::isdigit(static_cast<unsigned char>(letter)) != 0) {
        while (end < text.size() && (isWord(text[end]) || text[end] == '.'))
            ++end;
        return {Class::Number, at, end - at};
    }
    if (!isWord(letter))
        return {Class::Operator, at, 1};
    while (end < text.size() && isWord(text[end]))
        ++end;
    const auto word = std::string_view(text).substr(at, end - at);
    return {isReserved(word) ? Class::Keyword : Class::Identifier, at, end - at};
}

// Where the word at the cursor begins; npos: the cursor is inside of a text.
std::size_t beginOfWord(const std::string& text, std::size_t cursor)
{
    for (const auto& token : tokenizeRowFilter(text.substr(0, cursor))) {
        if (token.position + token.length < cursor)
            continue;
        if (token.tokenClass == Class::String)
            return std::string::npos;
        if (token.tokenClass == Class::Identifier || token.tokenClass == Class::Keyword)
            return token.position;
        if (token.tokenClass == Class::Number)
            return std::string::npos;
    }
    return cursor;
}

} // namespace

std::vector<FilterToken> tokenizeRowFilter(const std::string& text)
{
    std::vector<FilterToken> tokens;
    for (std::size_t at = 0; at < text.size();) {
        if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
            ++at;
            continue;
        }
        tokens.push_back(tokenAt(text, at));
        at += std::max<std::size_t>(tokens.back().length, 1);
    }
    return tokens;
}

std::optional<FilterError> rowFilterError(const Dataset& data, const std::string& text)
{
    if (std::ranges::all_of(text, [](unsigned char c) { return std::isspace(c) != 0; }))
        return std::nullopt;
    const auto fault = filterFault(data, text);
    if (!fault)
        return std::nullopt;
    FilterError error{0, text.size(), fault->error.message.toStdString()};
    if (fault->position) {
        error.position = std::min(*fault->position, text.size());
        error.length = 1;
        for (const auto& token : tokenizeRowFilter(text))
            if (token.position <= error.position && error.position < token.position + token.length)
                error.length = token.position + token.length - error.position;
    }
    return error;
}

std::vector<std::string> rowFunctions(Engine& engine)
{
    const auto rows =
        rowsOf(engine, "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type "
                       "= 'scalar' AND regexp_full_match(function_name, '[a-z][a-z0-9_]*') AND NOT "
                       "starts_with(function_name, 'pg_') ORDER BY 1");
    std::vector<std::string> names;
    if (rows)
        for (const auto& row : *rows)
            names.push_back(row[0].toText());
    return names;
}

FilterSuggestions rowFilterSuggestions(const std::vector<DataColumn>& columns,
                                       const std::vector<std::string>& functions,
                                       const std::string& text, std::size_t cursor)
{
    FilterSuggestions found;
    found.replaceFrom = beginOfWord(text, cursor);
    if (found.replaceFrom == std::string::npos)
        return {cursor, {}};
    auto typed = lowered(text.substr(found.replaceFrom, cursor - found.replaceFrom));
    std::erase(typed, '"');
    const auto add = [&](const std::string& what, const QString& detail, bool goesOn) {
        if (found.items.size() < mostSuggestions)
            found.items.push_back({QString::fromStdString(what), detail, goesOn});
    };
    for (const bool begins : {true, false})
        for (const auto& column : columns) {
            const auto place = lowered(column.name).find(typed);
            if (place != std::string::npos && (place == 0) == begins)
                add(nameInFilter(column.name), QString::fromStdString(column.type), false);
        }
    if (typed.empty())
        return found;
    for (const char* word : keywords)
        if (lowered(word).starts_with(typed))
            add(word, {}, false);
    for (const auto& function : functions)
        if (function.starts_with(typed))
            add(function + "(", QCoreApplication::translate("data", "Function"), true);
    return found;
}

} // namespace binnacle
