#include "services/backends/tensorboard/event.h"

#include <array>
#include <charconv>

namespace binnacle::tfevents {

namespace {

using Type = WireReader::Type;

constexpr int maximumDepth = 8;           // of lists and structs in a hyperparameter
constexpr std::size_t maximumText = 6000; // bytes of one hyperparameter, as MLflow's params
constexpr std::size_t maximumParams = 10000;

std::string numberText(double number)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

void appendValue(std::string& text, std::string_view value, int depth);

void appendList(std::string& text, std::string_view list, int depth)
{
    text += '[';
    bool first = true;
    for (WireReader reader(list); reader.next() && text.size() < maximumText;) {
        if (!reader.is(1, Type::Bytes))
            continue;
        if (!first)
            text += ", ";
        first = false;
        appendValue(text, reader.bytes(), depth);
    }
    text += ']';
}

// One entry {1 key, 2 value} of a protobuf map.
std::pair<std::string_view, std::string_view> mapEntry(std::string_view bytes)
{
    std::pair<std::string_view, std::string_view> entry;
    for (WireReader reader(bytes); reader.next();) {
        if (reader.is(1, Type::Bytes))
            entry.first = reader.bytes();
        else if (reader.is(2, Type::Bytes))
            entry.second = reader.bytes();
    }
    return entry;
}

void appendStruct(std::string& text, std::string_view fields, int depth)
{
    text += '{';
    bool first = true;
    for (WireReader reader(fields); reader.next() && text.size() < maximumText;) {
        if (!reader.is(1, Type::Bytes))
            continue;
        if (!first)
            text += ", ";
        first = false;
        const auto [key, value] = mapEntry(reader.bytes());
        text.append(key).append(": ");
        appendValue(text, value, depth);
    }
    text += '}';
}

// A google.protobuf.Value as a person would write it: 0.01, relu, true, [32, 64].
void appendValue(std::string& text, std::string_view value, int depth)
{
    if (depth > maximumDepth) {
        text += "…";
        return;
    }
    for (WireReader reader(value); reader.next();) {
        if (reader.is(2, Type::Fixed64))
            text += numberText(reader.real64());
        else if (reader.is(3, Type::Bytes))
            text += reader.bytes().substr(0, maximumText);
        else if (reader.is(4, Type::Varint))
            text += reader.number() != 0 ? "true" : "false";
        else if (reader.is(5, Type::Bytes))
            appendStruct(text, reader.bytes(), depth + 1);
        else if (reader.is(6, Type::Bytes))
            appendList(text, reader.bytes(), depth + 1);
    }
}

SessionStart parseStart(std::string_view bytes)
{
    SessionStart start;
    for (WireReader reader(bytes); reader.next();) {
        if (reader.is(1, Type::Bytes) && start.hparams.size() < maximumParams) {
            const auto [key, value] = mapEntry(reader.bytes());
            std::string text;
            appendValue(text, value, 0);
            start.hparams.emplace_back(std::string(key), std::move(text));
        } else if (reader.is(4, Type::Bytes)) {
            start.group = reader.bytes();
        }
    }
    return start;
}

SessionEnd parseEnd(std::string_view bytes)
{
    SessionEnd end;
    for (WireReader reader(bytes); reader.next();) {
        if (reader.is(1, Type::Varint))
            end.status = reader.number() <= 3 ? static_cast<SessionEnd::Status>(reader.number())
                                              : SessionEnd::Status::Unknown;
        else if (reader.is(2, Type::Fixed64))
            end.endTime = reader.real64();
    }
    return end;
}

} // namespace

bool parseHparams(std::string_view content, HparamsContent& result)
{
    WireReader reader(content);
    while (reader.next()) {
        if (reader.is(3, Type::Bytes))
            result.start = parseStart(reader.bytes());
        else if (reader.is(4, Type::Bytes))
            result.end = parseEnd(reader.bytes());
    }
    return !reader.failed();
}

} // namespace binnacle::tfevents
