#include "services/domain/csv_field.h"

#include <charconv>
#include <string_view>

namespace binnacle {

namespace {

bool isNumber(const std::string& text)
{
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const char* const end = text.data() + text.size();
    double value = 0;
    const auto read = std::from_chars(begin, end, value);
    return read.ec == std::errc() && read.ptr == end;
}

} // namespace

std::string withoutFormula(const std::string& text)
{
    constexpr std::string_view starters = "=+-@\t\r";
    if (text.empty() || starters.find(text.front()) == std::string_view::npos || isNumber(text))
        return text;
    return "'" + text;
}

std::string quotedField(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted.push_back('"');
        quoted.push_back(c);
    }
    quoted.push_back('"');
    return quoted;
}

} // namespace binnacle
