#include "services/backends/tensorboard/event.h"

#include <bit>
#include <cmath>
#include <concepts>
#include <limits>

namespace binnacle::tfevents {

namespace {

using Type = WireReader::Type;

// Numbers of types.proto; the quantised, complex and 8-bit float types are no scalars here.
enum class DataType : std::uint64_t {
    Float = 1,
    Double = 2,
    Int32 = 3,
    UInt8 = 4,
    Int16 = 5,
    Int8 = 6,
    String = 7,
    Int64 = 9,
    Bool = 10,
    BFloat16 = 14,
    UInt16 = 17,
    Half = 19,
    UInt32 = 22,
    UInt64 = 23,
};

double fromBFloat16(std::uint16_t bits)
{
    return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16));
}

// IEEE 754 binary16.
double fromHalf(std::uint16_t bits)
{
    const int exponent = (bits >> 10) & 0x1f;
    const int fraction = bits & 0x3ff;
    double magnitude = 0;
    if (exponent == 0)
        magnitude = std::ldexp(fraction, -24);
    else if (exponent == 0x1f)
        magnitude = fraction == 0 ? std::numeric_limits<double>::infinity()
                                  : std::numeric_limits<double>::quiet_NaN();
    else
        magnitude = std::ldexp(fraction + 0x400, exponent - 25);
    return std::copysign(magnitude, (bits & 0x8000U) != 0 ? -1.0 : 1.0);
}

template <class T>
std::optional<double> raw(std::string_view content)
{
    if (content.size() != sizeof(T))
        return std::nullopt;
    T value{};
    content.copy(reinterpret_cast<char*>(&value), sizeof value); // little-endian
    return static_cast<double>(value);
}

std::optional<double> fromContent(DataType type, std::string_view content)
{
    switch (type) {
    case DataType::Float:
        return raw<float>(content);
    case DataType::Double:
        return raw<double>(content);
    case DataType::Int32:
        return raw<std::int32_t>(content);
    case DataType::UInt8:
        return raw<std::uint8_t>(content);
    case DataType::Int16:
        return raw<std::int16_t>(content);
    case DataType::Int8:
        return raw<std::int8_t>(content);
    case DataType::Int64:
        return raw<std::int64_t>(content);
    case DataType::Bool:
        return raw<std::uint8_t>(content);
    case DataType::UInt16:
        return raw<std::uint16_t>(content);
    case DataType::UInt32:
        return raw<std::uint32_t>(content);
    case DataType::UInt64:
        return raw<std::uint64_t>(content);
    case DataType::BFloat16:
    case DataType::Half: {
        if (content.size() != sizeof(std::uint16_t))
            return std::nullopt;
        std::uint16_t bits = 0;
        content.copy(reinterpret_cast<char*>(&bits), sizeof bits);
        return type == DataType::Half ? fromHalf(bits) : fromBFloat16(bits);
    }
    case DataType::String:
        break;
    }
    return std::nullopt;
}

// Which field of TensorProto lists the values of a type; 0: none that is a number.
std::uint32_t listField(DataType type)
{
    switch (type) {
    case DataType::Float:
        return 5;
    case DataType::Double:
        return 6;
    case DataType::Int32:
    case DataType::UInt8:
    case DataType::Int16:
    case DataType::Int8:
    case DataType::UInt16:
        return 7;
    case DataType::Int64:
        return 10;
    case DataType::Bool:
        return 11;
    case DataType::BFloat16:
    case DataType::Half:
        return 13;
    case DataType::UInt32:
        return 16;
    case DataType::UInt64:
        return 17;
    case DataType::String:
        break;
    }
    return 0;
}

double fromVarint(DataType type, std::uint64_t number)
{
    switch (type) {
    case DataType::UInt64:
        return static_cast<double>(number);
    case DataType::Half:
        return fromHalf(static_cast<std::uint16_t>(number));
    case DataType::BFloat16:
        return fromBFloat16(static_cast<std::uint16_t>(number));
    default:
        return static_cast<double>(static_cast<std::int64_t>(number));
    }
}

// The first value of a typed list, which may be packed or not.
std::optional<double> firstOf(DataType type, const WireReader& field)
{
    if (field.type() == Type::Varint)
        return fromVarint(type, field.number());
    if (field.type() == Type::Fixed32)
        return static_cast<double>(field.real32());
    if (field.type() == Type::Fixed64)
        return field.real64();
    if (type == DataType::Float)
        return raw<float>(field.bytes().substr(0, sizeof(float)));
    if (type == DataType::Double)
        return raw<double>(field.bytes().substr(0, sizeof(double)));
    std::uint64_t number = 0;
    unsigned shift = 0;
    for (const char c : field.bytes()) {
        const auto byte = static_cast<unsigned char>(c);
        number |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if ((byte & 0x80U) == 0)
            return fromVarint(type, number);
        shift += 7;
        if (shift >= 64)
            break;
    }
    return std::nullopt;
}

// Whether a TensorShapeProto describes exactly one element: rank 0, or all dimensions 1.
bool oneElement(std::string_view shape)
{
    WireReader reader(shape);
    while (reader.next()) {
        if (reader.is(3, Type::Varint) && reader.number() != 0) // unknown_rank
            return false;
        if (!reader.is(2, Type::Bytes))
            continue;
        std::uint64_t size = 0;
        WireReader dimension(reader.bytes());
        while (dimension.next()) {
            if (dimension.is(1, Type::Varint))
                size = dimension.number();
        }
        if (size != 1)
            return false;
    }
    return !reader.failed();
}

} // namespace

std::optional<double> scalarOf(std::string_view tensor)
{
    auto type = DataType{};
    std::string_view content;
    // The type comes first in practice but need not: the lists are looked at again below.
    for (WireReader reader(tensor); reader.next();) {
        if (reader.is(1, Type::Varint))
            type = static_cast<DataType>(reader.number());
        else if (reader.is(2, Type::Bytes) && !oneElement(reader.bytes()))
            return std::nullopt;
        else if (reader.is(4, Type::Bytes))
            content = reader.bytes();
    }
    if (!content.empty())
        return fromContent(type, content);
    const auto list = listField(type);
    if (list == 0)
        return std::nullopt;
    WireReader reader(tensor);
    while (reader.next()) {
        if (reader.field() == list)
            return firstOf(type, reader);
    }
    // Writers leave a list of zeros out.
    return reader.failed() ? std::nullopt : std::optional(0.0);
}

std::optional<std::string_view> textOf(std::string_view tensor)
{
    bool isText = false;
    std::optional<std::string_view> first;
    WireReader reader(tensor);
    while (reader.next()) {
        if (reader.is(1, Type::Varint))
            isText = static_cast<DataType>(reader.number()) == DataType::String;
        else if (reader.is(8, Type::Bytes) && !first)
            first = reader.bytes();
    }
    return isText && !reader.failed() ? first : std::nullopt;
}

} // namespace binnacle::tfevents
