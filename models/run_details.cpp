#include "models/run_details.h"

#include "services/query/run_query_engine.h"
#include "services/workspace/history_store.h"

#include <algorithm>

namespace binnacle {

namespace {

void addHistory(MetricFigures& figures, const SeriesInfo& info, MetricDirection direction)
{
    figures.points = info.count;
    figures.min = info.min;
    figures.max = info.max;
    figures.minStep = info.minStep;
    figures.maxStep = info.maxStep;
    if (direction == MetricDirection::HigherIsBetter) {
        figures.best = info.max;
        figures.bestStep = info.maxStep;
    } else if (direction == MetricDirection::LowerIsBetter) {
        figures.best = info.min;
        figures.bestStep = info.minStep;
    }
}

} // namespace

Result<RunDetails> readRunDetails(const std::shared_ptr<Workspace>& workspace,
                                  RunQueryEngine& engine, RunRowId run, std::stop_token stop)
{
    const RunReader reader(workspace);
    auto detail = reader.detail(run);
    if (!detail)
        return failure(detail.error());
    RunDetails details;
    details.detail = std::move(*detail);

    if (stop.stop_requested())
        return failure(cancelledError());
    const auto histories = HistoryStore(workspace).infos(run);
    if (!histories)
        return failure(histories.error());
    for (const auto& metric : details.detail.run.metrics) {
        MetricFigures figures;
        figures.key = metric.key;
        figures.last = metric.point;
        const auto info = histories->find(metric.key);
        if (info != histories->end())
            addHistory(figures, info->second, engine.direction(metric.key));
        details.metrics.push_back(std::move(figures));
    }
    std::sort(details.metrics.begin(), details.metrics.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    const auto byKey = [](const KeyValue& a, const KeyValue& b) { return a.key < b.key; };
    std::sort(details.detail.run.params.begin(), details.detail.run.params.end(), byKey);
    std::sort(details.detail.run.tags.begin(), details.detail.run.tags.end(), byKey);

    if (auto models = reader.loggedModels(run))
        details.models = std::move(*models);
    if (auto versions = RegistryReader(workspace).versionsOfRun(run))
        details.versions = std::move(*versions);
    if (auto edits = OutboxStore(workspace).list()) {
        for (auto& edit : *edits) {
            if (edit.run == run)
                details.edits.push_back(std::move(edit));
        }
    }
    return details;
}

} // namespace binnacle
