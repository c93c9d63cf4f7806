#pragma once

#include "services/workspace/history_store.h"

#include <QPolygonF>

#include <cstdint>
#include <deque>
#include <memory>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle {

// A metric over its steps, small: x and y from 0 to 1 (y upwards), broken where there is NaN.
struct Sparkline
{
    std::vector<QPolygonF> parts;
};
using SharedSparkline = std::shared_ptr<const Sparkline>;

// From the bands of the pyramid: least and greatest of each stretch, so that a spike stays visible.
Sparkline sparklineOf(const std::vector<HistoryBand>& bands);

struct SparklineWish
{
    RunRowId run{};
    std::string metric;
};

// One for each wish, empty where the history is not mirrored. Blocks: for worker threads.
std::vector<SharedSparkline> readSparklines(const HistoryStore& store,
                                            const std::vector<SparklineWish>& wishes,
                                            std::stop_token stop);

// The sparklines that were in sight lately, bounded.
class SparklineCache
{
public:
    SharedSparkline find(RunRowId run, const std::string& metric) const;
    bool isFresh(RunRowId run, const std::string& metric) const;
    void put(const SparklineWish& wish, SharedSparkline line);
    void invalidate() { ++generation_; } // histories changed: the old ones stay until read again

private:
    struct Entry
    {
        SharedSparkline line;
        std::uint64_t generation = 0;
    };
    static constexpr std::size_t capacity = 2000;
    using Lines = std::unordered_map<std::string, Entry>;
    std::unordered_map<std::int64_t, Lines> runs_;
    std::deque<std::int64_t> arrivals_;
    std::uint64_t generation_ = 0;
};

} // namespace binnacle
