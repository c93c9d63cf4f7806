#include "services/compare/comparison_reader.h"

#include <algorithm>
#include <tuple>

namespace binnacle {

namespace {

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
    const auto details = RunReader(workspace).details(runs);
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

std::string metricToShowFirst(const RunComparison& comparison)
{
    const ComparisonRow* chosen = nullptr;
    std::tuple<bool, std::ptrdiff_t, bool, bool> chosenRank;
    for (const auto& row : comparison.rows) {
        if (row.group != ComparisonGroup::Metrics)
            continue;
        // A single value makes no line, however many runs have it.
        const bool grows = std::ranges::any_of(
            row.cells, [](const ComparisonCell& cell) { return cell.step > 0; });
        const auto runs = std::ranges::count_if(row.cells, [](const ComparisonCell& cell) {
            return cell.state != ComparisonCell::State::Missing;
        });
        const std::tuple rank(grows, runs, row.direction != MetricDirection::Unknown, row.differs);
        if (!chosen || rank > chosenRank || (rank == chosenRank && row.key < chosen->key)) {
            chosen = &row;
            chosenRank = rank;
        }
    }
    return chosen ? chosen->key : std::string();
}

} // namespace binnacle
