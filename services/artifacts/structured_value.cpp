#include "services/artifacts/structured_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace binnacle {

const StructuredValue* StructuredValue::find(std::string_view key) const
{
    const auto at = std::ranges::find(keys, key);
    return kind == Kind::Map && at != keys.end()
               ? &items[static_cast<std::size_t>(at - keys.begin())]
               : nullptr;
}

namespace {

using Kind = StructuredValue::Kind;

double numberOf(const std::string& text)
{
    if (text == "NaN")
        return std::nan("");
    if (text == "Infinity" || text == "-Infinity")
        return text.front() == '-' ? -HUGE_VAL : HUGE_VAL;
    double value = 0;
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    std::from_chars(begin, text.data() + text.size(), value);
    return value;
}

void appendQuoted(std::string& out, const std::string& text)
{
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) >= 0x20)
            out += c;
    }
    out += '"';
}

void appendCompact(std::string& out, const StructuredValue& value, std::size_t most)
{
    if (out.size() > most)
        return;
    if (value.kind == Kind::Text)
        appendQuoted(out, value.text);
    else if (value.isScalar())
        out += value.kind == Kind::Null ? "null" : value.text;
    if (value.isScalar())
        return;
    const bool map = value.kind == Kind::Map;
    out += map ? '{' : '[';
    for (std::size_t i = 0; i < value.items.size() && out.size() <= most; ++i) {
        if (i > 0)
            out += ", ";
        if (map) {
            appendQuoted(out, value.keys[i]);
            out += ": ";
        }
        appendCompact(out, value.items[i], most);
    }
    out += map ? '}' : ']';
}

} // namespace

std::string compactText(const StructuredValue& value, std::size_t most)
{
    std::string text;
    appendCompact(text, value, most);
    if (text.size() <= most)
        return text;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end; // not within a character
    return text.substr(0, end) + "…";
}

bool sameScalar(const StructuredValue& a, const StructuredValue& b)
{
    if (a.kind != b.kind)
        return false;
    if (a.text == b.text)
        return true;
    return a.kind == Kind::Number && numberOf(a.text) == numberOf(b.text);
}

bool sameData(const StructuredValue& a, const StructuredValue& b)
{
    if (a.kind != b.kind || a.items.size() != b.items.size())
        return false;
    if (a.isScalar())
        return sameScalar(a, b);
    for (std::size_t i = 0; i < a.items.size(); ++i) {
        const auto* other = a.kind == Kind::List ? &b.items[i] : b.find(a.keys[i]);
        if (!other || !sameData(a.items[i], *other))
            return false;
    }
    return true;
}

} // namespace binnacle
