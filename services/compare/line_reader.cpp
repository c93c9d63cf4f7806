#include "services/compare/line_reader.h"

#include "services/async/in_parallel.h"
#include "services/compare/packed_curve.h"
#include "services/compare/smoothing.h"
#include "services/workspace/history_walk.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

// Half a window more on both sides, so that a drag shows lines at once. On a log axis half of its
// decades.
AxisRange withMargins(const AxisRange& window)
{
    return {window.value(-0.5), window.value(1.5), window.log};
}

// What a line is reduced over: the window with its margins, or all of it.
AxisRange stretchOf(const LineRequest& request, double first, double last, double smallestPositive)
{
    if (request.window)
        return withMargins(*request.window);
    AxisRange all{first, last, request.logX};
    if (all.log)
        all.from = std::max(smallestPositive, std::numeric_limits<double>::min());
    if (!(all.to > all.from))
        all.to = all.log ? all.from * 2 : all.from + std::max(1.0, std::abs(all.from) * 1e-9);
    return all;
}

std::size_t bucketsOf(const LineRequest& request)
{
    return std::max<std::size_t>(request.pixels, 1) * (request.window ? 2 : 1);
}

std::int64_t stepAt(double value)
{
    // 2^63 as a double is out of the range of the integer.
    constexpr double limit = 9.2e18;
    if (value <= -limit)
        return std::numeric_limits<std::int64_t>::min();
    if (value >= limit)
        return std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(value);
}

StepRange stepsOf(const LineRequest& request)
{
    constexpr StepRange all{std::numeric_limits<std::int64_t>::min(),
                            std::numeric_limits<std::int64_t>::max()};
    if (!request.window || request.axis != XAxis::Step)
        return all;
    const AxisRange stretch = withMargins(*request.window);
    return {stepAt(std::floor(stretch.from)), stepAt(std::ceil(stretch.to))};
}

// The smallest positive x that a log axis begins at, where only the ends are known.
double positiveStart(XAxis axis, double first, double last)
{
    if (first > 0)
        return first;
    const double smallest = axis == XAxis::Step ? 1.0 : 1000.0; // a step, a second
    return last > smallest ? smallest : last > 0 ? last / 1000 : 1.0;
}

void countInSight(const LineRequest& request, LineSeries& line)
{
    for (const auto& band : line.bands)
        if (!request.window ||
            (band.lastX >= request.window->from && band.firstX <= request.window->to))
            line.pointsInSight += band.count;
}

// Takes the pieces of histories into lines.
class BandVisitor : public HistoryVisitor
{
public:
    BandVisitor(const LineRequest& request, std::span<LineSeries> lines)
        : request_(request), lines_(lines), reducer_({}, 1, false)
    {
    }

    void begin(std::size_t index, const Head* head) override
    {
        finish();
        line_ = &lines_[index];
        if (!head) {
            line_->notMirrored = 1;
            line_->missing = request_.lines[offset + index].runs;
            return;
        }
        line_->points = line_->pointsOnLine = head->info.count;
        line_->nanPoints = head->info.nanCount;
        if (head->info.count == 0)
            return;
        start_ =
            request_.axis == XAxis::RelativeTime ? static_cast<double>(head->first.firstTime) : 0.0;
        const double first = request_.axis == XAxis::Step
                                 ? static_cast<double>(head->first.firstStep)
                                 : static_cast<double>(head->first.firstTime) - start_;
        const double last = request_.axis == XAxis::Step
                                ? static_cast<double>(head->last.lastStep)
                                : static_cast<double>(head->last.lastTime) - start_;
        const double positive = positiveStart(request_.axis, first, last);
        line_->extent = {first, last};
        if (last > 0)
            line_->smallestPositiveX = positive;
        const auto buckets = bucketsOf(request_);
        // A time says nothing about which chunks it is in: there only short histories are exact.
        const bool exact = head->pointsNear <= static_cast<std::int64_t>(4 * buckets);
        reducer_ = LineReducer(stretchOf(request_, first, last, positive), buckets,
                               exact && !request_.draft);
    }
    bool mayStandForAll(const HistoryBand& band) override
    {
        const LineBand piece = pieceOf(band);
        return request_.draft || reducer_.fits(piece.firstX, piece.lastX);
    }
    void take(const HistoryBand& piece) override { reducer_.add(pieceOf(piece)); }

    void finish()
    {
        if (!line_)
            return;
        // Times that do not grow with the steps: the line is drawn from its points, sorted.
        if (!reducer_.inOrder())
            outOfOrder.push_back(static_cast<std::size_t>(line_ - lines_.data()));
        line_->bands = reducer_.take();
        countInSight(request_, *line_);
        reducer_ = LineReducer({}, 1, false);
        line_ = nullptr;
    }

    std::size_t offset = 0;              // of `lines` in the request
    std::vector<std::size_t> outOfOrder; // into `lines`

private:
    LineBand pieceOf(const HistoryBand& band) const
    {
        LineBand piece = lineBand(band);
        if (request_.axis == XAxis::Step)
            return piece;
        // Where an extreme was within the time of its band is only known by its step; the band is
        // no wider than a pixel.
        const double first = static_cast<double>(band.firstTime) - start_;
        const double last = static_cast<double>(band.lastTime) - start_;
        const double steps = piece.lastX - piece.firstX;
        const auto timeOf = [&](double step) {
            return steps > 0 ? first + (step - piece.firstX) / steps * (last - first) : first;
        };
        piece.minX = timeOf(piece.minX);
        piece.maxX = timeOf(piece.maxX);
        piece.firstX = first;
        piece.lastX = last;
        return piece;
    }

    const LineRequest& request_;
    std::span<LineSeries> lines_;
    LineSeries* line_ = nullptr;
    LineReducer reducer_;
    double start_ = 0;
};

bool needsCurves(const LineRequest& request)
{
    return request.smoothing > 0 || request.axis == XAxis::Metric ||
           std::ranges::any_of(request.lines, &LineRequest::Line::group);
}

// What the points of curves depend on.
LineRequest basis(LineRequest request)
{
    request.lines.clear();
    request.window.reset();
    request.pixels = 0;
    request.logX = request.draft = false;
    request.smoothing = 0;
    return request;
}

} // namespace

std::size_t LineData::notMirrored() const
{
    std::size_t sum = 0;
    for (const auto& line : lines)
        sum += line.notMirrored;
    return sum;
}

std::optional<std::pair<double, double>> LineData::extent() const
{
    std::optional<std::pair<double, double>> all;
    for (const auto& line : lines)
        if (line.extent)
            all = all ? std::pair(std::min(all->first, line.extent->first),
                                  std::max(all->second, line.extent->second))
                      : *line.extent;
    return all;
}

std::optional<double> LineData::smallestPositiveX() const
{
    std::optional<double> smallest;
    for (const auto& line : lines)
        if (line.smallestPositiveX)
            smallest =
                std::min(smallest.value_or(*line.smallestPositiveX), *line.smallestPositiveX);
    return smallest;
}

// All points of a line, and when they were read.
struct LineReader::Kept
{
    LineRequest::Line line;
    std::uint64_t generation = 0;                 // of the workspace when it was last looked at
    std::vector<std::optional<SeriesInfo>> infos; // of its runs, then of its x
    LineCurve curve;                              // empty where it is packed
    double weight = 0;
    std::vector<double> average; // empty: none
    std::shared_ptr<const PackedCurve> packed;

    std::size_t bytes() const
    {
        return curve.bytes() + average.size() * sizeof(double) + (packed ? packed->bytes() : 0);
    }
};

Result<LineData> LineReader::read(const LineRequest& request, const std::stop_token& stop)
{
    LineData data;
    data.lines.resize(request.lines.size());
    if (!needsCurves(request)) {
        data.draft = request.draft;
        if (auto done = readBands(request, data, stop); !done)
            return failure(done.error());
        return data;
    }
    {
        const std::scoped_lock lock(mutex_);
        if (!(basis(request) == of_) || curves_.size() != request.lines.size()) {
            of_ = basis(request);
            curves_.assign(request.lines.size(), nullptr);
            bytes_ = 0;
        }
    }
    auto done = tryInParallel(request.lines.size(), [&](std::size_t index) {
        return readCurve(request, index, data.lines[index], stop);
    });
    if (!done)
        return failure(done.error());
    return data;
}

Result<void> LineReader::readBands(const LineRequest& request, LineData& data,
                                   const std::stop_token& stop)
{
    std::vector<RunRowId> runs;
    runs.reserve(request.lines.size());
    for (const auto& line : request.lines)
        runs.push_back(line.runs.empty() ? RunRowId{} : line.runs.front());
    // A few slices for each thread: histories are of different lengths.
    const std::size_t slice = std::max<std::size_t>(4, runs.size() / (parallelThreads() * 4));
    return tryInParallel((runs.size() + slice - 1) / slice, [&](std::size_t index) -> Result<void> {
        const std::size_t from = index * slice;
        const std::size_t count = std::min(slice, runs.size() - from);
        const std::span<LineSeries> lines(data.lines.data() + from, count);
        BandVisitor visitor(request, lines);
        visitor.offset = from;
        auto done = walkHistories(*workspace_, std::span(runs).subspan(from, count), request.metric,
                                  stepsOf(request), visitor, stop);
        visitor.finish();
        for (const std::size_t line : visitor.outOfOrder)
            if (done)
                done = readCurve(request, from + line, lines[line], stop);
        return done;
    });
}

Result<void> LineReader::readCurve(const LineRequest& request, std::size_t index, LineSeries& line,
                                   const std::stop_token& stop)
{
    const auto found = kept(request, index, stop);
    if (!found)
        return failure(found.error());
    const Kept& all = **found;
    line = {};
    const auto& runs = request.lines[index].runs;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (!all.infos[i]) {
            ++line.notMirrored;
            line.missing.push_back(runs[i]);
            continue;
        }
        line.points += all.infos[i]->count;
        line.nanPoints += all.infos[i]->nanCount;
    }
    const auto& x = all.curve.x;
    line.pointsOnLine = static_cast<std::int64_t>(x.size());
    if (x.empty())
        return {};
    line.extent = {x.front(), x.back()};
    const auto positive = std::ranges::upper_bound(x, 0.0);
    if (positive != x.end())
        line.smallestPositiveX = *positive;
    const AxisRange stretch =
        stretchOf(request, x.front(), x.back(), line.smallestPositiveX.value_or(1));
    const auto buckets = bucketsOf(request);
    line.bands = reduceCurve(x, all.curve.y, stretch, buckets);
    countInSight(request, line);
    if (!all.average.empty())
        line.average = reduceCurve(x, all.average, stretch, buckets);
    line.spread = reduceSpread(all.curve, stretch, buckets);
    return {};
}

Result<std::shared_ptr<const LineReader::Kept>>
LineReader::kept(const LineRequest& request, std::size_t index, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return failure(cancelledError());
    const std::uint64_t generation = workspace_->generation();
    std::shared_ptr<const Kept> known;
    {
        const std::scoped_lock lock(mutex_);
        if (index < curves_.size())
            known = curves_[index];
    }
    if (known && !(known->line == request.lines[index]))
        known.reset();
    std::vector<std::optional<SeriesInfo>> infos;
    if (!known || known->generation != generation) {
        auto found = infosOf(request, index, stop);
        if (!found)
            return failure(found.error());
        infos = std::move(*found);
    }
    // Something was written since, but not these histories.
    const bool current = known && (known->generation == generation || known->infos == infos);
    const bool smoothed = current && !known->packed && known->weight == request.smoothing;
    if (smoothed && known->generation == generation)
        return known;
    auto fresh = std::make_shared<Kept>();
    if (current) {
        *fresh = *known;
        if (known->packed)
            fresh->curve = known->packed->unpacked();
    } else {
        fresh->line = request.lines[index];
        fresh->infos = std::move(infos);
        auto curve = load(request, index, stop);
        if (!curve)
            return failure(curve.error());
        fresh->curve = std::move(*curve);
    }
    fresh->generation = generation;
    if (!smoothed)
        smooth(*fresh, request.smoothing);
    keep(request, index, fresh);
    return fresh;
}

void LineReader::keep(const LineRequest& request, std::size_t index,
                      const std::shared_ptr<const Kept>& fresh)
{
    std::size_t others = 0; // bytes of the other curves
    const auto mine = [&] { return index < curves_.size() && basis(request) == of_; };
    {
        const std::scoped_lock lock(mutex_);
        if (!mine())
            return;
        others = bytes_ - (curves_[index] ? curves_[index]->bytes() : 0);
    }
    auto kept = fresh;
    if (fresh->packed || others + fresh->bytes() > memory_.plain) {
        auto packed = std::make_shared<Kept>();
        packed->line = fresh->line;
        packed->generation = fresh->generation;
        packed->infos = fresh->infos;
        packed->packed =
            fresh->packed ? fresh->packed : std::make_shared<PackedCurve>(fresh->curve);
        kept = std::move(packed);
    }
    const std::scoped_lock lock(mutex_);
    if (!mine())
        return;
    bytes_ -= curves_[index] ? curves_[index]->bytes() : 0;
    curves_[index] = bytes_ + kept->bytes() <= memory_.all ? kept : nullptr;
    bytes_ += curves_[index] ? kept->bytes() : 0;
}

Result<std::vector<std::optional<SeriesInfo>>>
LineReader::infosOf(const LineRequest& request, std::size_t index,
                    const std::stop_token& stop) const
{
    const HistoryStore histories(workspace_);
    const auto& runs = request.lines[index].runs;
    std::vector<std::optional<SeriesInfo>> infos;
    const auto add = [&](RunRowId run, const std::string& metric) -> Result<void> {
        if (stop.stop_requested())
            return failure(cancelledError());
        const auto info = histories.info(run, metric);
        if (!info)
            return failure(info.error());
        infos.push_back(*info);
        return {};
    };
    for (const RunRowId run : runs)
        if (auto done = add(run, request.metric); !done)
            return failure(done.error());
    if (request.axis == XAxis::Metric && !runs.empty())
        if (auto done = add(runs.front(), request.xMetric); !done)
            return failure(done.error());
    return infos;
}

Result<LineCurve> LineReader::load(const LineRequest& request, std::size_t index,
                                   const std::stop_token& stop) const
{
    const HistoryStore histories(workspace_);
    const auto& line = request.lines[index];
    std::vector<std::vector<MetricPoint>> points;
    for (const RunRowId run : line.runs) {
        if (stop.stop_requested())
            return failure(cancelledError());
        auto own = histories.points(run, request.metric);
        if (!own)
            return failure(own.error());
        points.push_back(std::move(*own));
    }
    if (line.group)
        return groupCurve(points, request.axis, request.aggregate, request.spread);
    std::vector<MetricPoint> partner;
    if (request.axis == XAxis::Metric && !line.runs.empty()) {
        auto other = histories.points(line.runs.front(), request.xMetric);
        if (!other)
            return failure(other.error());
        partner = std::move(*other);
    }
    return points.empty() ? LineCurve{} : curveOf(points.front(), request.axis, partner);
}

void LineReader::smooth(Kept& kept, double weight) const
{
    kept.weight = weight;
    kept.average = weight > 0 ? debiasedAverage(kept.curve.y, weight) : std::vector<double>{};
}

} // namespace binnacle
