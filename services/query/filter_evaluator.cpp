#include "services/query/filter_evaluator.h"

#include "services/query/number_text.h"
#include "services/query/text_match.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

using Kind = FilterNode::Kind;
using Operator = FilterNode::Operator;

template <class T>
bool compare(Operator op, const T& left, const T& right)
{
    switch (op) {
    case Operator::Equal:
        return left == right;
    case Operator::NotEqual:
        return left != right;
    case Operator::Greater:
        return left > right;
    case Operator::GreaterEqual:
        return left >= right;
    case Operator::Less:
        return left < right;
    case Operator::LessEqual:
        return left <= right;
    case Operator::Like:
    case Operator::ILike:
        break;
    }
    return false;
}

bool isOrder(Operator op)
{
    return op != Operator::Equal && op != Operator::NotEqual && op != Operator::Like &&
           op != Operator::ILike;
}

// NaN as the value asked for finds NaN; as a value found it compares as IEEE 754 says.
bool compareNumbers(Operator op, double left, double right)
{
    if (std::isnan(right) && op == Operator::Equal)
        return std::isnan(left);
    if (std::isnan(right) && op == Operator::NotEqual)
        return !std::isnan(left);
    return compare(op, left, right);
}

bool isPresent(const ColumnData& column, std::size_t at)
{
    if (const auto* numbers = std::get_if<NumberColumn>(&column))
        return numbers->present.test(at);
    if (const auto* texts = std::get_if<TextColumn>(&column))
        return texts->codes[at] != TextColumn::missing;
    const auto& lists = std::get<TextListColumn>(column);
    return lists.starts[at] != lists.starts[at + 1];
}

// The runs whose number satisfies `holds`.
template <class Holds>
RunMask whereNumber(const NumberColumn& column, const RunMask& candidates, Holds holds)
{
    auto present = candidates;
    present &= column.present;
    return present.where([&](std::size_t at) { return holds(column.values[at]); });
}

// Each distinct text is judged once, then the runs by their codes.
template <class Holds>
std::vector<std::uint8_t> judge(const TextPool& pool, Holds holds)
{
    std::vector<std::uint8_t> verdicts(pool.size());
    for (std::uint32_t code = 0; code < pool.size(); ++code)
        verdicts[code] = holds(code) ? 1 : 0;
    return verdicts;
}

RunMask whereText(const ColumnData& column, const std::vector<std::uint8_t>& verdicts,
                  const RunMask& candidates)
{
    if (const auto* texts = std::get_if<TextColumn>(&column)) {
        return candidates.where([&](std::size_t at) {
            const auto code = texts->codes[at];
            return code != TextColumn::missing && verdicts[code] != 0;
        });
    }
    const auto& lists = std::get<TextListColumn>(column);
    return candidates.where([&](std::size_t at) {
        return std::any_of(lists.codes.begin() + lists.starts[at],
                           lists.codes.begin() + lists.starts[at + 1],
                           [&](std::uint32_t code) { return verdicts[code] != 0; });
    });
}

const TextPool& poolOf(const ColumnData& column)
{
    if (const auto* texts = std::get_if<TextColumn>(&column))
        return texts->pool;
    return std::get<TextListColumn>(column).pool;
}

std::vector<std::uint8_t> judgeTexts(const TextPool& pool, const FilterNode& node,
                                     const RunCell& value)
{
    if (value.state != RunCell::State::Text) {
        const auto& numbers = pool.numbers();
        return judge(pool, [&](std::uint32_t code) {
            return !std::isnan(numbers[code]) &&
                   compareNumbers(node.op, numbers[code], value.number);
        });
    }
    if (node.op == Operator::Like)
        return judge(pool, [&](std::uint32_t code) {
            return likeMatches(pool.text(code), value.text) != node.negated;
        });
    if (node.op == Operator::ILike) {
        const auto pattern = foldCase(value.text);
        return judge(pool, [&](std::uint32_t code) {
            return likeMatches(foldCase(pool.text(code)), pattern) != node.negated;
        });
    }
    const auto number = isOrder(node.op) ? numberFromText(value.text) : std::nullopt;
    if (!number)
        return judge(pool, [&](std::uint32_t code) {
            return compare(node.op, pool.text(code), std::string_view(value.text));
        });
    const auto& numbers = pool.numbers();
    return judge(pool, [&](std::uint32_t code) {
        return std::isnan(numbers[code])
                   ? compare(node.op, pool.text(code), std::string_view(value.text))
                   : compare(node.op, numbers[code], *number);
    });
}

RunMask evaluateCompare(const FilterNode& node, const ColumnData& column, const RunMask& candidates)
{
    const auto& value = node.values.front();
    if (const auto* numbers = std::get_if<NumberColumn>(&column)) {
        return whereNumber(*numbers, candidates, [&](double number) {
            return compareNumbers(node.op, number, value.number);
        });
    }
    return whereText(column, judgeTexts(poolOf(column), node, value), candidates);
}

RunMask evaluateIn(const FilterNode& node, const ColumnData& column, const RunMask& candidates)
{
    if (const auto* numbers = std::get_if<NumberColumn>(&column)) {
        return whereNumber(*numbers, candidates, [&](double number) {
            const bool found = std::ranges::any_of(node.values, [&](const RunCell& value) {
                return compareNumbers(Operator::Equal, number, value.number);
            });
            return found != node.negated;
        });
    }
    const auto& pool = poolOf(column);
    std::vector<std::uint8_t> verdicts(pool.size());
    FilterNode equal;
    for (const auto& value : node.values) {
        const auto same = judgeTexts(pool, equal, value);
        for (std::size_t code = 0; code < same.size(); ++code)
            verdicts[code] |= same[code];
    }
    if (node.negated) {
        for (auto& verdict : verdicts)
            verdict ^= 1;
    }
    return whereText(column, verdicts, candidates);
}

RunMask evaluateLeaf(const FilterNode& node, const ColumnPointer& column, const RunMask& candidates)
{
    if (node.kind == Kind::IsNull) {
        if (!column)
            return node.negated ? RunMask(candidates.size()) : candidates;
        return candidates.where(
            [&](std::size_t at) { return isPresent(*column, at) == node.negated; });
    }
    if (!column)
        return RunMask(candidates.size());
    return node.kind == Kind::In ? evaluateIn(node, *column, candidates)
                                 : evaluateCompare(node, *column, candidates);
}

} // namespace

void collectColumns(const FilterNode& node, std::vector<RunColumn>& columns)
{
    for (const auto& child : node.children)
        collectColumns(child, columns);
    const bool leaf =
        node.kind == Kind::Compare || node.kind == Kind::In || node.kind == Kind::IsNull;
    if (leaf && std::ranges::find(columns, node.column) == columns.end())
        columns.push_back(node.column);
}

Result<RunMask> evaluateFilter(const FilterNode& node, const ColumnMap& columns,
                               const RunMask& candidates, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return failure(cancelledError());
    switch (node.kind) {
    case Kind::And: {
        auto left = candidates;
        for (const auto& child : node.children) {
            if (left.none())
                break;
            auto matched = evaluateFilter(child, columns, left, stop);
            if (!matched)
                return matched;
            left = std::move(*matched);
        }
        return left;
    }
    case Kind::Or: {
        RunMask found(candidates.size());
        auto open = candidates;
        for (const auto& child : node.children) {
            if (open.none())
                break;
            auto matched = evaluateFilter(child, columns, open, stop);
            if (!matched)
                return matched;
            found |= *matched;
            open.subtract(*matched);
        }
        return found;
    }
    case Kind::Not: {
        auto matched = evaluateFilter(node.children.front(), columns, candidates, stop);
        if (!matched)
            return matched;
        auto rest = candidates;
        rest.subtract(*matched);
        return rest;
    }
    case Kind::Compare:
    case Kind::In:
    case Kind::IsNull:
        break;
    }
    return evaluateLeaf(node, columns.at(node.column), candidates);
}

} // namespace binnacle
