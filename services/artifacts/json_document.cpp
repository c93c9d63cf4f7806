// JSON text to a StructuredValue, by simdjson.
#include "services/artifacts/structured_value.h"

#include <simdjson.h>

#include <charconv>

namespace binnacle {

namespace {

using Kind = StructuredValue::Kind;

// simdjson knows no NaN: outside of strings they are turned into strings with this first letter,
// which JSON does not allow in a string as it is.
constexpr char mark = '\x7f';

std::string withMarkedNumbers(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 16);
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (inString || text[i] == '"') {
            if (text[i] == '"')
                inString = !inString;
            out += text[i];
            if (inString && text[i] == '\\' && i + 1 < text.size())
                out += text[++i];
            continue;
        }
        std::string_view found;
        for (const std::string_view word : {"NaN", "Infinity", "-Infinity"})
            if (text.substr(i).starts_with(word))
                found = word;
        if (found.empty()) {
            out += text[i];
            continue;
        }
        out += std::string("\"") + mark + std::string(found) + '"';
        i += found.size() - 1;
    }
    return out;
}

StructuredValue scalar(Kind kind, std::string text)
{
    StructuredValue value;
    value.kind = kind;
    value.text = std::move(text);
    return value;
}

std::string shortest(double number)
{
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, number);
    return {text, error == std::errc() ? end : text};
}

StructuredValue textOrNumber(std::string_view text)
{
    const bool marked = !text.empty() && text.front() == mark;
    return scalar(marked ? Kind::Number : Kind::Text, std::string(text.substr(marked ? 1 : 0)));
}

bool convert(const simdjson::dom::element& element, StructuredValue& value, std::size_t& room)
{
    if (room-- == 0)
        return false;
    using Type = simdjson::dom::element_type;
    switch (element.type()) {
    case Type::ARRAY: {
        value.kind = Kind::List;
        const simdjson::dom::array array = element.get_array().value_unsafe();
        for (const auto item : array) {
            if (!convert(item, value.items.emplace_back(), room))
                return false;
        }
        return true;
    }
    case Type::OBJECT: {
        value.kind = Kind::Map;
        const simdjson::dom::object object = element.get_object().value_unsafe();
        for (const auto field : object) {
            value.keys.emplace_back(field.key);
            if (!convert(field.value, value.items.emplace_back(), room))
                return false;
        }
        return true;
    }
    case Type::INT64:
        value = scalar(Kind::Number, std::to_string(element.get_int64().value_unsafe()));
        return true;
    case Type::UINT64:
        value = scalar(Kind::Number, std::to_string(element.get_uint64().value_unsafe()));
        return true;
    case Type::DOUBLE:
        value = scalar(Kind::Number, shortest(element.get_double().value_unsafe()));
        return true;
    case Type::BOOL:
        value = scalar(Kind::Bool, element.get_bool().value_unsafe() ? "true" : "false");
        return true;
    case Type::STRING:
        value = textOrNumber(element.get_string().value_unsafe());
        return true;
    default:
        return true; // null
    }
}

} // namespace

Result<StructuredValue> parseJson(std::string_view text)
{
    simdjson::dom::parser parser;
    const std::string whole = withMarkedNumbers(text);
    simdjson::dom::element root;
    if (const auto error = parser.parse(whole).get(root))
        return failure(Error::Kind::Invalid,
                       QCoreApplication::translate("binnacle", "This is no valid JSON."),
                       QString::fromLatin1(simdjson::error_message(error)));
    StructuredValue value;
    std::size_t room = mostStructuredValues;
    if (!convert(root, value, room))
        return failure(Error::Kind::Invalid,
                       QCoreApplication::translate(
                           "binnacle", "This JSON has too many values to be shown as a tree."));
    return value;
}

} // namespace binnacle
