#pragma once

#include <string>

namespace binnacle {

// The text as a spreadsheet shows it instead of running it: one that begins with = + - @, a tab or
// a carriage return, and is no number, gets an apostrophe in front.
std::string withoutFormula(const std::string& text);

// A field of a CSV file (RFC 4180): in quotes where it has to be. Leaves formulas as they are.
std::string quotedField(const std::string& text);

} // namespace binnacle
