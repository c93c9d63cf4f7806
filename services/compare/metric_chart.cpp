#include "services/compare/metric_chart.h"

#include "services/compare/line_band.h"

#include <algorithm>

namespace binnacle {

std::int64_t MetricChart::points() const
{
    std::int64_t sum = 0;
    for (const auto& line : lines)
        sum += line.points;
    return sum;
}

std::int64_t MetricChart::pointsInBands() const
{
    std::int64_t sum = 0;
    for (const auto& line : lines)
        for (const auto& band : line.bands)
            sum += band.count;
    return sum;
}

std::size_t MetricChart::notMirrored() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(lines, [](const ChartLine& line) { return !line.mirrored; }));
}

std::optional<std::pair<std::int64_t, std::int64_t>> MetricChart::steps() const
{
    std::optional<std::pair<std::int64_t, std::int64_t>> range;
    for (const auto& line : lines) {
        if (line.bands.empty())
            continue;
        const std::pair own(line.bands.front().firstStep, line.bands.back().lastStep);
        range = range ? std::pair(std::min(range->first, own.first),
                                  std::max(range->second, own.second))
                      : own;
    }
    return range;
}

Result<MetricChart> readMetricChart(const HistoryStore& histories, std::span<const RunRowId> runs,
                                    const std::string& metric, std::int64_t fromStep,
                                    std::int64_t toStep, std::size_t buckets,
                                    const std::stop_token& stop)
{
    MetricChart chart{metric, fromStep, toStep, {}};
    chart.lines.reserve(runs.size());
    for (const RunRowId run : runs) {
        if (stop.stop_requested())
            return failure(cancelledError());
        ChartLine line;
        line.run = run;
        const auto info = histories.info(run, metric);
        if (!info)
            return failure(info.error());
        if (*info) {
            line.mirrored = true;
            line.points = (*info)->count;
            line.nanPoints = (*info)->nanCount;
            auto bands = histories.bands(run, metric, fromStep, toStep, buckets);
            if (!bands)
                return failure(bands.error());
            line.bands = std::move(*bands);
        }
        chart.lines.push_back(std::move(line));
    }
    return chart;
}

AxisRange stepAxis(const std::optional<std::pair<std::int64_t, std::int64_t>>& steps)
{
    if (!steps)
        return {0, 1, false};
    AxisRange range{static_cast<double>(steps->first), static_cast<double>(steps->second), false};
    if (!(range.to > range.from)) {
        range.from -= 0.5;
        range.to += 0.5;
    }
    return range;
}

std::vector<BandSpan> bandSpans(const MetricChart& chart)
{
    std::vector<BandSpan> spans;
    for (const auto& line : chart.lines)
        spans.emplace_back(line.bands);
    return spans;
}

std::optional<AxisRange> valueAxis(std::span<const BandSpan> lines, const AxisRange& x, bool log)
{
    std::vector<std::vector<LineBand>> all;
    for (const auto& line : lines)
        all.push_back(lineBands(line));
    const std::vector<LineSpan> spans(all.begin(), all.end());
    return valueRange(spans, x, log);
}

} // namespace binnacle
