#pragma once

#include "services/domain/result.h"
#include "services/domain/run.h"

#include <simdjson.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::mlflow {

// A tolerant reading of the JSON that MLflow servers of many versions send. What is absent or null
// has its default; int64 and doubles may be numbers or strings; doubles may be the strings or the
// bare words NaN, Infinity, -Infinity (the bulk endpoint writes them as Python does).
//
// A value of a wrong type is thrown as WrongAnswer, which readAnswer() turns into an Error; it
// does not leave this folder.
struct WrongAnswer
{
    std::string where; // "runs[3].info.start_time"
    std::string what;  // "a number was expected"
};

// One object inside an answer. Lives as long as the document and, for its place in a message, as
// long as the node that it came from.
class Node
{
public:
    explicit Node(simdjson::dom::element root);

    // A member that is an object; absent where it is missing or null.
    std::optional<Node> child(const char* key) const;
    // The members of a list of objects; nothing where it is missing or null.
    void forEach(const char* key, const std::function<void(const Node&)>& visit) const;

    std::string text(const char* key) const;
    std::string requiredText(const char* key) const;
    std::optional<std::int64_t> integer(const char* key) const;
    double real(const char* key) const;                     // NaN where it is missing
    bool flag(const char* key) const;                       // false where it is missing
    std::vector<KeyValue> keyValues(const char* key) const; // list of {"key": …, "value": …}

    [[noreturn]] void refuse(const char* key, const char* what) const;

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    Node(simdjson::dom::element value, const Node* parent, const char* key, std::size_t index);
    std::optional<simdjson::dom::element> member(const char* key) const;
    std::string where() const;

    simdjson::dom::object object_;
    const Node* parent_ = nullptr;
    const char* key_ = nullptr;
    std::size_t index_ = none; // in a list
};

// Parses `body` and lets `read` look at the outermost object. `what` names the answer for a person
// and a log ("runs/search").
Result<void> readAnswer(std::string_view body, const char* what,
                        const std::function<void(const Node&)>& read);

// The body with every bare word or number that JSON does not know in quotes.
std::string withQuotedWords(std::string_view body);

} // namespace binnacle::mlflow
