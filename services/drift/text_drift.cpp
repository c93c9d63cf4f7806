#include "services/drift/text_drift.h"

#include "services/drift/divergences.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string_view>

namespace binnacle {

namespace {

// Where each character starts, and the end.
std::vector<std::size_t> charactersOf(std::string_view text)
{
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < text.size();) {
        starts.push_back(i);
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::size_t end = i + 1;
        while (end < text.size() && end < i + length &&
               (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            ++end;
        i = end;
    }
    starts.push_back(text.size());
    return starts;
}

template <class Visit>
void wordsOf(std::string_view text, Visit visit)
{
    constexpr std::string_view space = " \t\r\n\f\v";
    for (std::size_t from = text.find_first_not_of(space); from != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(space, from), text.size());
        visit(text.substr(from, end - from));
        from = text.find_first_not_of(space, end);
    }
}

} // namespace

CategoryCounts characterNGrams(const CategoryCounts& texts, std::size_t length)
{
    CategoryCounts grams;
    for (const auto& [text, count] : texts) {
        const auto starts = charactersOf(text);
        if (starts.size() <= length) {
            grams[text] += count;
            continue;
        }
        for (std::size_t i = 0; i + length < starts.size(); ++i)
            grams[text.substr(starts[i], starts[i + length] - starts[i])] += count;
    }
    return grams;
}

CountedValues textLengths(const CategoryCounts& texts)
{
    std::map<std::size_t, std::uint64_t> lengths;
    for (const auto& [text, count] : texts)
        lengths[charactersOf(text).size() - 1] += count;
    CountedValues counted;
    for (const auto& [length, count] : lengths) {
        counted.values.push_back(static_cast<double>(length));
        counted.counts.push_back(count);
    }
    return counted;
}

double outOfVocabularyShare(const CategoryCounts& reference, const CategoryCounts& current)
{
    std::set<std::string_view> known;
    for (const auto& each : reference)
        wordsOf(each.first, [&](std::string_view word) { known.insert(word); });
    std::uint64_t words = 0, unknown = 0;
    for (const auto& [text, count] : current)
        wordsOf(text, [&, times = count](std::string_view word) {
            words += times;
            unknown += known.contains(word) ? 0 : times;
        });
    return static_cast<double>(unknown) / static_cast<double>(words);
}

double characterNGramDrift(const CategoryCounts& reference, const CategoryCounts& current,
                           std::size_t length)
{
    return jensenShannon(
        binnedCategories(characterNGrams(reference, length), characterNGrams(current, length)));
}

} // namespace binnacle
