#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace binnacle::tfevents {

// Walks the fields of one protobuf message in its wire form. Never reads outside the bytes given,
// whatever they say; nested messages are walked by a reader of their own over bytes(). Groups
// (types 3 and 4, unused since proto2) count as malformed.
// Source: protobuf.dev, "Encoding".
class WireReader
{
public:
    enum class Type : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

    explicit WireReader(std::string_view message)
        : at_(message.data()), end_(message.data() + message.size())
    {
    }

    // Moves to the next field; false at the end and where the message is malformed.
    bool next()
    {
        if (at_ == end_)
            return false;
        std::uint64_t key = 0;
        if (!readVarint(key) || key >> 32 != 0)
            return fail();
        field_ = static_cast<std::uint32_t>(key >> 3);
        switch (key & 7U) {
        case 0:
            type_ = Type::Varint;
            return readVarint(number_) || fail();
        case 1:
            type_ = Type::Fixed64;
            return readFixed(8) || fail();
        case 2:
            type_ = Type::Bytes;
            return readBytes() || fail();
        case 5:
            type_ = Type::Fixed32;
            return readFixed(4) || fail();
        default:
            return fail();
        }
    }

    bool failed() const { return failed_; }
    std::uint32_t field() const { return field_; }
    Type type() const { return type_; }
    bool is(std::uint32_t field, Type type) const { return field_ == field && type_ == type; }

    std::uint64_t number() const { return number_; } // Varint, Fixed64, Fixed32
    std::int64_t integer() const { return static_cast<std::int64_t>(number_); }
    double real64() const { return std::bit_cast<double>(number_); }
    float real32() const { return std::bit_cast<float>(static_cast<std::uint32_t>(number_)); }
    std::string_view bytes() const { return bytes_; }

private:
    bool fail()
    {
        failed_ = true;
        at_ = end_;
        return false;
    }
    bool readVarint(std::uint64_t& value)
    {
        value = 0;
        for (unsigned shift = 0; shift < 64 && at_ != end_; shift += 7) {
            const auto byte = static_cast<unsigned char>(*at_++);
            value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if ((byte & 0x80U) == 0)
                return true;
        }
        return false;
    }
    bool readFixed(std::size_t size)
    {
        if (static_cast<std::size_t>(end_ - at_) < size)
            return false;
        number_ = 0;
        std::memcpy(&number_, at_, size); // little-endian, as all platforms of the project are
        at_ += size;
        return true;
    }
    bool readBytes()
    {
        std::uint64_t length = 0;
        if (!readVarint(length) || length > static_cast<std::uint64_t>(end_ - at_))
            return false;
        bytes_ = std::string_view(at_, static_cast<std::size_t>(length));
        at_ += length;
        return true;
    }

    const char* at_;
    const char* end_;
    std::uint32_t field_ = 0;
    Type type_ = Type::Varint;
    bool failed_ = false;
    std::uint64_t number_ = 0;
    std::string_view bytes_;
};

} // namespace binnacle::tfevents
