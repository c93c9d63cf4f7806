#pragma once

#include <string>
#include <vector>

namespace binnacle {

// One word of a POSIX shell that stands for exactly this text, whatever it holds: within single
// quotes nothing has a meaning, a single quote itself is written '\''. Zero bytes, which no word
// can hold, are left out.
std::string shellQuoted(const std::string& text);
std::string shellQuoted(const std::vector<std::string>& words); // separated by spaces

// On one line and without control characters: for a comment or a heading.
std::string oneLine(const std::string& text);

} // namespace binnacle
