#include "services/query/column_carry.h"

#include <unordered_map>

namespace binnacle {

namespace {

// Texts that no run has any more stay in the pool, up to as many as there are runs.
constexpr std::size_t sparedTexts = 1024;

NumberColumn followed(const NumberColumn& old, const RunBase::Step& step,
                      std::span<const RunCell* const> cells)
{
    const auto size = step.from.size();
    NumberColumn column{std::vector<double>(size), RunMask(size)};
    for (std::size_t at = 0; at < size; ++at) {
        const auto from = step.from[at];
        if (from == RunBase::nowhere || !old.present.test(from))
            continue;
        column.values[at] = old.values[from];
        column.present.set(at);
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i]->state == RunCell::State::Missing)
            continue;
        column.values[step.written[i]] = cells[i]->number;
        column.present.set(step.written[i]);
    }
    return column;
}

TextColumn followed(const TextColumn& old, const RunBase::Step& step,
                    std::span<const RunCell* const> cells)
{
    const auto size = step.from.size();
    TextColumn column;
    column.numeric = old.numeric;
    column.codes.resize(size, TextColumn::missing);
    for (std::size_t at = 0; at < size; ++at) {
        if (step.from[at] != RunBase::nowhere)
            column.codes[at] = old.codes[step.from[at]];
    }
    std::unordered_map<std::string_view, std::uint32_t> codes;
    for (const auto* cell : cells) {
        if (cell->state == RunCell::State::Text)
            codes.emplace(cell->text, TextColumn::missing);
    }
    column.pool = old.pool.withTexts(codes);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i]->state == RunCell::State::Text)
            column.codes[step.written[i]] = codes.at(cells[i]->text);
    }
    return column;
}

} // namespace

bool canFollow(const RunColumn& column)
{
    if (column.kind == RunColumn::Kind::Attribute)
        return column.name == "run_id" || column.name == "run_name" || column.name == "user_id" ||
               column.name == "artifact_uri";
    return column.kind != RunColumn::Kind::Dataset;
}

ColumnPointer followColumn(const ColumnData& column, const RunBase::Step& step,
                           std::span<const RunCell* const> cells)
{
    if (const auto* numbers = std::get_if<NumberColumn>(&column))
        return std::make_shared<const ColumnData>(followed(*numbers, step, cells));
    const auto* texts = std::get_if<TextColumn>(&column);
    if (texts && texts->pool.size() <= step.from.size() + sparedTexts)
        return std::make_shared<const ColumnData>(followed(*texts, step, cells));
    return nullptr;
}

} // namespace binnacle
