#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace binnacle {

// FNV-1a (64 bit) over the fields of a mirrored thing, each text with its length before it so that
// fields can not run together. Tells that something changed; no protection against malice.
class FieldDigest
{
public:
    FieldDigest& add(std::string_view bytes)
    {
        add(static_cast<std::uint64_t>(bytes.size()));
        for (const char c : bytes)
            mix(static_cast<unsigned char>(c));
        return *this;
    }
    FieldDigest& add(std::uint64_t number)
    {
        for (int shift = 0; shift < 64; shift += 8)
            mix(static_cast<unsigned char>(number >> shift));
        return *this;
    }
    FieldDigest& add(std::int64_t number) { return add(static_cast<std::uint64_t>(number)); }
    FieldDigest& add(std::optional<std::int64_t> number)
    {
        return add(std::uint64_t{number.has_value()}).add(number.value_or(0));
    }
    std::uint64_t value() const { return hash_; }

private:
    void mix(unsigned char byte)
    {
        hash_ ^= byte;
        hash_ *= 0x100000001b3ULL;
    }
    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

} // namespace binnacle
