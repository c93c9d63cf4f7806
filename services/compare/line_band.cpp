#include "services/compare/line_band.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double lowestPercentile = 0.01, highestPercentile = 0.99;

void extend(LineBand& band, const LineBand& next)
{
    band.lastX = next.lastX;
    band.last = next.last;
    // NaN compares false: a band of NaN alone gives way to anything.
    if (std::isnan(band.min) || next.min < band.min) {
        band.min = next.min;
        band.minX = next.minX;
    }
    if (std::isnan(band.max) || next.max > band.max) {
        band.max = next.max;
        band.maxX = next.maxX;
    }
    band.count += next.count;
    band.nanCount += next.nanCount;
    band.infCount += next.infCount;
}

bool inSight(const LineBand& band, const AxisRange& x)
{
    return band.lastX >= x.from && band.firstX <= x.to;
}

bool shown(double value, bool log)
{
    return std::isfinite(value) && (!log || value > 0);
}

} // namespace

LineBand linePoint(double x, double value)
{
    LineBand band;
    band.firstX = band.lastX = band.minX = band.maxX = x;
    band.first = band.last = band.min = band.max = value;
    band.count = 1;
    band.nanCount = std::isnan(value) ? 1 : 0;
    band.infCount = std::isinf(value) ? 1 : 0;
    return band;
}

LineBand lineBand(const HistoryBand& band)
{
    const auto x = [](std::int64_t step) { return static_cast<double>(step); };
    return {x(band.firstStep), x(band.lastStep), x(band.minStep), x(band.maxStep),
            band.min,          band.max,         band.first,      band.last,
            band.count,        band.nanCount,    band.infCount};
}

std::vector<LineBand> lineBands(std::span<const HistoryBand> bands)
{
    std::vector<LineBand> lines;
    lines.reserve(bands.size());
    for (const auto& band : bands)
        lines.push_back(lineBand(band));
    return lines;
}

LineReducer::LineReducer(const AxisRange& stretch, std::size_t buckets, bool exact)
    : stretch_(stretch)
    , buckets_(static_cast<double>(std::max<std::size_t>(buckets, 1)))
    , exact_(exact)
    , lastX_(-infinite)
{
}

double LineReducer::share(double x) const
{
    return std::clamp(stretch_.position(x) * buckets_, -1e15, 1e15);
}

double LineReducer::bucketOf(double x) const
{
    return std::floor(share(x));
}

bool LineReducer::fits(double firstX, double lastX) const
{
    if (lastX < stretch_.from || firstX > stretch_.to)
        return true;
    return !exact_ && share(lastX) - share(firstX) <= 1;
}

void LineReducer::add(const LineBand& piece)
{
    inOrder_ = inOrder_ && piece.firstX >= lastX_;
    lastX_ = std::max(lastX_, piece.lastX);
    if (piece.lastX < stretch_.from) {
        if (!stretch_.log || piece.lastX > 0)
            before_ = linePoint(piece.lastX, piece.last);
        return;
    }
    if (bands_.empty() && before_)
        bands_.push_back(*before_);
    before_.reset();
    if (piece.firstX > stretch_.to) {
        if (!after_)
            bands_.push_back(linePoint(piece.firstX, piece.first));
        after_ = true;
        return;
    }
    const double bucket = bucketOf(piece.firstX);
    const bool merge =
        !exact_ && !bands_.empty() && bands_.back().lastX >= stretch_.from && bucket == lastBucket_;
    if (merge)
        extend(bands_.back(), piece);
    else
        bands_.push_back(piece);
    lastBucket_ = bucket;
}

std::vector<LineBand> LineReducer::take()
{
    if (bands_.empty() && before_)
        bands_.push_back(*before_);
    return std::move(bands_);
}

std::optional<AxisRange> valueRange(std::span<const LineSpan> lines, const AxisRange& x, bool log)
{
    double smallest = infinite, greatest = -infinite;
    const auto take = [&](double value) {
        if (!shown(value, log))
            return;
        smallest = std::min(smallest, value);
        greatest = std::max(greatest, value);
    };
    for (const auto& line : lines) {
        for (const auto& band : line) {
            if (!inSight(band, x))
                continue;
            take(band.min);
            take(band.max);
            take(band.first);
            take(band.last);
        }
    }
    if (smallest > greatest)
        return std::nullopt;
    return paddedRange(smallest, greatest, log);
}

std::optional<AxisRange> middleRange(std::span<const LineSpan> lines, const AxisRange& x, bool log)
{
    struct Weighted
    {
        double value;
        double points;
    };
    std::vector<Weighted> values;
    double all = 0;
    for (const auto& line : lines) {
        for (const auto& band : line) {
            if (!inSight(band, x) || !shown(band.last, log))
                continue;
            values.push_back({band.last, static_cast<double>(band.count)});
            all += values.back().points;
        }
    }
    if (values.empty())
        return std::nullopt;
    std::ranges::sort(values, {}, &Weighted::value);
    const auto at = [&](double percentile) {
        double sum = 0;
        for (const auto& each : values) {
            sum += each.points;
            if (sum >= percentile * all)
                return each.value;
        }
        return values.back().value;
    };
    return paddedRange(at(lowestPercentile), at(highestPercentile), log);
}

} // namespace binnacle
