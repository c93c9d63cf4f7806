#include "services/compare/comparison_reader.h"

#include <algorithm>
#include <tuple>

namespace binnacle {

namespace {

Result<std::vector<RunDetail>> readDetails(const RunReader& reader, std::span<const RunRowId> runs)
{
    auto all = reader.details(runs);
    if (all || all.error().kind != Error::Kind::NotFound)
        return all;
    std::vector<RunDetail> present;
    for (const auto run : runs) {
        auto detail = reader.detail(run);
        if (detail)
            present.push_back(std::move(*detail));
        else if (detail.error().kind != Error::Kind::NotFound)
            return failure(detail.error());
    }
    return present;
}

std::size_t metricCount(const std::vector<RunDetail>& runs)
{
    std::size_t count = 0;
    for (const auto& detail : runs)
        count += detail.run.metrics.size();
    return count;
}

Result<std::vector<SeriesFigures>> readFigures(const HistoryStore& histories,
                                               const std::vector<RunDetail>& runs,
                                               const std::stop_token& stop)
{
    std::vector<SeriesFigures> figures;
    for (const auto& detail : runs) {
        if (stop.stop_requested())
            return failure(cancelledError());
        for (const auto& metric : detail.run.metrics) {
            const auto info = histories.info(detail.row, metric.key);
            if (!info)
                return failure(info.error());
            if (*info)
                figures.push_back({detail.row, metric.key, **info});
        }
    }
    return figures;
}

} // namespace

Result<RunComparison> readComparison(std::shared_ptr<Workspace> workspace,
                                     std::span<const RunRowId> runs, const DirectionOf& direction,
                                     const std::stop_token& stop, std::size_t maxFigures)
{
    const auto details = readDetails(RunReader(workspace), runs);
    if (!details)
        return failure(details.error());
    if (stop.stop_requested())
        return failure(cancelledError());
    std::vector<SeriesFigures> figures;
    if (metricCount(*details) <= maxFigures) {
        auto read = readFigures(HistoryStore(workspace), *details, stop);
        if (!read)
            return failure(read.error());
        figures = std::move(*read);
    }
    return compareRuns(*details, direction, figures);
}

std::vector<std::string> metricsToShow(const RunComparison& comparison)
{
    struct Ranked
    {
        const ComparisonRow* row;
        std::tuple<bool, std::ptrdiff_t, bool, bool> rank;
    };
    std::vector<Ranked> metrics;
    for (const auto& row : comparison.rows) {
        if (row.group != ComparisonGroup::Metrics)
            continue;
        // A single value makes no line, however many runs have it.
        const bool grows = std::ranges::any_of(
            row.cells, [](const ComparisonCell& cell) { return cell.step > 0; });
        const auto runs = std::ranges::count_if(row.cells, [](const ComparisonCell& cell) {
            return cell.state != ComparisonCell::State::Missing;
        });
        metrics.push_back(
            {&row, {grows, runs, row.direction != MetricDirection::Unknown, row.differs}});
    }
    std::ranges::sort(metrics, [](const Ranked& a, const Ranked& b) {
        return a.rank != b.rank ? a.rank > b.rank : a.row->key < b.row->key;
    });
    std::vector<std::string> keys;
    for (const auto& metric : metrics)
        keys.push_back(metric.row->key);
    return keys;
}

std::string metricToShowFirst(const RunComparison& comparison)
{
    const auto metrics = metricsToShow(comparison);
    return metrics.empty() ? std::string() : metrics.front();
}

} // namespace binnacle
