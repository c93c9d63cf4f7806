#pragma once

#include "services/backends/tensorboard/wire.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The parts of TensorBoard's messages that Binnacle reads. Views point into the record's bytes.
// Source: tensorflow/tensorboard, compat/proto/{event,summary,tensor,types}.proto and
// plugins/hparams/plugin_data.proto.

namespace binnacle::tfevents {

struct Event
{
    double wallTime = 0; // seconds since 1970
    std::int64_t step = 0;
    std::string_view summary;  // Summary; empty where the event is of another kind
    bool sessionStart = false; // SessionLog START: a restart, which drops points of step >= this
};

struct SummaryValue
{
    std::string_view tag;
    std::optional<float> simple; // simple_value
    std::string_view tensor;     // TensorProto
    bool hasTensor = false;
    std::string_view metadata; // SummaryMetadata
};

struct SummaryMetadata
{
    std::string_view plugin;
    std::string_view content;
    bool scalarClass = false; // data_class is DATA_CLASS_SCALAR
};

// false: malformed.
bool parseEvent(std::string_view record, Event& event);
bool parseValue(std::string_view bytes, SummaryValue& value);
bool parseMetadata(std::string_view bytes, SummaryMetadata& metadata);

// The only number of a tensor of any numeric type with one element; nullopt for all else.
std::optional<double> scalarOf(std::string_view tensor);
// The first string of a string tensor.
std::optional<std::string_view> textOf(std::string_view tensor);

// Calls `visit(const SummaryValue&)` for each value of a summary.
template <class Visit>
void forEachValue(std::string_view summary, Visit visit)
{
    WireReader reader(summary);
    while (reader.next()) {
        if (!reader.is(1, WireReader::Type::Bytes))
            continue;
        SummaryValue value;
        if (parseValue(reader.bytes(), value))
            visit(std::as_const(value));
    }
}

// What the hparams plugin keeps of a training session.
struct SessionStart
{
    std::vector<std::pair<std::string, std::string>> hparams; // values as text
    std::string group;
};
struct SessionEnd
{
    enum class Status { Unknown = 0, Success = 1, Failure = 2, Running = 3 };
    Status status = Status::Unknown;
    double endTime = 0; // seconds since 1970; 0: unknown
};
struct HparamsContent
{
    std::optional<SessionStart> start;
    std::optional<SessionEnd> end;
};
bool parseHparams(std::string_view content, HparamsContent& result);

} // namespace binnacle::tfevents
