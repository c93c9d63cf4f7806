#include "services/backends/tensorboard/event.h"

namespace binnacle::tfevents {

using Type = WireReader::Type;

bool parseEvent(std::string_view record, Event& event)
{
    WireReader reader(record);
    while (reader.next()) {
        if (reader.is(1, Type::Fixed64)) {
            event.wallTime = reader.real64();
        } else if (reader.is(2, Type::Varint)) {
            event.step = reader.integer();
        } else if (reader.is(5, Type::Bytes)) {
            event.summary = reader.bytes();
        } else if (reader.is(7, Type::Bytes)) {
            event.sessionStart = false;
            WireReader log(reader.bytes());
            while (log.next()) {
                if (log.is(1, Type::Varint))
                    event.sessionStart = log.number() == 1;
            }
        }
    }
    return !reader.failed();
}

bool parseValue(std::string_view bytes, SummaryValue& value)
{
    WireReader reader(bytes);
    while (reader.next()) {
        if (reader.is(1, Type::Bytes)) {
            value.tag = reader.bytes();
        } else if (reader.is(2, Type::Fixed32)) {
            value.simple = reader.real32();
        } else if (reader.is(8, Type::Bytes)) {
            value.tensor = reader.bytes();
            value.hasTensor = true;
        } else if (reader.is(9, Type::Bytes)) {
            value.metadata = reader.bytes();
        }
    }
    return !reader.failed();
}

bool parseMetadata(std::string_view bytes, SummaryMetadata& metadata)
{
    WireReader reader(bytes);
    while (reader.next()) {
        if (reader.is(1, Type::Bytes)) {
            WireReader plugin(reader.bytes());
            while (plugin.next()) {
                if (plugin.is(1, Type::Bytes))
                    metadata.plugin = plugin.bytes();
                else if (plugin.is(2, Type::Bytes))
                    metadata.content = plugin.bytes();
            }
            if (plugin.failed())
                return false;
        } else if (reader.is(4, Type::Varint)) {
            metadata.scalarClass = reader.number() == 1;
        }
    }
    return !reader.failed();
}

} // namespace binnacle::tfevents
