#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle {

// The number that a logged text stands for: "0.10", "1e-3", "+4", "inf", "NaN", with blanks around
// it or not. nullopt where anything else is in the text or the number does not fit a double.
std::optional<double> parseNumber(std::string_view text);

// Whether two logged texts mean the same: equal texts, or equal numbers ("0.10" and "0.1", "NaN"
// and "nan"). Whole numbers of any length are compared digit by digit, so that two long seeds or
// ids that share a double stay different.
bool sameValue(std::string_view a, std::string_view b);

// Shortest text that reads back as the same double; "NaN", "Infinity", "-Infinity".
std::string plainNumber(double value);
// At most `digits` significant digits.
std::string plainNumber(double value, int digits);

// "1,000,000".
std::string groupedInteger(std::int64_t value);

} // namespace binnacle
