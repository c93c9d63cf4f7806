#include "services/query/filter_lexer.h"

#include "services/query/number_text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace binnacle {

namespace {

using Kind = FilterLexeme::Kind;

constexpr std::array<std::string_view, 8> keywords = {"AND", "OR",   "NOT",  "IN",
                                                      "IS",  "NULL", "LIKE", "ILIKE"};

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
// Bytes of UTF-8 sequences count as letters: keys may be in any script.
bool isWordStart(char c)
{
    return c == '_' || c == '`' || static_cast<unsigned char>(c) >= 0x80 ||
           std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool isWordPart(char c)
{
    return (isWordStart(c) && c != '`') || isDigit(c) ||
           std::string_view(".-/:@$#").find(c) != std::string_view::npos;
}
std::string upper(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return result;
}

class Lexer
{
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    std::vector<FilterLexeme> all()
    {
        std::vector<FilterLexeme> lexemes;
        do {
            lexemes.push_back(next());
        } while (lexemes.back().kind != Kind::End);
        return lexemes;
    }

private:
    FilterLexeme next()
    {
        while (at_ < text_.size() && isBlank(text_[at_]))
            ++at_;
        start_ = at_;
        if (at_ == text_.size())
            return make(Kind::End);
        const char c = text_[at_];
        if (c == '\'' || c == '"')
            return string(c);
        if (startsNumber())
            return number();
        if (isWordStart(c))
            return word();
        if (c == '(' || c == ')' || c == ',') {
            ++at_;
            return make(c == '(' ? Kind::Open : c == ')' ? Kind::Close : Kind::Comma);
        }
        return symbol();
    }

    bool startsNumber() const
    {
        std::size_t at = at_;
        if (text_[at] == '+' || text_[at] == '-')
            ++at;
        const auto rest = text_.substr(at);
        if (rest.empty())
            return false;
        if (isDigit(rest[0]) || (rest.size() > 1 && rest[0] == '.' && isDigit(rest[1])))
            return true;
        return at > at_ && std::isalpha(static_cast<unsigned char>(rest[0])) != 0; // -inf
    }

    FilterLexeme number()
    {
        if (text_[at_] == '+' || text_[at_] == '-')
            ++at_;
        while (at_ < text_.size() && (isWordPart(text_[at_]) || text_[at_] == '+')) {
            // A sign belongs to it only behind an exponent's letter.
            const bool sign = text_[at_] == '+' || text_[at_] == '-';
            if (sign && text_[at_ - 1] != 'e' && text_[at_ - 1] != 'E')
                break;
            ++at_;
        }
        auto lexeme = make(Kind::Number);
        if (!numberFromText(lexeme.text))
            lexeme.kind = Kind::Unknown;
        return lexeme;
    }

    FilterLexeme word()
    {
        bool quoted = false;
        bool unfinished = false;
        while (at_ < text_.size() && !quoted) {
            const char c = text_[at_];
            const bool mayQuote = at_ == start_ || text_[at_ - 1] == '.';
            if (mayQuote && (c == '`' || (c == '"' && at_ > start_))) {
                quoted = true;
                unfinished = !skipQuoted(c);
            } else if (isWordPart(c)) {
                ++at_;
            } else {
                break;
            }
        }
        auto lexeme = make(Kind::Word);
        lexeme.quoted = quoted;
        lexeme.unfinished = unfinished;
        if (quoted)
            return lexeme;
        const auto capitals = upper(lexeme.text);
        if (capitals == "NAN" || capitals == "INF" || capitals == "INFINITY")
            lexeme.kind = Kind::Number;
        if (std::ranges::find(keywords, capitals) != keywords.end()) {
            lexeme.kind = Kind::Keyword;
            lexeme.text = capitals;
        }
        return lexeme;
    }

    // Stands on a quote; goes behind its end. False where it never ends.
    bool skipQuoted(char quote)
    {
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] != quote)
                continue;
            if (at_ + 1 < text_.size() && text_[at_ + 1] == quote)
                ++at_;
            else {
                ++at_;
                return true;
            }
        }
        return false;
    }

    FilterLexeme string(char quote)
    {
        const bool finished = skipQuoted(quote);
        auto lexeme = make(finished ? Kind::String : Kind::Unknown);
        lexeme.unfinished = !finished;
        std::string inner;
        const auto raw = text_.substr(start_ + 1, at_ - start_ - (finished ? 2 : 1));
        for (std::size_t i = 0; i < raw.size(); ++i) {
            inner.push_back(raw[i]);
            if (raw[i] == quote)
                ++i;
        }
        lexeme.text = std::move(inner);
        return lexeme;
    }

    FilterLexeme symbol()
    {
        constexpr std::array<std::string_view, 8> operators = {
            "==", "!=", "<>", ">=", "<=", "=", ">", "<"};
        for (const auto candidate : operators) {
            if (text_.substr(at_).starts_with(candidate)) {
                at_ += candidate.size();
                return make(Kind::Operator);
            }
        }
        ++at_;
        return make(Kind::Unknown);
    }

    FilterLexeme make(Kind kind) const
    {
        FilterLexeme lexeme;
        lexeme.kind = kind;
        lexeme.position = start_;
        lexeme.length = at_ - start_;
        lexeme.text = std::string(text_.substr(start_, at_ - start_));
        return lexeme;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t start_ = 0;
};

std::string unquote(std::string_view quoted)
{
    const char quote = quoted[0];
    std::string inner;
    for (std::size_t i = 1; i < quoted.size(); ++i) {
        if (quoted[i] == quote && (i + 1 == quoted.size() || quoted[i + 1] != quote))
            break;
        inner.push_back(quoted[i]);
        if (quoted[i] == quote)
            ++i;
    }
    return inner;
}

} // namespace

std::vector<FilterLexeme> lexFilter(std::string_view text)
{
    return Lexer(text).all();
}

std::vector<WordPart> splitWord(std::string_view word)
{
    std::vector<WordPart> parts;
    std::size_t start = 0;
    while (true) {
        if (start < word.size() && (word[start] == '`' || word[start] == '"')) {
            parts.push_back({unquote(word.substr(start)), start, true});
            return parts;
        }
        const auto dot = word.find('.', start);
        parts.push_back({std::string(word.substr(start, dot - start)), start, false});
        if (dot == std::string_view::npos)
            return parts;
        start = dot + 1;
    }
}

std::string quoteText(std::string_view text, char quote)
{
    std::string result(1, quote);
    for (const char c : text) {
        result.push_back(c);
        if (c == quote)
            result.push_back(quote);
    }
    result.push_back(quote);
    return result;
}

} // namespace binnacle
