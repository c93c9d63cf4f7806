#include "services/artifacts/text_diff.h"

#include "services/artifacts/edit_script.h"

#include <algorithm>
#include <unordered_map>

namespace binnacle {

namespace {

constexpr std::size_t mostWordBytes = 4000; // of a line whose words are compared
constexpr int wordsPerMatch = 4;            // fewer equal words than one of four: another line

using Numbers = std::unordered_map<std::string_view, int>;

std::vector<int> numbered(const std::vector<std::string>& lines, Numbers& numbers)
{
    std::vector<int> list;
    list.reserve(lines.size());
    for (const auto& line : lines)
        list.push_back(numbers.try_emplace(line, static_cast<int>(numbers.size())).first->second);
    return list;
}

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// Runs of letters and digits, runs of spaces, every other character on its own.
std::vector<TextSpan> wordsOf(std::string_view line)
{
    std::vector<TextSpan> words;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t end = i + 1;
        if (isWordByte(line[i]))
            while (end < line.size() && isWordByte(line[end]))
                ++end;
        else if (line[i] == ' ')
            while (end < line.size() && line[end] == ' ')
                ++end;
        words.push_back({i, end - i});
        i = end;
    }
    return words;
}

std::vector<int> numberedWords(std::string_view line, const std::vector<TextSpan>& words,
                               Numbers& numbers)
{
    std::vector<int> list;
    list.reserve(words.size());
    for (const auto& word : words)
        list.push_back(
            numbers
                .try_emplace(line.substr(word.begin, word.length), static_cast<int>(numbers.size()))
                .first->second);
    return list;
}

void addWord(std::vector<TextSpan>& spans, const TextSpan& word)
{
    if (!spans.empty() && spans.back().begin + spans.back().length == word.begin)
        spans.back().length += word.length;
    else
        spans.push_back(word);
}

void markWords(std::string_view left, std::string_view right, DiffRow& row)
{
    const auto whole = [&] {
        row.leftWords = {{0, left.size()}};
        row.rightWords = {{0, right.size()}};
    };
    if (left.size() > mostWordBytes || right.size() > mostWordBytes)
        return whole();
    Numbers numbers;
    const auto leftWords = wordsOf(left);
    const auto rightWords = wordsOf(right);
    bool coarse = false;
    const auto a = numberedWords(left, leftWords, numbers);
    const auto b = numberedWords(right, rightWords, numbers);
    const auto matches = matchSequences(a, b, coarse);
    // Spaces and commas are in every line: what the lines share are words.
    const auto isWord = [](std::string_view line, const TextSpan& word) {
        return isWordByte(line[word.begin]);
    };
    const auto wordsIn = [&](std::string_view line, const std::vector<TextSpan>& list) {
        return std::ranges::count_if(list, [&](const auto& word) { return isWord(line, word); });
    };
    const auto shared = std::ranges::count_if(matches, [&](const auto& match) {
        return isWord(left, leftWords[static_cast<std::size_t>(match.first)]);
    });
    if (coarse ||
        shared * wordsPerMatch < std::min(wordsIn(left, leftWords), wordsIn(right, rightWords)))
        return whole();
    std::vector<bool> inLeft(a.size()), inRight(b.size());
    for (const auto& [i, j] : matches) {
        inLeft[static_cast<std::size_t>(i)] = true;
        inRight[static_cast<std::size_t>(j)] = true;
    }
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!inLeft[i])
            addWord(row.leftWords, leftWords[i]);
    for (std::size_t j = 0; j < b.size(); ++j)
        if (!inRight[j])
            addWord(row.rightWords, rightWords[j]);
}

// Lines that are only on one side, beside each other where both sides have some.
void addDifferent(TextDiff& diff, int leftBegin, int leftEnd, int rightBegin, int rightEnd)
{
    diff.removed += leftEnd - leftBegin;
    diff.added += rightEnd - rightBegin;
    while (leftBegin < leftEnd || rightBegin < rightEnd) {
        DiffRow row;
        const bool left = leftBegin < leftEnd;
        const bool right = rightBegin < rightEnd;
        row.kind = left && right ? DiffRow::Kind::Changed
                   : left        ? DiffRow::Kind::Removed
                                 : DiffRow::Kind::Added;
        if (left)
            row.left = leftBegin++;
        if (right)
            row.right = rightBegin++;
        if (left && right)
            markWords(diff.leftLines[static_cast<std::size_t>(row.left)],
                      diff.rightLines[static_cast<std::size_t>(row.right)], row);
        diff.rows.push_back(std::move(row));
    }
}

} // namespace

std::vector<std::string> linesOf(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

TextDiff diffTexts(std::string_view left, std::string_view right)
{
    TextDiff diff;
    diff.leftLines = linesOf(left);
    diff.rightLines = linesOf(right);
    Numbers numbers;
    const auto a = numbered(diff.leftLines, numbers);
    const auto b = numbered(diff.rightLines, numbers);
    int i = 0;
    int j = 0;
    for (const auto& [x, y] : matchSequences(a, b, diff.coarse)) {
        addDifferent(diff, i, x, j, y);
        diff.rows.push_back({DiffRow::Kind::Equal, x, y, {}, {}});
        i = x + 1;
        j = y + 1;
    }
    addDifferent(diff, i, static_cast<int>(a.size()), j, static_cast<int>(b.size()));
    return diff;
}

} // namespace binnacle
