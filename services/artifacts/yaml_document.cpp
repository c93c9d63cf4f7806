// YAML text to a StructuredValue, by yaml-cpp.
#include "services/artifacts/structured_value.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

namespace binnacle {

namespace {

using Kind = StructuredValue::Kind;
constexpr std::size_t deepest = 200;

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

struct TooLarge : std::exception
{
};

// Makes the tree from the parser's events, so that nothing is kept of what is too large.
class TreeBuilder : public YAML::EventHandler
{
public:
    std::vector<StructuredValue> documents;

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        // yaml-cpp 0.7 reads a stray "," as one empty document after the other, without end.
        if (mark.pos == begun_)
            throw YAML::ParserException(mark, "no document begins here");
        begun_ = mark.pos;
        anchors_.clear();
        root_ = {};
    }
    void OnDocumentEnd() override { documents.push_back(std::move(root_)); }
    void OnNull(const YAML::Mark&, YAML::anchor_t anchor) override { add({}, anchor); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end())
            throw YAML::ParserException(mark, "a value that contains itself");
        take(found->second.values);
        add(found->second.value, 0);
    }
    void OnScalar(const YAML::Mark&, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override
    {
        StructuredValue value;
        // The tag of a scalar in quotes is "!", of a plain one "?".
        value.kind = tag == "?" ? kindOfPlain(text) : Kind::Text;
        value.text = scalarText(value.kind, text);
        if (isKey())
            open_.back().key = text;
        add(std::move(value), anchor);
    }
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        begin(Kind::List, anchor);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        begin(Kind::Map, anchor);
    }
    void OnMapEnd() override { end(); }

private:
    struct Open
    {
        StructuredValue value;
        YAML::anchor_t anchor = 0;
        std::size_t roomBefore = 0;
        bool keyNext = true; // Map: the next value is a key
        std::string key = "?";
    };
    struct Anchored
    {
        StructuredValue value;
        std::size_t values = 1;
    };

    bool isKey() const
    {
        return !open_.empty() && open_.back().value.kind == Kind::Map && open_.back().keyNext;
    }
    void take(std::size_t values)
    {
        if (values > room_)
            throw TooLarge();
        room_ -= values;
    }
    void begin(Kind kind, YAML::anchor_t anchor)
    {
        if (open_.size() >= deepest)
            throw TooLarge();
        Open& opened = open_.emplace_back();
        opened.value.kind = kind;
        opened.anchor = anchor;
        opened.roomBefore = room_;
    }
    void end()
    {
        Open closed = std::move(open_.back());
        open_.pop_back();
        add(std::move(closed.value), closed.anchor, closed.roomBefore - room_ + 1);
    }
    void add(StructuredValue value, YAML::anchor_t anchor, std::size_t values = 1)
    {
        take(1);
        if (anchor != 0) {
            take(values); // it is kept a second time
            anchors_[anchor] = {value, values};
        }
        if (open_.empty()) {
            root_ = std::move(value);
            return;
        }
        Open& parent = open_.back();
        if (isKey()) {
            parent.value.keys.push_back(std::exchange(parent.key, "?"));
            parent.keyNext = false;
            return;
        }
        parent.value.items.push_back(std::move(value));
        parent.keyNext = true;
    }

    std::vector<Open> open_;
    std::map<YAML::anchor_t, Anchored> anchors_;
    StructuredValue root_;
    std::size_t room_ = mostStructuredValues;
    int begun_ = -1;
};

Error invalid(const QString& detail)
{
    return {Error::Kind::Invalid, QCoreApplication::translate("binnacle", "This is no valid YAML."),
            detail};
}

} // namespace

Result<StructuredValue> parseYaml(std::string_view text)
{
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        TreeBuilder tree;
        while (parser.HandleNextDocument(tree)) {
        }
        if (tree.documents.empty())
            return StructuredValue{};
        if (tree.documents.size() == 1)
            return std::move(tree.documents.front());
        StructuredValue all;
        all.kind = Kind::List;
        all.items = std::move(tree.documents);
        return all;
    } catch (const TooLarge&) {
        return failure(
            Error::Kind::Invalid,
            QCoreApplication::translate(
                "binnacle", "This YAML is too large or too deep to be shown as a tree."));
    } catch (const std::exception& error) {
        return failure(invalid(QString::fromUtf8(error.what())));
    }
}

} // namespace binnacle
