#include "services/compare/line_curve.h"

#include "services/statistics/distributions.h"
#include "services/statistics/moments.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace binnacle {

namespace {

std::int64_t earliest(std::span<const MetricPoint> points)
{
    const auto found = std::ranges::min_element(points, {}, &MetricPoint::timestamp);
    return found == points.end() ? 0 : found->timestamp;
}

void sortByX(LineCurve& curve)
{
    if (std::ranges::is_sorted(curve.x))
        return;
    std::vector<std::size_t> order(curve.x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t index) { return curve.x[index]; });
    const auto rearrange = [&](auto& values) {
        if (values.empty())
            return;
        auto sorted = values;
        for (std::size_t i = 0; i < order.size(); ++i)
            sorted[i] = values[order[i]];
        values = std::move(sorted);
    };
    rearrange(curve.x);
    rearrange(curve.y);
    rearrange(curve.low);
    rearrange(curve.high);
    rearrange(curve.runs);
}

// The first and one past the last index whose x lies in the stretch.
std::pair<std::size_t, std::size_t> within(std::span<const double> x, const AxisRange& stretch)
{
    const auto first = std::ranges::lower_bound(x, stretch.from);
    const auto last = std::upper_bound(first, x.end(), stretch.to);
    return {static_cast<std::size_t>(first - x.begin()),
            static_cast<std::size_t>(last - x.begin())};
}

// Points from `first` up to `end`, as one piece.
LineBand pieceOf(std::span<const double> x, std::span<const double> values, std::size_t first,
                 std::size_t end)
{
    LineBand piece = linePoint(x[first], values[first]);
    std::size_t least = first, most = first;
    for (std::size_t i = first + 1; i < end; ++i) {
        const double value = values[i];
        piece.nanCount += std::isnan(value) ? 1 : 0;
        piece.infCount += std::isinf(value) ? 1 : 0;
        // A NaN at the start gives way to anything; one behind it compares false.
        if (value < values[least] || std::isnan(values[least]))
            least = i;
        if (value > values[most] || std::isnan(values[most]))
            most = i;
    }
    piece.count = static_cast<std::uint32_t>(end - first);
    piece.lastX = x[end - 1];
    piece.last = values[end - 1];
    piece.min = values[least];
    piece.minX = x[least];
    piece.max = values[most];
    piece.maxX = x[most];
    return piece;
}

// One past the last point of those that fall into the same bucket as the first; x ascends.
std::size_t endOfBucket(std::span<const double> x, const LineReducer& reducer, std::size_t first,
                        std::size_t last)
{
    const double bucket = reducer.bucketOf(x[first]);
    const auto inside = [&](std::size_t i) { return reducer.bucketOf(x[i]) == bucket; };
    std::size_t known = first, stride = 1;
    while (known + stride < last && inside(known + stride)) {
        known += stride;
        stride *= 2;
    }
    std::size_t beyond = std::min(known + stride, last);
    while (beyond - known > 1) {
        const std::size_t middle = known + (beyond - known) / 2;
        (inside(middle) ? known : beyond) = middle;
    }
    return beyond;
}

} // namespace

std::size_t LineCurve::bytes() const
{
    return (x.size() + y.size() + low.size() + high.size()) * sizeof(double) +
           runs.size() * sizeof(std::uint32_t);
}

LineCurve curveOf(std::span<const MetricPoint> points, XAxis axis,
                  std::span<const MetricPoint> partner)
{
    LineCurve curve;
    curve.x.reserve(points.size());
    curve.y.reserve(points.size());
    const std::int64_t start = axis == XAxis::RelativeTime ? earliest(points) : 0;
    std::size_t other = 0;
    for (const auto& point : points) {
        double x = static_cast<double>(point.step);
        if (axis == XAxis::RelativeTime || axis == XAxis::WallTime)
            x = static_cast<double>(point.timestamp) - static_cast<double>(start);
        if (axis == XAxis::Metric) {
            while (other < partner.size() && partner[other].step <= point.step)
                ++other;
            const bool joined = other > 0 && partner[other - 1].step == point.step;
            if (!joined || !std::isfinite(partner[other - 1].value))
                continue;
            x = partner[other - 1].value;
        }
        curve.x.push_back(x);
        curve.y.push_back(point.value);
    }
    sortByX(curve);
    return curve;
}

std::vector<LineBand> reduceCurve(std::span<const double> x, std::span<const double> values,
                                  const AxisRange& stretch, std::size_t buckets)
{
    const auto [first, last] = within(x, stretch);
    const bool exact = last - first <= 4 * buckets;
    LineReducer reducer(stretch, buckets, exact);
    // The nearest point on either side as well.
    if (first > 0)
        reducer.add(linePoint(x[first - 1], values[first - 1]));
    for (std::size_t i = first; i < last;) {
        const std::size_t end = exact ? i + 1 : endOfBucket(x, reducer, i, last);
        reducer.add(pieceOf(x, values, i, end));
        i = end;
    }
    if (last < x.size())
        reducer.add(linePoint(x[last], values[last]));
    return reducer.take();
}

std::vector<SpreadBand> reduceSpread(const LineCurve& curve, const AxisRange& stretch,
                                     std::size_t buckets)
{
    auto [first, last] = within(curve.x, stretch);
    const bool exact = last - first <= 4 * buckets;
    first -= first > 0 ? 1 : 0;
    last += last < curve.x.size() ? 1 : 0;
    std::vector<SpreadBand> bands;
    double lastBucket = 0;
    for (std::size_t i = first; i < last && !curve.runs.empty(); ++i) {
        const double low = curve.low.empty() ? std::nan("") : curve.low[i];
        const double high = curve.high.empty() ? std::nan("") : curve.high[i];
        const double bucket = std::floor(
            std::clamp(stretch.position(curve.x[i]) * static_cast<double>(buckets), -1e15, 1e15));
        if (exact || bands.empty() || bucket != lastBucket) {
            bands.push_back({curve.x[i], curve.x[i], low, high, curve.runs[i], curve.runs[i]});
        } else {
            auto& band = bands.back();
            band.lastX = curve.x[i];
            band.low = std::fmin(band.low, low); // NaN gives way
            band.high = std::fmax(band.high, high);
            band.fewestRuns = std::min(band.fewestRuns, curve.runs[i]);
            band.mostRuns = std::max(band.mostRuns, curve.runs[i]);
        }
        lastBucket = bucket;
    }
    return bands;
}

// ---- groups

namespace {

struct GroupPoint
{
    std::int64_t step;
    double value;
    double time; // milliseconds on the axis asked
};

// One value a step, the last one.
void appendRun(std::span<const MetricPoint> points, XAxis axis, std::vector<GroupPoint>& all)
{
    const double start = axis == XAxis::RelativeTime ? static_cast<double>(earliest(points)) : 0.0;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (i + 1 == points.size() || points[i + 1].step != points[i].step)
            all.push_back({points[i].step, points[i].value,
                           static_cast<double>(points[i].timestamp) - start});
}

// As pandas has it: an infinity makes the mean infinite and the deviation NaN.
Moments momentsOf(std::span<const double> sorted)
{
    if (!sorted.empty() && std::isfinite(sorted.front()) && std::isfinite(sorted.back()))
        return moments(sorted);
    double sum = 0;
    for (const double value : sorted)
        sum += value;
    const double none = std::nan("");
    return {sorted.size(), sorted.empty() ? none : sum, none};
}

double medianOf(std::span<const double> sorted)
{
    const std::size_t middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
}

// Quantiles of t by the number of runs, each computed once.
class Confidence
{
public:
    double factor(std::size_t runs)
    {
        if (factors_.size() <= runs)
            factors_.resize(runs + 1, std::nan(""));
        if (std::isnan(factors_[runs]))
            factors_[runs] = studentQuantile(0.975, static_cast<double>(runs) - 1);
        return factors_[runs];
    }

private:
    std::vector<double> factors_;
};

// How far the spread reaches to either side of the mean; NaN where there are fewer than two.
double reach(const Moments& sample, LineSpread spread, Confidence& confidence)
{
    if (spread == LineSpread::StandardDeviation || sample.count < 2)
        return sample.standardDeviation;
    const double error = standardError(sample);
    return spread == LineSpread::StandardError ? error : error * confidence.factor(sample.count);
}

} // namespace

LineCurve groupCurve(std::span<const std::vector<MetricPoint>> runs, XAxis axis,
                     LineAggregate aggregate, LineSpread spread)
{
    std::vector<GroupPoint> all;
    for (const auto& run : runs)
        appendRun(run, axis, all);
    std::ranges::stable_sort(all, {}, &GroupPoint::step);
    LineCurve curve;
    Confidence confidence;
    std::vector<double> values;
    for (std::size_t at = 0; at < all.size();) {
        const std::int64_t step = all[at].step;
        values.clear();
        double time = 0;
        std::size_t present = 0;
        for (; at < all.size() && all[at].step == step; ++at, ++present) {
            time += all[at].time;
            if (!std::isnan(all[at].value))
                values.push_back(all[at].value);
        }
        std::ranges::sort(values);
        const Moments sample = momentsOf(values);
        const bool median = aggregate == LineAggregate::Median && !values.empty();
        curve.x.push_back(axis == XAxis::Step ? static_cast<double>(step)
                                              : time / static_cast<double>(present));
        curve.y.push_back(median ? medianOf(values) : sample.mean);
        curve.runs.push_back(static_cast<std::uint32_t>(values.size()));
        if (spread == LineSpread::None)
            continue;
        if (spread == LineSpread::MinMax) {
            curve.low.push_back(values.empty() ? sample.mean : values.front());
            curve.high.push_back(values.empty() ? sample.mean : values.back());
            continue;
        }
        const double away = reach(sample, spread, confidence);
        curve.low.push_back(sample.mean - away);
        curve.high.push_back(sample.mean + away);
    }
    sortByX(curve);
    return curve;
}

} // namespace binnacle
