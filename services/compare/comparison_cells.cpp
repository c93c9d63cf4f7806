#include "services/compare/comparison_cells.h"

#include "services/compare/plain_number.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

using State = ComparisonCell::State;

bool sameNumber(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

bool numbersDiffer(const NumberColumn& column)
{
    if (column.present.none())
        return false;
    for (std::size_t i = 0; i < column.values.size(); ++i)
        if (!column.present.test(i) || !sameNumber(column.values[i], column.values.front()))
            return true;
    return false;
}

bool textsDiffer(const TextColumn& column)
{
    const auto missing = [](std::uint32_t code) { return code == TextColumn::missing; };
    if (std::ranges::all_of(column.codes, missing))
        return false;
    if (std::ranges::any_of(column.codes, missing))
        return true;
    // Texts are distinct: only numbers written differently may mean the same.
    for (std::uint32_t code = 1; code < column.pool.size(); ++code)
        if (!column.numeric || !sameValue(column.pool.text(0), column.pool.text(code)))
            return true;
    return false;
}

} // namespace

std::string textOf(const ComparisonCell& cell)
{
    if (cell.state == State::Number && cell.text.empty())
        return plainNumber(cell.number);
    return std::string(cell.text);
}

std::size_t ComparisonCells::size() const
{
    if (const auto* texts = std::get_if<TextColumn>(&data_))
        return texts->codes.size();
    return std::get<NumberColumn>(data_).values.size();
}

ComparisonCell ComparisonCells::operator[](std::size_t run) const
{
    if (const auto* column = std::get_if<NumberColumn>(&data_)) {
        if (!column->present.test(run))
            return {};
        const double number = column->values[run];
        return {State::Number, {}, number, best_ && number == *best_};
    }
    const auto& column = std::get<TextColumn>(data_);
    const auto code = column.codes[run];
    if (code == TextColumn::missing)
        return {};
    const auto text = column.pool.text(code);
    const auto number = column.numeric ? parseNumber(text) : std::nullopt;
    return {number ? State::Number : State::Text, text, number.value_or(0), false};
}

bool ComparisonCells::differ() const
{
    if (const auto* texts = std::get_if<TextColumn>(&data_))
        return textsDiffer(*texts);
    return numbersDiffer(std::get<NumberColumn>(data_));
}

bool ComparisonCells::differ(std::span<const std::size_t> runs) const
{
    if (const auto* column = std::get_if<NumberColumn>(&data_)) {
        const auto other = [&](std::size_t a, std::size_t b) {
            return column->present.test(a) != column->present.test(b) ||
                   (column->present.test(a) && !sameNumber(column->values[a], column->values[b]));
        };
        return std::ranges::any_of(runs, [&](std::size_t run) { return other(runs[0], run); });
    }
    const auto& column = std::get<TextColumn>(data_);
    const auto other = [&](std::uint32_t a, std::uint32_t b) {
        if (a == b)
            return false;
        if (a == TextColumn::missing || b == TextColumn::missing || !column.numeric)
            return true;
        return !sameValue(column.pool.text(a), column.pool.text(b));
    };
    return std::ranges::any_of(
        runs, [&](std::size_t run) { return other(column.codes[runs[0]], column.codes[run]); });
}

bool ComparisonCells::anyNumber() const
{
    const auto* texts = std::get_if<TextColumn>(&data_);
    if (!texts)
        return !std::get<NumberColumn>(data_).present.none();
    for (std::uint32_t code = 0; texts->numeric && code < texts->pool.size(); ++code)
        if (parseNumber(texts->pool.text(code)))
            return true;
    return false;
}

std::size_t ComparisonCells::present() const
{
    if (const auto* texts = std::get_if<TextColumn>(&data_))
        return texts->codes.size() -
               static_cast<std::size_t>(std::ranges::count(texts->codes, TextColumn::missing));
    return std::get<NumberColumn>(data_).present.count();
}

const double* ComparisonCells::numbers() const
{
    const auto* numbers = std::get_if<NumberColumn>(&data_);
    return numbers ? numbers->values.data() : nullptr;
}

std::size_t ComparisonCells::bytes() const
{
    if (const auto* numbers = std::get_if<NumberColumn>(&data_))
        return numbers->values.capacity() * sizeof(double) + numbers->present.bytes();
    const auto& texts = std::get<TextColumn>(data_);
    return texts.codes.capacity() * sizeof(std::uint32_t) + texts.pool.bytes();
}

ComparisonCells ComparisonCells::inOrder(std::span<const std::size_t> places) const
{
    ComparisonCells other;
    other.best_ = best_;
    if (const auto* numbers = std::get_if<NumberColumn>(&data_)) {
        NumberColumn column{std::vector<double>(places.size()), RunMask(places.size())};
        for (std::size_t i = 0; i < places.size(); ++i) {
            column.values[i] = numbers->values[places[i]];
            if (numbers->present.test(places[i]))
                column.present.set(i);
        }
        other.data_ = std::move(column);
        return other;
    }
    const auto& texts = std::get<TextColumn>(data_);
    TextColumn column{{}, texts.pool, texts.numeric};
    column.codes.reserve(places.size());
    for (const std::size_t place : places)
        column.codes.push_back(texts.codes[place]);
    other.data_ = std::move(column);
    return other;
}

} // namespace binnacle
