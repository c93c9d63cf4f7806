#include "services/data/sql_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace binnacle {

namespace {

std::string quoted(std::string_view text, char quote)
{
    std::string result(1, quote);
    for (const char letter : text) {
        result += letter;
        if (letter == quote)
            result += quote;
    }
    result += quote;
    return result;
}

} // namespace

std::string sqlName(std::string_view name)
{
    return quoted(name, '"');
}

std::string sqlText(std::string_view text)
{
    return quoted(text, '\'');
}

std::string sqlTexts(std::span<const std::string> texts)
{
    std::vector<std::string> all;
    all.reserve(texts.size());
    for (const auto& text : texts)
        all.push_back(sqlText(text));
    return "[" + joined(all, ", ") + "]";
}

std::string sqlNumber(double value)
{
    if (std::isnan(value))
        return "'NaN'::DOUBLE";
    if (std::isinf(value))
        return value > 0 ? "'Infinity'::DOUBLE" : "'-Infinity'::DOUBLE";
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::scientific);
    return {buffer.data(), end.ptr}; // with an exponent it is a DOUBLE, never a DECIMAL
}

std::string joined(std::span<const std::string> parts, std::string_view separator)
{
    std::string all;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0)
            all += separator;
        all += parts[i];
    }
    return all;
}

} // namespace binnacle
