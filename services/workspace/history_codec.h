#pragma once

#include "services/domain/run.h"
#include "services/workspace/history_store.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// How a chunk of a metric history stands on disk. Points: steps and timestamps as zigzag varints of
// their differences, then the values' bytes transposed (all first bytes, all second bytes, …),
// compressed by zstd. Bands: the structs as they are in memory (little-endian), compressed.

namespace binnacle {

inline constexpr std::size_t pointsPerChunk = 4096;
inline constexpr std::size_t pointsPerBand = 64;

// Throws std::runtime_error where the bytes are damaged.
std::string encodePoints(std::span<const MetricPoint> points);
std::vector<MetricPoint> decodePoints(std::string_view bytes);

std::string encodeBands(std::span<const HistoryBand> bands);
std::vector<HistoryBand> decodeBands(std::string_view bytes);

// One band is kept uncompressed beside each chunk.
std::string_view bandBytes(const HistoryBand& band);
HistoryBand bandFromBytes(std::string_view bytes);

HistoryBand bandOf(const MetricPoint& point);
HistoryBand bandOf(std::span<const MetricPoint> points); // sorted, at least one
// Adds what follows `band`.
void extend(HistoryBand& band, const HistoryBand& next);

} // namespace binnacle
