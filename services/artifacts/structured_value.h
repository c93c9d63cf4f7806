#pragma once

#include "services/domain/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// A JSON or YAML document as it stands in a file: keys in their order, numbers as they were read.
struct StructuredValue
{
    enum class Kind { Null, Bool, Number, Text, List, Map };

    Kind kind = Kind::Null;
    std::string text;                   // Bool, Number and Text
    std::vector<StructuredValue> items; // List and Map
    std::vector<std::string> keys;      // Map: one for each item

    bool isScalar() const { return kind != Kind::List && kind != Kind::Map; }
    const StructuredValue* find(std::string_view key) const; // Map; nullptr: not there
    bool operator==(const StructuredValue&) const = default;
};

// Most values of a document: a YAML file of a few lines can mean billions (aliases of aliases).
inline constexpr std::size_t mostStructuredValues = 500'000;

// JSON as Python's json module writes it: NaN, Infinity and -Infinity are numbers. Errors: Invalid.
Result<StructuredValue> parseJson(std::string_view text);
// YAML 1.2 core scalars; several documents become a list. Errors: Invalid. Nothing that a tag names
// is ever made.
Result<StructuredValue> parseYaml(std::string_view text);

// On one line as JSON, cut with an ellipsis after about `most` bytes.
std::string compactText(const StructuredValue& value, std::size_t most = 200);
// Equal as data: numbers by value (1 and 1.0), the rest by text; the order of keys does not count.
bool sameData(const StructuredValue& a, const StructuredValue& b);
bool sameScalar(const StructuredValue& a, const StructuredValue& b);

} // namespace binnacle
