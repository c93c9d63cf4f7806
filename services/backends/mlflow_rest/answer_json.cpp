#include "services/backends/mlflow_rest/answer_json.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace binnacle::mlflow {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr double infinity = std::numeric_limits<double>::infinity();

std::optional<double> realFromText(std::string_view text)
{
    if (text == "NaN" || text == "nan")
        return std::nan("");
    if (text == "Infinity" || text == "inf" || text == "Inf")
        return infinity;
    if (text == "-Infinity" || text == "-inf" || text == "-Inf")
        return -infinity;
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || end != text.data() + text.size())
        return std::nullopt;
    if (fault == std::errc::result_out_of_range) // from_chars leaves the value alone
        return text.find("e-") != std::string_view::npos ? 0.0
               : text[0] == '-'                          ? -infinity
                                                         : infinity;
    return fault == std::errc() ? std::optional(value) : std::nullopt;
}

// Where a double stands for an integer it must be one, within 2^63.
std::optional<std::int64_t> integerFromReal(double value)
{
    if (!(std::abs(value) < 9.2e18) || std::trunc(value) != value)
        return std::nullopt;
    return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> integerFromText(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (!text.empty() && fault == std::errc() && end == text.data() + text.size())
        return value;
    const auto real = realFromText(text);
    return real ? integerFromReal(*real) : std::nullopt;
}

bool endsWord(char c)
{
    return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == '\t' ||
           c == ':' || c == '"' || c == '[' || c == '{';
}

} // namespace

Node::Node(element root) : Node(root, nullptr, nullptr, none) {}

Node::Node(element value, const Node* parent, const char* key, std::size_t index)
    : parent_(parent), key_(key), index_(index)
{
    if (value.get(object_) != simdjson::SUCCESS)
        throw WrongAnswer{key ? where() : "the answer", "an object was expected"};
}

std::string Node::where() const
{
    if (!key_)
        return {};
    std::string path = parent_->where();
    if (!path.empty())
        path += '.';
    path += key_;
    return index_ == none ? path : path + '[' + std::to_string(index_) + ']';
}

void Node::refuse(const char* key, const char* what) const
{
    const auto path = where();
    throw WrongAnswer{path.empty() ? key : path + '.' + key, what};
}

std::optional<element> Node::member(const char* key) const
{
    element value;
    if (object_.at_key(key).get(value) != simdjson::SUCCESS || value.is_null())
        return std::nullopt;
    return value;
}

std::optional<Node> Node::child(const char* key) const
{
    const auto value = member(key);
    if (!value)
        return std::nullopt;
    return Node(*value, this, key, none);
}

void Node::forEach(const char* key, const std::function<void(const Node&)>& visit) const
{
    const auto value = member(key);
    if (!value)
        return;
    simdjson::dom::array list;
    if (value->get(list) != simdjson::SUCCESS)
        refuse(key, "a list was expected");
    std::size_t index = 0;
    for (const element entry : list)
        visit(Node(entry, this, key, index++));
}

std::string Node::text(const char* key) const
{
    const auto value = member(key);
    if (!value)
        return {};
    switch (value->type()) {
    case element_type::STRING:
        return std::string(std::string_view(*value));
    case element_type::INT64:
        return std::to_string(std::int64_t(*value));
    case element_type::UINT64:
        return std::to_string(std::uint64_t(*value));
    default:
        refuse(key, "a text was expected");
    }
}

std::string Node::requiredText(const char* key) const
{
    auto result = text(key);
    if (result.empty())
        refuse(key, "a text was expected, but it is missing");
    return result;
}

std::optional<std::int64_t> Node::integer(const char* key) const
{
    const auto value = member(key);
    if (!value)
        return std::nullopt;
    std::optional<std::int64_t> result;
    switch (value->type()) {
    case element_type::INT64:
        return std::int64_t(*value);
    case element_type::DOUBLE:
        result = integerFromReal(double(*value));
        break;
    case element_type::STRING:
        result = integerFromText(std::string_view(*value));
        break;
    default:
        break;
    }
    if (!result)
        refuse(key, "a whole number was expected");
    return result;
}

double Node::real(const char* key) const
{
    const auto value = member(key);
    if (!value)
        return std::nan("");
    std::optional<double> result;
    switch (value->type()) {
    case element_type::DOUBLE:
    case element_type::INT64:
    case element_type::UINT64:
        return double(*value);
    case element_type::STRING:
        result = realFromText(std::string_view(*value));
        break;
    default:
        break;
    }
    if (!result)
        refuse(key, "a number was expected");
    return *result;
}

bool Node::flag(const char* key) const
{
    const auto value = member(key);
    if (!value)
        return false;
    if (value->type() == element_type::BOOL)
        return bool(*value);
    if (value->type() == element_type::STRING) {
        const auto word = std::string_view(*value);
        if (word == "true" || word == "false")
            return word == "true";
    }
    refuse(key, "true or false was expected");
}

std::vector<KeyValue> Node::keyValues(const char* key) const
{
    std::vector<KeyValue> result;
    forEach(key, [&](const Node& entry) {
        result.push_back({entry.requiredText("key"), entry.text("value")});
    });
    return result;
}

std::string withQuotedWords(std::string_view body)
{
    std::string result;
    result.reserve(body.size() + body.size() / 8);
    for (std::size_t i = 0; i < body.size();) {
        const char c = body[i];
        if (c == '"') {
            const auto begin = i++;
            while (i < body.size() && body[i] != '"')
                i += body[i] == '\\' ? 2 : 1;
            i = std::min(i + 1, body.size());
            result += body.substr(begin, i - begin);
        } else if (endsWord(c)) {
            result += c;
            ++i;
        } else {
            const auto begin = i;
            while (i < body.size() && !endsWord(body[i]))
                ++i;
            const auto word = body.substr(begin, i - begin);
            const bool plain = word == "true" || word == "false" || word == "null" ||
                               !realFromText(word); // what is no number stays a fault
            result += plain ? std::string(word) : '"' + std::string(word) + '"';
        }
    }
    return result;
}

Result<void> readAnswer(std::string_view body, const char* what,
                        const std::function<void(const Node&)>& read)
{
    const auto wrong = [&](const QString& sentence, const char* fault) {
        return failure(Error::Kind::Invalid, sentence,
                       QStringLiteral("%1: %2; %3")
                           .arg(QLatin1String(what), QString::fromUtf8(fault),
                                QString::fromUtf8(body.substr(0, 300))));
    };
    simdjson::dom::parser parser;
    element root;
    auto fault = parser.parse(simdjson::padded_string(body)).get(root);
    if (fault == simdjson::T_ATOM_ERROR || fault == simdjson::F_ATOM_ERROR ||
        fault == simdjson::N_ATOM_ERROR || fault == simdjson::NUMBER_ERROR ||
        fault == simdjson::TAPE_ERROR) {
        fault = parser.parse(simdjson::padded_string(withQuotedWords(body))).get(root);
    }
    if (fault != simdjson::SUCCESS)
        return wrong(QCoreApplication::translate(
                         "binnacle", "The server's answer to %1 is not JSON, or was cut off. Check "
                                     "that the address is that of an MLflow server.")
                         .arg(QLatin1String(what)),
                     simdjson::error_message(fault));
    try {
        read(Node(root));
    } catch (const WrongAnswer& answer) {
        return wrong(QCoreApplication::translate(
                         "binnacle", "The server's answer to %1 can not be understood: %2 is not "
                                     "as MLflow describes it (%3).")
                         .arg(QLatin1String(what), QString::fromStdString(answer.where),
                              QString::fromStdString(answer.what)),
                     answer.what.c_str());
    } catch (const simdjson::simdjson_error& error) {
        return wrong(QCoreApplication::translate("binnacle",
                                                 "The server's answer to %1 can not be understood.")
                         .arg(QLatin1String(what)),
                     error.what());
    }
    return {};
}

} // namespace binnacle::mlflow
