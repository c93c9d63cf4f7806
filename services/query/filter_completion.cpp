#include "services/query/column_text.h"
#include "services/query/filter_lexer.h"
#include "services/query/filter_parser.h"

#include <algorithm>

namespace binnacle {

namespace {

using LexKind = FilterLexeme::Kind;
using What = FilterExpectation::What;

// Follows the grammar loosely over the tokens before the cursor: what came last says what may
// follow, also where the text before it is still wrong.
class Follower
{
public:
    void see(const FilterLexeme& lexeme)
    {
        switch (lexeme.kind) {
        case LexKind::Word:
            seeWord(lexeme);
            break;
        case LexKind::Keyword:
            seeKeyword(lexeme);
            break;
        case LexKind::Operator:
            state_ = What::Value;
            break;
        case LexKind::Open:
            if (state_ != What::Value)
                state_ = What::Identifier;
            break;
        case LexKind::Comma:
            state_ = What::Value;
            break;
        case LexKind::Number:
        case LexKind::String:
        case LexKind::Close:
            state_ = What::Connective;
            break;
        case LexKind::Unknown:
        case LexKind::End:
            break;
        }
    }

    What state() const { return state_; }
    const RunColumn& column() const { return column_; }
    std::size_t operatorStart() const { return operatorStart_; }

private:
    void seeWord(const FilterLexeme& lexeme)
    {
        column_ = readWord(lexeme.text).column;
        state_ = What::Operator;
        operatorStart_ = std::string::npos;
    }

    void seeKeyword(const FilterLexeme& lexeme)
    {
        if (lexeme.text == "AND" || lexeme.text == "OR")
            state_ = What::Identifier;
        else if (lexeme.text == "LIKE" || lexeme.text == "ILIKE" || lexeme.text == "IN")
            state_ = What::Value;
        else if (lexeme.text == "NULL")
            state_ = What::Connective;
        else if (state_ == What::Operator && operatorStart_ == std::string::npos)
            operatorStart_ = lexeme.position; // IS or NOT: the operator goes on
    }

    What state_ = What::Identifier;
    RunColumn column_;
    std::size_t operatorStart_ = std::string::npos;
};

FilterExpectation expectWord(const FilterLexeme& lexeme)
{
    FilterExpectation expected;
    const auto reading = readWord(lexeme.text);
    if (reading.hasEntity) {
        expected.what = What::Key;
        expected.column = reading.column;
        expected.column.name.clear();
        expected.prefix = reading.key;
        expected.replaceFrom = lexeme.position + reading.keyPosition;
        return expected;
    }
    expected.what = What::Identifier;
    expected.prefix = reading.quoted ? reading.key : lexeme.text;
    expected.replaceFrom = lexeme.position;
    return expected;
}

// The cursor touches the end of `lexeme`: it may still grow.
FilterExpectation expectTouching(const FilterLexeme& lexeme, const Follower& before,
                                 const std::string& text)
{
    FilterExpectation expected;
    expected.what = before.state();
    expected.column = before.column();
    expected.prefix = lexeme.text;
    expected.replaceFrom = lexeme.position;
    const bool letters = lexeme.kind == LexKind::Word || lexeme.kind == LexKind::Keyword;
    if (letters && expected.what == What::Identifier)
        return expectWord(lexeme);
    if (expected.what == What::Operator && before.operatorStart() != std::string::npos) {
        expected.replaceFrom = before.operatorStart();
        expected.prefix = text.substr(expected.replaceFrom,
                                      lexeme.position + lexeme.length - expected.replaceFrom);
    } else if (letters) {
        expected.prefix = text.substr(lexeme.position, lexeme.length);
    }
    return expected;
}

bool canGrow(const FilterLexeme& lexeme)
{
    switch (lexeme.kind) {
    case LexKind::Word:
        return !lexeme.quoted || lexeme.unfinished;
    case LexKind::Keyword:
    case LexKind::Number:
    case LexKind::Operator:
    case LexKind::Unknown:
        return true;
    default:
        return false;
    }
}

} // namespace

FilterExpectation expectationAt(const std::string& text, std::size_t cursor)
{
    cursor = std::min(cursor, text.size());
    const auto before = text.substr(0, cursor);
    auto lexemes = lexFilter(before);
    lexemes.pop_back(); // End

    Follower follower;
    for (std::size_t i = 0; i < lexemes.size(); ++i) {
        const auto& lexeme = lexemes[i];
        const bool touches = lexeme.position + lexeme.length == cursor;
        if (i + 1 == lexemes.size() && touches && canGrow(lexeme))
            return expectTouching(lexeme, follower, before);
        follower.see(lexeme);
    }
    FilterExpectation expected;
    expected.what = follower.state();
    expected.column = follower.column();
    expected.replaceFrom = cursor;
    if (expected.what == What::Operator && follower.operatorStart() != std::string::npos) {
        expected.replaceFrom = follower.operatorStart();
        expected.prefix = before.substr(expected.replaceFrom);
    }
    return expected;
}

std::vector<FilterToken> tokenizeFilter(const std::string& text)
{
    std::vector<FilterToken> tokens;
    for (const auto& lexeme : lexFilter(text)) {
        auto tokenClass = FilterToken::Class::Error;
        switch (lexeme.kind) {
        case LexKind::End:
            continue;
        case LexKind::Word:
            if (!lexeme.unfinished)
                tokenClass = FilterToken::Class::Identifier;
            break;
        case LexKind::Keyword:
            tokenClass = FilterToken::Class::Keyword;
            break;
        case LexKind::Number:
            tokenClass = FilterToken::Class::Number;
            break;
        case LexKind::String:
            tokenClass = FilterToken::Class::String;
            break;
        case LexKind::Operator:
            tokenClass = FilterToken::Class::Operator;
            break;
        case LexKind::Open:
        case LexKind::Close:
        case LexKind::Comma:
            tokenClass = FilterToken::Class::Parenthesis;
            break;
        case LexKind::Unknown:
            break;
        }
        tokens.push_back({tokenClass, lexeme.position, lexeme.length});
    }
    return tokens;
}

} // namespace binnacle
