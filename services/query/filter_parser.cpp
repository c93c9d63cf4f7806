#include "services/query/filter_parser.h"

#include "services/query/column_text.h"
#include "services/query/filter_lexer.h"
#include "services/query/filter_time.h"
#include "services/query/number_text.h"
#include "services/query/query_text.h"

#include <cmath>
#include <limits>

namespace binnacle {

namespace {

using LexKind = FilterLexeme::Kind;
using Operator = FilterNode::Operator;

// Deeper than a person writes, and far from the end of the stack.
constexpr int maximumDepth = 100;

tl::unexpected<FilterError> fail(const FilterLexeme& at, std::string message)
{
    return tl::unexpected(
        FilterError{at.position, std::max<std::size_t>(at.length, 1), std::move(message)});
}

FilterNode logical(FilterNode::Kind kind, std::vector<FilterNode> children)
{
    FilterNode node;
    node.kind = kind;
    node.children = std::move(children);
    return node;
}

class Parser
{
public:
    explicit Parser(const std::string& text) : lexemes_(lexFilter(text)) {}

    FilterParse parse()
    {
        if (peek().kind == LexKind::End)
            return logical(FilterNode::Kind::And, {});
        auto node = expression(0);
        if (node && peek().kind != LexKind::End)
            return unexpectedHere(QueryText::tr("expected AND or OR"));
        return node;
    }

private:
    const FilterLexeme& peek() const { return lexemes_[at_]; }
    bool isKeyword(const char* word) const
    {
        return peek().kind == LexKind::Keyword && peek().text == word;
    }
    bool take(const char* keyword)
    {
        if (!isKeyword(keyword))
            return false;
        ++at_;
        return true;
    }
    bool take(LexKind kind)
    {
        if (peek().kind != kind)
            return false;
        ++at_;
        return true;
    }

    // At the end of the text there is nothing to mark: then what stands last is marked.
    tl::unexpected<FilterError> unexpectedHere(const QString& expected) const
    {
        if (peek().kind == LexKind::End && at_ > 0)
            return fail(lexemes_[at_ - 1], say(expected));
        if (peek().unfinished)
            return fail(peek(), say(QueryText::tr("this quote is not closed")));
        return fail(peek(), say(expected));
    }

    FilterParse expression(int depth) { return chain("OR", FilterNode::Kind::Or, depth); }

    // One level of "a AND b AND c" or "a OR b OR c"; a single operand stands for itself.
    FilterParse chain(const char* connective, FilterNode::Kind kind, int depth)
    {
        std::vector<FilterNode> operands;
        do {
            auto operand = kind == FilterNode::Kind::Or ? chain("AND", FilterNode::Kind::And, depth)
                                                        : factor(depth);
            if (!operand)
                return operand;
            operands.push_back(std::move(*operand));
        } while (take(connective));
        if (operands.size() == 1)
            return std::move(operands.front());
        return logical(kind, std::move(operands));
    }

    FilterParse factor(int depth)
    {
        if (depth > maximumDepth)
            return fail(peek(), say(QueryText::tr("too many parentheses inside each other")));
        if (take("NOT")) {
            auto operand = factor(depth + 1);
            if (!operand)
                return operand;
            std::vector<FilterNode> children;
            children.push_back(std::move(*operand));
            return logical(FilterNode::Kind::Not, std::move(children));
        }
        if (take(LexKind::Open)) {
            auto inner = expression(depth + 1);
            if (inner && !take(LexKind::Close))
                return unexpectedHere(QueryText::tr("expected ')'"));
            return inner;
        }
        return comparison();
    }

    FilterParse comparison()
    {
        const auto& word = peek();
        if (word.kind != LexKind::Word || word.unfinished)
            return unexpectedHere(
                QueryText::tr("expected a column such as metrics.accuracy or params.lr"));
        ++at_;
        const auto reading = readWord(word.text);
        if (!reading.problem.empty())
            return misread(word, reading);
        FilterNode node;
        node.column = reading.column;
        const auto& begin = peek();
        if (take("IS")) {
            node.kind = FilterNode::Kind::IsNull;
            node.negated = take("NOT");
            if (!take("NULL"))
                return unexpectedHere(node.negated ? QueryText::tr("expected NULL after IS NOT")
                                                   : QueryText::tr("expected NULL after IS"));
            return node;
        }
        node.negated = take("NOT");
        if (take("IN"))
            return list(std::move(node));
        if (!takeOperator(node)) {
            return unexpectedHere(node.negated
                                      ? QueryText::tr("expected IN, LIKE or ILIKE after NOT")
                                      : QueryText::tr("expected an operator such as =, > or LIKE"));
        }
        return operand(std::move(node), begin);
    }

    static FilterParse misread(const FilterLexeme& word, const WordReading& reading)
    {
        FilterLexeme rest = word;
        // Nothing behind the last dot: the dot is marked.
        const auto from = std::min(reading.problemPosition, word.length - 1);
        rest.position += from;
        rest.length -= from;
        return fail(rest, reading.problem);
    }

    bool takeOperator(FilterNode& node)
    {
        if (take("LIKE"))
            node.op = Operator::Like;
        else if (take("ILIKE"))
            node.op = Operator::ILike;
        else if (node.negated || peek().kind != LexKind::Operator)
            return false;
        else {
            node.op = symbolOperator(peek().text);
            ++at_;
        }
        return true;
    }

    static Operator symbolOperator(const std::string& symbol)
    {
        if (symbol == ">")
            return Operator::Greater;
        if (symbol == ">=")
            return Operator::GreaterEqual;
        if (symbol == "<")
            return Operator::Less;
        if (symbol == "<=")
            return Operator::LessEqual;
        return symbol == "!=" || symbol == "<>" ? Operator::NotEqual : Operator::Equal;
    }

    FilterParse operand(FilterNode node, const FilterLexeme& operatorLexeme)
    {
        const bool pattern = node.op == Operator::Like || node.op == Operator::ILike;
        if (pattern && isNumberColumn(node.column))
            return fail(operatorLexeme, say(QueryText::tr("LIKE compares text, not numbers")));
        const auto after = lexemes_[at_ - 1].text;
        auto cell = value(node.column, pattern, QString::fromStdString(after));
        if (!cell)
            return tl::unexpected(cell.error());
        node.values.push_back(std::move(*cell));
        return node;
    }

    FilterParse list(FilterNode node)
    {
        node.kind = FilterNode::Kind::In;
        if (!take(LexKind::Open))
            return unexpectedHere(QueryText::tr("expected '(' after IN"));
        do {
            auto cell = value(node.column, false, QString::fromStdString(lexemes_[at_ - 1].text));
            if (!cell)
                return tl::unexpected(cell.error());
            node.values.push_back(std::move(*cell));
        } while (take(LexKind::Comma));
        if (!take(LexKind::Close))
            return unexpectedHere(QueryText::tr("expected ',' or ')'"));
        return node;
    }

    tl::expected<RunCell, FilterError> value(const RunColumn& column, bool pattern,
                                             const QString& after)
    {
        if (isTimeColumn(column))
            return time(after);
        if (peek().kind == LexKind::Number && !pattern) {
            const auto& text = lexemes_[at_++].text;
            const auto number = numberFromText(text);
            return RunCell{RunCell::State::Number,
                           number.value_or(std::numeric_limits<double>::quiet_NaN()),
                           {}};
        }
        if (isNumberColumn(column))
            return unexpectedHere(QueryText::tr("expected a number after '%1'").arg(after));
        if (peek().kind == LexKind::String)
            return RunCell{RunCell::State::Text, 0, lexemes_[at_++].text};
        return unexpectedHere(QueryText::tr("expected a text in quotes after '%1'").arg(after));
    }

    tl::expected<RunCell, FilterError> time(const QString& after)
    {
        if (peek().kind == LexKind::Number) {
            if (const auto number = numberFromText(peek().text)) {
                ++at_;
                return RunCell{RunCell::State::Time, *number, {}};
            }
        }
        if (peek().kind == LexKind::String) {
            const auto& text = peek();
            const auto milliseconds = timeFromText(text.text);
            if (!milliseconds)
                return fail(text, say(QueryText::tr("this is not a date such as '2026-01-31' or "
                                                    "'2026-01-31 12:00'")));
            ++at_;
            return RunCell{RunCell::State::Time, static_cast<double>(*milliseconds), {}};
        }
        return unexpectedHere(
            QueryText::tr("expected a date in quotes or milliseconds after '%1'").arg(after));
    }

    std::vector<FilterLexeme> lexemes_;
    std::size_t at_ = 0;
};

} // namespace

FilterParse parseFilter(const std::string& text)
{
    return Parser(text).parse();
}

} // namespace binnacle
