#pragma once

#include <string>
#include <string_view>

namespace binnacle {

// SQL's LIKE: % stands for any text, _ for one character (UTF-8), everything else for itself.
bool likeMatches(std::string_view text, std::string_view pattern);

// The text without case, for comparison only: ASCII quickly, other scripts by Unicode's folding.
std::string foldCase(std::string_view text);

// Looks for one word in many texts, ignoring case.
class WordFinder
{
public:
    explicit WordFinder(std::string_view word);
    bool in(std::string_view text) const;
    const std::string& folded() const { return folded_; }

private:
    std::string folded_;
    bool ascii_;
};

} // namespace binnacle
