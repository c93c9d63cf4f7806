// YAML text to a StructuredValue, by yaml-cpp.
#include "services/artifacts/structured_value.h"

#include <yaml-cpp/yaml.h>

#include <charconv>

namespace binnacle {

namespace {

using Kind = StructuredValue::Kind;
constexpr int deepest = 200;

// Of the core schema of YAML 1.2; Python's and Go's writers keep to it.
Kind kindOfPlain(const std::string& text)
{
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
        return Kind::Null;
    if (text == "true" || text == "false" || text == "True" || text == "False" || text == "TRUE" ||
        text == "FALSE")
        return Kind::Bool;
    if (text == ".nan" || text == ".NaN" || text == ".inf" || text == "-.inf")
        return Kind::Number;
    double number = 0;
    const char* begin = text.data() + (text.front() == '+' ? 1 : 0);
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(begin, end, number);
    const bool digit = text.find_first_of("0123456789") != std::string::npos;
    return digit && error == std::errc() && stop == end ? Kind::Number : Kind::Text;
}

std::string scalarText(Kind kind, const std::string& text)
{
    if (kind == Kind::Bool)
        return text[0] == 't' || text[0] == 'T' ? "true" : "false";
    if (kind == Kind::Number && text.ends_with("inf"))
        return text[0] == '-' ? "-Infinity" : "Infinity";
    if (kind == Kind::Number && (text == ".nan" || text == ".NaN"))
        return "NaN";
    return kind == Kind::Null ? std::string() : text;
}

bool convert(const YAML::Node& node, StructuredValue& value, std::size_t& room, int depth)
{
    if (depth > deepest || room-- == 0)
        return false;
    if (node.IsSequence()) {
        value.kind = Kind::List;
        for (const auto& item : node) {
            if (!convert(item, value.items.emplace_back(), room, depth + 1))
                return false;
        }
    } else if (node.IsMap()) {
        value.kind = Kind::Map;
        for (const auto& field : node) {
            value.keys.push_back(field.first.IsScalar() ? field.first.Scalar() : std::string("?"));
            if (!convert(field.second, value.items.emplace_back(), room, depth + 1))
                return false;
        }
    } else if (node.IsScalar()) {
        // The tag of a scalar in quotes is "!", of a plain one "?".
        value.kind = node.Tag() == "?" ? kindOfPlain(node.Scalar()) : Kind::Text;
        value.text = scalarText(value.kind, node.Scalar());
    }
    return true;
}

Error invalid(const QString& detail)
{
    return {Error::Kind::Invalid, QCoreApplication::translate("binnacle", "This is no valid YAML."),
            detail};
}

} // namespace

Result<StructuredValue> parseYaml(std::string_view text)
{
    try {
        const auto documents = YAML::LoadAll(std::string(text));
        StructuredValue all;
        all.kind = Kind::List;
        std::size_t room = mostStructuredValues;
        for (const auto& document : documents) {
            if (!convert(document, all.items.emplace_back(), room, 0))
                return failure(
                    Error::Kind::Invalid,
                    QCoreApplication::translate(
                        "binnacle", "This YAML is too large or too deep to be shown as a tree."));
        }
        if (all.items.empty())
            return StructuredValue{};
        return all.items.size() == 1 ? std::move(all.items.front()) : all;
    } catch (const YAML::Exception& error) {
        return failure(invalid(QString::fromUtf8(error.what())));
    } catch (const std::exception& error) {
        return failure(invalid(QString::fromUtf8(error.what())));
    }
}

} // namespace binnacle
