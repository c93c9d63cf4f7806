#pragma once

#include <optional>
#include <string_view>

namespace binnacle {

// A text that is a number as a whole: decimal or with an exponent, "inf", "-Infinity" (any case).
// "nan", "", " 1" and "1_000" are no numbers. Does not depend on the locale.
std::optional<double> numberFromText(std::string_view text);

} // namespace binnacle
