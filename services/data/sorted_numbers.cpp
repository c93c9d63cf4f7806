#include "services/data/sorted_numbers.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace binnacle {

namespace {

constexpr int digitBits = 11;
constexpr int digits = 6; // of 11 bits: 64 and two more
constexpr std::size_t digitValues = std::size_t(1) << digitBits;

// Bits that are in the order of the numbers: the sign is turned, negative ones are all turned.
std::uint64_t keyOf(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value);
    return bits ^ ((bits >> 63U) != 0 ? ~std::uint64_t(0) : std::uint64_t(1) << 63U);
}

std::size_t digitOf(std::uint64_t key, int digit)
{
    return static_cast<std::size_t>(key >> (digit * digitBits)) & (digitValues - 1);
}

using Counts = std::array<std::array<std::size_t, digitValues>, digits>;

} // namespace

void sortNumbers(std::span<double> values, std::vector<double>& scratch)
{
    if (values.size() < 4096) {
        std::ranges::sort(values, {}, keyOf);
        return;
    }
    std::vector<Counts> room(1);
    auto& counts = room.front();
    for (const double value : values)
        for (int digit = 0; digit < digits; ++digit)
            ++counts[static_cast<std::size_t>(digit)][digitOf(keyOf(value), digit)];
    scratch.resize(std::max(scratch.size(), values.size()));
    auto from = values;
    auto to = std::span(scratch).first(values.size());
    for (int digit = 0; digit < digits; ++digit) {
        auto& places = counts[static_cast<std::size_t>(digit)];
        if (std::ranges::find(places, values.size()) != places.end())
            continue; // all are alike here
        std::size_t place = 0;
        for (auto& count : places) {
            const auto here = count;
            count = place;
            place += here;
        }
        for (const double value : from)
            to[places[digitOf(keyOf(value), digit)]++] = value;
        std::swap(from, to);
    }
    if (from.data() != values.data())
        std::ranges::copy(from, values.begin());
}

} // namespace binnacle
