#include "services/workspace/history_codec.h"

#include <zstd.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>

namespace binnacle {

static_assert(std::endian::native == std::endian::little);
static_assert(std::is_trivially_copyable_v<HistoryBand>);

namespace {

constexpr std::size_t largestBlock = std::size_t{1} << 20; // far above what a chunk needs

[[noreturn]] void damaged()
{
    throw std::runtime_error("a metric history chunk is damaged");
}

void appendVarint(std::string& out, std::uint64_t value)
{
    while (value >= 0x80) {
        out.push_back(static_cast<char>(value | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<char>(value));
}

std::uint64_t readVarint(std::string_view& in)
{
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (in.empty())
            damaged();
        const auto byte = static_cast<unsigned char>(in.front());
        in.remove_prefix(1);
        value |= std::uint64_t{byte & 0x7fU} << shift;
        if ((byte & 0x80U) == 0)
            return value;
    }
    damaged();
}

// Differences wrap around in unsigned arithmetic: any 64-bit value survives.
void appendDelta(std::string& out, std::int64_t previous, std::int64_t value)
{
    const auto delta = static_cast<std::int64_t>(static_cast<std::uint64_t>(value) -
                                                 static_cast<std::uint64_t>(previous));
    appendVarint(out, (static_cast<std::uint64_t>(delta) << 1) ^
                          static_cast<std::uint64_t>(delta >> 63));
}

std::int64_t readDelta(std::string_view& in, std::int64_t previous)
{
    const std::uint64_t zigzag = readVarint(in);
    const std::uint64_t delta = (zigzag >> 1) ^ (~(zigzag & 1) + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(previous) + delta);
}

std::string compress(std::string_view bytes)
{
    thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(
        ZSTD_createCCtx(), &ZSTD_freeCCtx);
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size =
        ZSTD_compressCCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size(), 1);
    if (ZSTD_isError(size))
        throw std::runtime_error(ZSTD_getErrorName(size));
    out.resize(size);
    return out;
}

std::string decompress(std::string_view bytes)
{
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > largestBlock)
        damaged();
    std::string out(static_cast<std::size_t>(size), '\0');
    const std::size_t got = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(got) || got != out.size())
        damaged();
    return out;
}

} // namespace

std::string encodePoints(std::span<const MetricPoint> points)
{
    std::string plain;
    plain.reserve(points.size() * 12 + 8);
    appendVarint(plain, points.size());
    std::int64_t previous = 0;
    for (const auto& point : points) {
        appendDelta(plain, previous, point.step);
        previous = point.step;
    }
    previous = 0;
    for (const auto& point : points) {
        appendDelta(plain, previous, point.timestamp);
        previous = point.timestamp;
    }
    const std::size_t start = plain.size();
    plain.resize(start + points.size() * sizeof(double));
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto bits = std::bit_cast<std::uint64_t>(points[i].value);
        for (std::size_t byte = 0; byte < sizeof(double); ++byte)
            plain[start + byte * points.size() + i] = static_cast<char>(bits >> (8 * byte));
    }
    return compress(plain);
}

std::vector<MetricPoint> decodePoints(std::string_view bytes)
{
    const std::string plain = decompress(bytes);
    std::string_view in = plain;
    const std::uint64_t count = readVarint(in);
    if (count > pointsPerChunk)
        damaged();
    std::vector<MetricPoint> points(static_cast<std::size_t>(count));
    std::int64_t previous = 0;
    for (auto& point : points)
        previous = point.step = readDelta(in, previous);
    previous = 0;
    for (auto& point : points)
        previous = point.timestamp = readDelta(in, previous);
    if (in.size() != points.size() * sizeof(double))
        damaged();
    for (std::size_t i = 0; i < points.size(); ++i) {
        std::uint64_t bits = 0;
        for (std::size_t byte = 0; byte < sizeof(double); ++byte)
            bits |= std::uint64_t{static_cast<unsigned char>(in[byte * points.size() + i])}
                    << (8 * byte);
        points[i].value = std::bit_cast<double>(bits);
    }
    return points;
}

std::string encodeBands(std::span<const HistoryBand> bands)
{
    return compress({reinterpret_cast<const char*>(bands.data()), bands.size_bytes()});
}

std::vector<HistoryBand> decodeBands(std::string_view bytes)
{
    const std::string plain = decompress(bytes);
    if (plain.size() % sizeof(HistoryBand) != 0)
        damaged();
    std::vector<HistoryBand> bands(plain.size() / sizeof(HistoryBand));
    std::memcpy(bands.data(), plain.data(), plain.size());
    return bands;
}

std::string_view bandBytes(const HistoryBand& band)
{
    return {reinterpret_cast<const char*>(&band), sizeof band};
}

HistoryBand bandFromBytes(std::string_view bytes)
{
    HistoryBand band;
    if (bytes.size() != sizeof band)
        damaged();
    std::memcpy(&band, bytes.data(), sizeof band);
    return band;
}

HistoryBand bandOf(const MetricPoint& point)
{
    HistoryBand band;
    band.firstStep = band.lastStep = band.minStep = band.maxStep = point.step;
    band.firstTime = band.lastTime = point.timestamp;
    band.min = band.max = band.first = band.last = point.value;
    band.count = 1;
    band.nanCount = std::isnan(point.value) ? 1 : 0;
    band.infCount = std::isinf(point.value) ? 1 : 0;
    return band;
}

HistoryBand bandOf(std::span<const MetricPoint> points)
{
    HistoryBand band = bandOf(points.front());
    for (const auto& point : points.subspan(1))
        extend(band, bandOf(point));
    return band;
}

void extend(HistoryBand& band, const HistoryBand& next)
{
    band.lastStep = next.lastStep;
    band.last = next.last;
    band.firstTime = std::min(band.firstTime, next.firstTime);
    band.lastTime = std::max(band.lastTime, next.lastTime);
    // NaN compares false: a band of NaN alone gives way to anything.
    if (std::isnan(band.min) || next.min < band.min) {
        band.min = next.min;
        band.minStep = next.minStep;
    }
    if (std::isnan(band.max) || next.max > band.max) {
        band.max = next.max;
        band.maxStep = next.maxStep;
    }
    band.count += next.count;
    band.nanCount += next.nanCount;
    band.infCount += next.infCount;
}

} // namespace binnacle
