#pragma once

#include <cstdint>
#include <string_view>

namespace binnacle::tfevents {

// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), by the CPU's crc32 instruction where it
// has one, else by tables.
std::uint32_t crc32c(std::string_view bytes);

// The same by tables alone; public so that a test can hold the two against each other.
std::uint32_t crc32cByTable(std::string_view bytes);

// The form in which TFRecord files keep a checksum (tensorflow/tensorboard,
// data/server/masked_crc.rs): rotated and offset, so that a checksum of a checksum stays useful.
constexpr std::uint32_t masked(std::uint32_t crc)
{
    return ((crc >> 15) | (crc << 17)) + 0xa282ead8U;
}

} // namespace binnacle::tfevents
