#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// One token of a filter. Positions are byte offsets.
struct FilterLexeme
{
    enum class Kind {
        Word,    // an identifier, dots and quoted key included: metrics."val acc"
        Keyword, // AND OR NOT IN IS NULL LIKE ILIKE; text is in capitals
        Number,
        String,   // text without its quotes, doubled quotes undone
        Operator, // = == != <> > >= < <=
        Open,
        Close,
        Comma,
        Unknown, // a character that has no place here, or an unfinished quote
        End,
    };
    Kind kind = Kind::End;
    std::size_t position = 0;
    std::size_t length = 0;
    std::string text;
    bool unfinished = false; // a quote that never closes
    bool quoted = false;     // Word: it has a part in quotes
};

// Never fails: what fits nowhere becomes Unknown. Ends with End.
std::vector<FilterLexeme> lexFilter(std::string_view text);

// The parts of a Word at its dots; a part in quotes is the last one. The key of a column is the
// quoted part, or the rest of the word with its dots.
struct WordPart
{
    std::string text;
    std::size_t position = 0; // byte offset in the word, of the quote where quoted
    bool quoted = false;
};
std::vector<WordPart> splitWord(std::string_view word);

// The text in quotes, quote characters inside doubled.
std::string quoteText(std::string_view text, char quote);

} // namespace binnacle
