#include "services/compare/plain_number.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace binnacle {

namespace {

std::string_view trimmed(std::string_view text)
{
    const auto blank = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

// A whole number as sign and digits without leading zeros; nullopt for any other text.
struct WholeNumber
{
    bool negative = false;
    std::string_view digits;
    bool operator==(const WholeNumber&) const = default;
};

std::optional<WholeNumber> wholeNumber(std::string_view text)
{
    text = trimmed(text);
    WholeNumber number;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        number.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    while (!text.empty() && text.front() == '0')
        text.remove_prefix(1);
    number.digits = text;
    if (text.empty())
        number.negative = false;
    return number;
}

std::string notFinite(double value)
{
    if (std::isnan(value))
        return "NaN";
    return value > 0 ? "Infinity" : "-Infinity";
}

} // namespace

std::optional<double> parseNumber(std::string_view text)
{
    text = trimmed(text);
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
        if (!text.empty() && (text.front() == '-' || text.front() == '+'))
            return std::nullopt;
    }
    if (text.empty())
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

bool sameValue(std::string_view a, std::string_view b)
{
    if (a == b)
        return true;
    const auto wholeA = wholeNumber(a);
    const auto wholeB = wholeNumber(b);
    if (wholeA && wholeB)
        return *wholeA == *wholeB;
    const auto numberA = parseNumber(a);
    const auto numberB = parseNumber(b);
    if (!numberA || !numberB)
        return false;
    return *numberA == *numberB || (std::isnan(*numberA) && std::isnan(*numberB));
}

std::string plainNumber(double value)
{
    if (!std::isfinite(value))
        return notFinite(value);
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return std::string(buffer.data(), end);
}

std::string plainNumber(double value, int digits)
{
    if (!std::isfinite(value))
        return notFinite(value);
    std::array<char, 40> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                            std::chars_format::general, digits);
    return std::string(buffer.data(), end);
}

std::string groupedInteger(std::int64_t value)
{
    auto text = std::to_string(value);
    const std::size_t first = value < 0 ? 1 : 0;
    for (auto at = static_cast<std::int64_t>(text.size()) - 3;
         at > static_cast<std::int64_t>(first); at -= 3)
        text.insert(static_cast<std::size_t>(at), 1, ',');
    return text;
}

} // namespace binnacle
