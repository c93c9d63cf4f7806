#include "services/query/column_data.h"

#include "services/query/number_text.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <numeric>
#include <stdexcept>

namespace binnacle {

struct TextPool::Derived
{
    std::once_flag numbersOnce, ranksOnce, textRanksOnce;
    std::vector<double> numbers;
    std::vector<std::uint32_t> ranks, textRanks;
};

namespace {

// Ranks of the codes in the order given; neighbours that are `same` share one.
template <class Before, class Same>
std::vector<std::uint32_t> rankBy(std::size_t count, Before before, Same same)
{
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, before);
    std::vector<std::uint32_t> ranks(count);
    std::uint32_t rank = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0 && !same(order[i - 1], order[i]))
            ++rank;
        ranks[order[i]] = rank;
    }
    return ranks;
}

// Eight bytes at a time: values of params are short, and a million of them pass here.
std::uint32_t hashOf(std::string_view text)
{
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15ULL;
    std::uint64_t hash = text.size() * factor;
    while (!text.empty()) {
        std::uint64_t part = 0;
        const auto size = std::min(text.size(), sizeof part);
        std::memcpy(&part, text.data(), size);
        hash = (hash ^ part) * factor;
        hash ^= hash >> 32;
        text.remove_prefix(size);
    }
    return static_cast<std::uint32_t>(hash);
}

} // namespace

TextPool::TextPool() : derived_(std::make_shared<Derived>()) {}

const std::vector<double>& TextPool::numbers() const
{
    std::call_once(derived_->numbersOnce, [this] {
        derived_->numbers.resize(size());
        for (std::uint32_t code = 0; code < size(); ++code) {
            derived_->numbers[code] =
                numberFromText(text(code)).value_or(std::numeric_limits<double>::quiet_NaN());
        }
    });
    return derived_->numbers;
}

const std::vector<std::uint32_t>& TextPool::ranks() const
{
    std::call_once(derived_->ranksOnce, [this] {
        const auto& number = numbers();
        derived_->ranks = rankBy(
            size(),
            [&](std::uint32_t a, std::uint32_t b) {
                const bool textA = std::isnan(number[a]);
                const bool textB = std::isnan(number[b]);
                if (textA != textB)
                    return textB;
                return textA ? text(a) < text(b) : number[a] < number[b];
            },
            [&](std::uint32_t a, std::uint32_t b) { return number[a] == number[b]; });
    });
    return derived_->ranks;
}

const std::vector<std::uint32_t>& TextPool::textRanks() const
{
    std::call_once(derived_->textRanksOnce, [this] {
        derived_->textRanks = rankBy(
            size(), [&](std::uint32_t a, std::uint32_t b) { return text(a) < text(b); },
            [](std::uint32_t, std::uint32_t) { return false; });
    });
    return derived_->textRanks;
}

std::size_t TextPool::bytes() const
{
    // Derived arrays counted as if they were there: they mostly will be.
    return bytes_.capacity() + starts_.size() * (sizeof(std::uint32_t) * 2 + sizeof(double));
}

TextPool TextPool::withTexts(std::unordered_map<std::string_view, std::uint32_t>& codes) const
{
    std::unordered_map<std::string_view, std::uint32_t*> missing;
    for (auto& [wanted, code] : codes)
        missing.emplace(wanted, &code);
    for (std::uint32_t code = 0; code < size() && !missing.empty(); ++code) {
        if (const auto found = missing.find(text(code)); found != missing.end()) {
            *found->second = code;
            missing.erase(found);
        }
    }
    if (missing.empty())
        return *this; // what was derived is still right
    TextPool pool;
    pool.bytes_ = bytes_;
    pool.starts_ = starts_;
    for (const auto& [wanted, code] : missing) {
        *code = static_cast<std::uint32_t>(pool.size());
        pool.bytes_ += wanted;
        if (pool.bytes_.size() > std::numeric_limits<std::uint32_t>::max())
            throw std::length_error("a column holds more than 4 GiB of text");
        pool.starts_.push_back(static_cast<std::uint32_t>(pool.bytes_.size()));
    }
    return pool;
}

TextPoolBuilder::TextPoolBuilder() : slots_(64, 0) {}

std::uint32_t TextPoolBuilder::codeOf(std::string_view text)
{
    // Neighbouring runs often share a value.
    if (lastCode_ < pool_.size() && pool_.text(lastCode_) == text)
        return lastCode_;
    const auto hash = hashOf(text);
    std::size_t slot = hash & (slots_.size() - 1);
    for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
        const auto code = slots_[slot] - 1;
        if (hashes_[code] == hash && pool_.text(code) == text)
            return lastCode_ = code;
    }
    if (pool_.bytes_.size() + text.size() > std::numeric_limits<std::uint32_t>::max())
        throw std::length_error("a column holds more than 4 GiB of text");
    lastCode_ = static_cast<std::uint32_t>(pool_.size());
    pool_.bytes_ += text;
    pool_.starts_.push_back(static_cast<std::uint32_t>(pool_.bytes_.size()));
    hashes_.push_back(hash);
    slots_[slot] = lastCode_ + 1;
    if (hashes_.size() * 2 > slots_.size())
        grow();
    return lastCode_;
}

void TextPoolBuilder::grow()
{
    slots_.assign(slots_.size() * 4, 0);
    for (std::uint32_t code = 0; code < hashes_.size(); ++code) {
        std::size_t slot = hashes_[code] & (slots_.size() - 1);
        while (slots_[slot] != 0)
            slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = code + 1;
    }
}

TextPool TextPoolBuilder::take()
{
    pool_.bytes_.shrink_to_fit();
    pool_.starts_.shrink_to_fit();
    return std::move(pool_);
}

std::size_t bytesOf(const ColumnData& column)
{
    constexpr auto code = sizeof(std::uint32_t);
    if (const auto* numbers = std::get_if<NumberColumn>(&column))
        return numbers->values.capacity() * sizeof(double) + numbers->present.bytes();
    if (const auto* texts = std::get_if<TextColumn>(&column))
        return texts->codes.capacity() * code + texts->pool.bytes();
    const auto& lists = std::get<TextListColumn>(column);
    return (lists.starts.capacity() + lists.codes.capacity()) * code + lists.pool.bytes();
}

} // namespace binnacle
