#include "models/run_sparkline.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

constexpr std::size_t stretches = 40; // about one for two pixels

struct Scale
{
    double low, high;

    double at(double value) const
    {
        if (std::isinf(value))
            return value > 0 ? 1.0 : 0.0;
        return high > low ? (value - low) / (high - low) : 0.5;
    }
};

Scale scaleOf(const std::vector<HistoryBand>& bands)
{
    Scale scale{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (const auto& band : bands) {
        for (const double value : {band.min, band.max}) {
            if (!std::isfinite(value))
                continue;
            scale.low = std::min(scale.low, value);
            scale.high = std::max(scale.high, value);
        }
    }
    return scale;
}

} // namespace

Sparkline sparklineOf(const std::vector<HistoryBand>& bands)
{
    Sparkline line;
    if (bands.empty())
        return line;
    const Scale scale = scaleOf(bands);
    const auto first = static_cast<double>(bands.front().firstStep);
    const double span = static_cast<double>(bands.back().lastStep) - first;
    const auto x = [&](std::int64_t step) {
        return span > 0 ? (static_cast<double>(step) - first) / span : 0.5;
    };
    QPolygonF part;
    const auto finish = [&] {
        if (!part.isEmpty())
            line.parts.push_back(part);
        part.clear();
    };
    for (const auto& band : bands) {
        if (std::isnan(band.min)) {
            finish();
            continue;
        }
        const QPointF low(x(band.minStep), scale.at(band.min));
        const QPointF high(x(band.maxStep), scale.at(band.max));
        if (band.count == 1 || band.min == band.max) {
            part << low;
        } else if (band.minStep <= band.maxStep) {
            part << low << high;
        } else {
            part << high << low;
        }
    }
    finish();
    return line;
}

std::vector<SharedSparkline> readSparklines(const HistoryStore& store,
                                            const std::vector<SparklineWish>& wishes,
                                            std::stop_token stop)
{
    std::vector<SharedSparkline> lines(wishes.size());
    for (std::size_t i = 0; i < wishes.size() && !stop.stop_requested(); ++i) {
        const auto bands =
            store.bands(wishes[i].run, wishes[i].metric, std::numeric_limits<std::int64_t>::min(),
                        std::numeric_limits<std::int64_t>::max(), stretches);
        lines[i] = std::make_shared<Sparkline>(bands ? sparklineOf(*bands) : Sparkline{});
    }
    return lines;
}

SharedSparkline SparklineCache::find(RunRowId run, const std::string& metric) const
{
    const auto lines = runs_.find(raw(run));
    if (lines == runs_.end())
        return nullptr;
    const auto entry = lines->second.find(metric);
    return entry == lines->second.end() ? nullptr : entry->second.line;
}

bool SparklineCache::isFresh(RunRowId run, const std::string& metric) const
{
    const auto lines = runs_.find(raw(run));
    if (lines == runs_.end())
        return false;
    const auto entry = lines->second.find(metric);
    return entry != lines->second.end() && entry->second.generation == generation_;
}

void SparklineCache::put(const SparklineWish& wish, SharedSparkline line)
{
    auto [lines, isNew] = runs_.try_emplace(raw(wish.run));
    lines->second[wish.metric] = {std::move(line), generation_};
    if (isNew)
        arrivals_.push_back(raw(wish.run));
    if (arrivals_.size() > capacity) {
        runs_.erase(arrivals_.front());
        arrivals_.pop_front();
    }
}

} // namespace binnacle
