#include "services/query/run_sorter.h"

#include <array>
#include <bit>
#include <cmath>

namespace binnacle {

namespace {

constexpr std::uint64_t missingKey = ~std::uint64_t{0};
constexpr std::uint64_t nanKey = missingKey - 1;

struct Item
{
    std::uint64_t key;
    std::uint32_t at;
};

// An integer that orders as the number does.
std::uint64_t orderedBits(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0); // -0 as 0
    constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    return (bits & sign) != 0 ? ~bits : bits | sign;
}

std::uint64_t numberKey(const NumberColumn& column, std::uint32_t at, bool descending)
{
    if (!column.present.test(at))
        return missingKey;
    const double value = column.values[at];
    if (std::isnan(value))
        return nanKey;
    // Bits of numbers, turned or not, stay below those of the two places at the end.
    return descending ? ~orderedBits(value) : orderedBits(value);
}

// Ranks of whole lists: as the text that people see, joined by ", ".
std::vector<std::uint64_t> listKeys(const TextListColumn& column, const std::vector<Item>& items,
                                    bool descending)
{
    TextPoolBuilder builder;
    std::vector<std::uint32_t> codes;
    for (const auto& item : items) {
        std::string joined;
        for (auto i = column.starts[item.at]; i < column.starts[item.at + 1]; ++i) {
            if (i > column.starts[item.at])
                joined += ", ";
            joined += column.pool.text(column.codes[i]);
        }
        codes.push_back(column.starts[item.at] == column.starts[item.at + 1]
                            ? TextColumn::missing
                            : builder.codeOf(joined));
    }
    const auto pool = builder.take();
    const auto& ranks = pool.textRanks();
    std::vector<std::uint64_t> keys;
    for (const auto code : codes) {
        if (code == TextColumn::missing)
            keys.push_back(missingKey);
        else
            keys.push_back(descending ? pool.size() - ranks[code] : ranks[code]);
    }
    return keys;
}

void takeKeys(std::vector<Item>& items, const ColumnData& column, bool descending)
{
    if (const auto* numbers = std::get_if<NumberColumn>(&column)) {
        for (auto& item : items)
            item.key = numberKey(*numbers, item.at, descending);
    } else if (const auto* texts = std::get_if<TextColumn>(&column)) {
        const auto& ranks = texts->numeric ? texts->pool.ranks() : texts->pool.textRanks();
        for (auto& item : items) {
            const auto code = texts->codes[item.at];
            if (code == TextColumn::missing)
                item.key = missingKey;
            else
                item.key = descending ? ranks.size() - ranks[code] : ranks[code];
        }
    } else {
        const auto keys = listKeys(std::get<TextListColumn>(column), items, descending);
        for (std::size_t i = 0; i < items.size(); ++i)
            items[i].key = keys[i];
    }
}

// Stable, by counting the digits of 11 bits from the lowest on; digits that are the same
// everywhere are skipped, so that ranks of few texts cost one or two passes.
void radixSort(std::vector<Item>& items)
{
    constexpr int digitBits = 11;
    constexpr int digits = 6;
    constexpr std::size_t radix = std::size_t{1} << digitBits;
    std::vector<std::array<std::uint32_t, radix>> counts(digits);
    const auto digitOf = [](std::uint64_t key, int digit) {
        return static_cast<std::size_t>(key >> (digit * digitBits)) & (radix - 1);
    };
    for (const auto& item : items) {
        for (int digit = 0; digit < digits; ++digit)
            ++counts[static_cast<std::size_t>(digit)][digitOf(item.key, digit)];
    }
    std::vector<Item> other(items.size());
    for (int digit = 0; digit < digits; ++digit) {
        auto& count = counts[static_cast<std::size_t>(digit)];
        if (count[digitOf(items.front().key, digit)] == items.size())
            continue;
        std::uint32_t place = 0;
        for (auto& entry : count) {
            const auto size = entry;
            entry = place;
            place += size;
        }
        for (const auto& item : items)
            other[count[digitOf(item.key, digit)]++] = item;
        items.swap(other);
    }
}

} // namespace

Result<std::vector<std::uint32_t>> sortRuns(const RunMask& mask, const std::vector<SortKey>& keys,
                                            const std::stop_token& stop)
{
    std::vector<Item> items;
    items.reserve(mask.count());
    mask.forEach([&](std::size_t at) { items.push_back({0, static_cast<std::uint32_t>(at)}); });
    // The sort is stable: last key first.
    for (auto key = keys.rbegin(); key != keys.rend() && !items.empty(); ++key) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (!key->column)
            continue;
        takeKeys(items, *key->column, key->descending);
        radixSort(items);
    }
    std::vector<std::uint32_t> order;
    order.reserve(items.size());
    for (const auto& item : items)
        order.push_back(item.at);
    return order;
}

} // namespace binnacle
