#pragma once

#include "services/backends/tensorboard/crc32c.h"

#include <cstdint>
#include <string>
#include <string_view>

// TensorBoard's messages as bytes, written out field by field.
namespace binnacle::eventbytes {

template <class T>
std::string raw(T value)
{
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

inline std::string varint(std::uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes += static_cast<char>(value | 0x80U);
    bytes += static_cast<char>(value);
    return bytes;
}

inline std::string key(unsigned field, unsigned type)
{
    return varint((field << 3) | type);
}

inline std::string number(unsigned field, std::int64_t value)
{
    return key(field, 0) + varint(static_cast<std::uint64_t>(value));
}

inline std::string message(unsigned field, std::string_view body)
{
    return key(field, 2) + varint(body.size()) + std::string(body);
}

inline std::string record(const std::string& data)
{
    const auto length = raw(static_cast<std::uint64_t>(data.size()));
    return length + raw(tfevents::masked(tfevents::crc32c(length))) + data +
           raw(tfevents::masked(tfevents::crc32c(data)));
}

inline std::string event(double wallTime, std::int64_t step, const std::string& body)
{
    return record(key(1, 1) + raw(wallTime) + number(2, step) + body);
}

inline std::string version(double wallTime)
{
    return event(wallTime, 0, message(3, "brain.Event:2"));
}

inline std::string scalar(double wallTime, std::int64_t step, std::string_view tag, float value)
{
    return event(wallTime, step, message(5, message(1, message(1, tag) + key(2, 5) + raw(value))));
}

inline std::string restart(double wallTime, std::int64_t step)
{
    return event(wallTime, step, message(7, number(1, 1)));
}

} // namespace binnacle::eventbytes
