#pragma once

#include <span>
#include <string>
#include <string_view>

namespace binnacle {

std::string sqlName(std::string_view name);               // "a ""quoted"" name"
std::string sqlText(std::string_view text);               // 'it''s'
std::string sqlTexts(std::span<const std::string> texts); // ['a', 'b']
// A number that the engine reads back as the same DOUBLE; NaN and the infinities as casts.
std::string sqlNumber(double value);
std::string joined(std::span<const std::string> parts, std::string_view separator);

} // namespace binnacle
