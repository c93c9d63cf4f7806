#include "services/query/text_match.h"

#include <QString>

#include <algorithm>

namespace binnacle {

namespace {

char lowerAscii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Bytes of the character at `at`; a broken sequence counts byte by byte.
std::size_t characterLength(std::string_view text, std::size_t at)
{
    std::size_t length = 1;
    if (static_cast<unsigned char>(text[at]) < 0xC0)
        return length;
    while (at + length < text.size() && length < 4 &&
           (static_cast<unsigned char>(text[at + length]) & 0xC0) == 0x80)
        ++length;
    return length;
}

} // namespace

bool likeMatches(std::string_view text, std::string_view pattern)
{
    std::size_t t = 0;
    std::size_t p = 0;
    // Where to go on when what follows the last % does not fit: one character further.
    std::size_t afterPercent = std::string_view::npos;
    std::size_t retry = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '%') {
            afterPercent = ++p;
            retry = t;
        } else if (p < pattern.size() && pattern[p] == '_') {
            t += characterLength(text, t);
            ++p;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++t;
            ++p;
        } else if (afterPercent != std::string_view::npos) {
            retry += characterLength(text, retry);
            t = retry;
            p = afterPercent;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '%')
        ++p;
    return p == pattern.size();
}

std::string foldCase(std::string_view text)
{
    if (!isAscii(text)) {
        return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
            .toCaseFolded()
            .toStdString();
    }
    std::string folded(text);
    std::ranges::transform(folded, folded.begin(), lowerAscii);
    return folded;
}

WordFinder::WordFinder(std::string_view word) : folded_(foldCase(word)), ascii_(isAscii(folded_)) {}

bool WordFinder::in(std::string_view text) const
{
    if (folded_.empty())
        return true;
    if (text.size() < folded_.size() && ascii_)
        return false;
    // A few letters outside ASCII fold into it (the Kelvin sign); nobody looks for k by them.
    if (!ascii_)
        return foldCase(text).find(folded_) != std::string::npos;
    const char first = folded_[0];
    const char firstUpper = first >= 'a' && first <= 'z' ? static_cast<char>(first - 32) : first;
    const auto last = text.size() - folded_.size();
    for (std::size_t at = 0; at <= last; ++at) {
        if (text[at] != first && text[at] != firstUpper)
            continue;
        std::size_t i = 1;
        while (i < folded_.size() && lowerAscii(text[at + i]) == folded_[i])
            ++i;
        if (i == folded_.size())
            return true;
    }
    return false;
}

} // namespace binnacle
