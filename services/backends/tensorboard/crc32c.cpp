#include "services/backends/tensorboard/crc32c.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace binnacle::tfevents {

namespace {

constexpr std::uint32_t polynomial = 0x82F63B78U;

// tables[k][b]: the checksum of byte b followed by k zero bytes.
using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables makeTables()
{
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1U) != 0U ? polynomial : 0U);
        tables[0][byte] = crc;
    }
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        for (std::size_t k = 1; k < tables.size(); ++k) {
            const auto before = tables[k - 1][byte];
            tables[k][byte] = (before >> 8) ^ tables[0][before & 0xffU];
        }
    }
    return tables;
}

constexpr Tables tables = makeTables();

std::uint64_t load64(const char* at)
{
    std::uint64_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32cByInstruction(std::string_view bytes)
{
    std::uint64_t crc = 0xffffffffU;
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    for (; end - at >= 8; at += 8)
        crc = _mm_crc32_u64(crc, load64(at));
    auto tail = static_cast<std::uint32_t>(crc);
    for (; at != end; ++at)
        tail = _mm_crc32_u8(tail, static_cast<unsigned char>(*at));
    return ~tail;
}
#endif

using Function = std::uint32_t (*)(std::string_view);

Function fastest()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2"))
        return crc32cByInstruction;
#endif
    return crc32cByTable;
}

const Function chosen = fastest();

} // namespace

std::uint32_t crc32cByTable(std::string_view bytes)
{
    std::uint32_t crc = 0xffffffffU;
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    for (; end - at >= 8; at += 8) { // little-endian, as all platforms of the project are
        const std::uint64_t word = load64(at) ^ crc;
        crc = 0;
        for (std::size_t byte = 0; byte < 8; ++byte)
            crc ^= tables[7 - byte][(word >> (8 * byte)) & 0xffU];
    }
    for (; at != end; ++at)
        crc = (crc >> 8) ^ tables[0][(crc ^ static_cast<unsigned char>(*at)) & 0xffU];
    return ~crc;
}

std::uint32_t crc32c(std::string_view bytes)
{
    return chosen(bytes);
}

} // namespace binnacle::tfevents
