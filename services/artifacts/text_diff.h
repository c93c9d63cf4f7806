#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// A stretch of a line, in bytes of its UTF-8 text.
struct TextSpan
{
    std::size_t begin = 0, length = 0;
    bool operator==(const TextSpan&) const = default;
};

// One row of two texts side by side.
struct DiffRow
{
    enum class Kind { Equal, Removed, Added, Changed };
    Kind kind = Kind::Equal;
    int left = -1, right = -1;                   // line numbers from 0; -1: none on this side
    std::vector<TextSpan> leftWords, rightWords; // Changed: what differs within the line
    bool operator==(const DiffRow&) const = default;
};

struct TextDiff
{
    std::vector<std::string> leftLines, rightLines;
    std::vector<DiffRow> rows;
    int removed = 0, added = 0; // lines; a changed line is both
    // The texts differ too much to look for the shortest script everywhere: some equal lines may be
    // shown as changed. Never the other way round.
    bool coarse = false;
};

// Lines by Myers' greedy algorithm (Eugene W. Myers: “An O(ND) Difference Algorithm and Its
// Variations”, 1986) between lines that occur once on both sides (Bram Cohen's patience diff) where
// the texts are long; words within changed lines by the same. Bytes that are no UTF-8 are compared
// as they are. "\r\n" ends a line as "\n" does.
TextDiff diffTexts(std::string_view left, std::string_view right);

std::vector<std::string> linesOf(std::string_view text);

} // namespace binnacle
