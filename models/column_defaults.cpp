#include "models/column_defaults.h"

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::size_t metricsShown = 3;
constexpr std::size_t figuresShown = 4; // metrics and params together
constexpr std::size_t paramsAtLeast = 2;
constexpr std::size_t paramsLookedAt = 24;
constexpr std::size_t sampleRows = 4000;

// What says how the machine was, not how the model is.
bool isHousekeeping(const std::string& metric)
{
    return metric.starts_with("system/") || metric.starts_with("lr") ||
           metric.find("epoch") != std::string::npos || metric.find("time") != std::string::npos;
}

// Validation before training figures, known directions first; the order of frequency decides ties.
int interest(RunQueryEngine& engine, const std::string& metric)
{
    int points = 0;
    if (engine.direction(metric) != MetricDirection::Unknown)
        points += 2;
    if (metric.find("val") != std::string::npos || metric.find("test") != std::string::npos)
        points += 2;
    if (isHousekeeping(metric))
        points -= 3;
    return points;
}

std::vector<RunColumn> chooseMetrics(RunQueryEngine& engine, const std::vector<ColumnInfo>& infos)
{
    struct Candidate
    {
        const ColumnInfo* info;
        int interest;
    };
    std::vector<Candidate> candidates;
    std::int64_t most = 0;
    for (const auto& info : infos) {
        if (info.column.kind != RunColumn::Kind::Metric)
            continue;
        most = std::max(most, info.runs);
        if (2 * info.runs < most || candidates.size() == 200)
            break;
        candidates.push_back({&info, interest(engine, info.column.name)});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.interest > b.interest; });
    std::vector<RunColumn> chosen;
    for (std::size_t i = 0; i < std::min(metricsShown, candidates.size()); ++i)
        chosen.push_back(candidates[i].info->column);
    // The figure where more is better comes first: it is what runs are ranked by.
    std::stable_sort(chosen.begin(), chosen.end(), [&](const auto& a, const auto& b) {
        return engine.direction(a.name) == MetricDirection::HigherIsBetter &&
               engine.direction(b.name) != MetricDirection::HigherIsBetter;
    });
    return chosen;
}

// Rows spread over the whole order: neighbours are often alike.
std::vector<RunRowId> spread(const std::vector<RunRowId>& rows)
{
    if (rows.size() <= sampleRows)
        return rows;
    std::vector<RunRowId> sample;
    for (std::size_t i = 0; i < sampleRows; ++i)
        sample.push_back(rows[i * rows.size() / sampleRows]);
    return sample;
}

Result<std::vector<RunColumn>> chooseParams(RunQueryEngine& engine,
                                            const std::vector<ColumnInfo>& infos,
                                            const std::vector<RunRowId>& rows, std::size_t wanted,
                                            const std::stop_token& stop)
{
    std::vector<RunColumn> candidates;
    for (const auto& info : infos) {
        if (info.column.kind == RunColumn::Kind::Param && candidates.size() < paramsLookedAt)
            candidates.push_back(info.column);
    }
    const auto variation = engine.variation(spread(rows), candidates, stop);
    if (!variation)
        return failure(variation.error());
    std::vector<RunColumn> chosen;
    for (std::size_t i = 0; i < candidates.size() && chosen.size() < wanted; ++i) {
        if (!(*variation)[i].equal && !(*variation)[i].empty)
            chosen.push_back(candidates[i]);
    }
    return chosen;
}

} // namespace

Result<ColumnList> defaultColumns(RunQueryEngine& engine, const RunQuery& scope,
                                  const std::vector<RunRowId>& rows, std::stop_token stop)
{
    const auto infos = engine.columns(scope, {}, stop);
    if (!infos)
        return failure(infos.error());
    const auto metrics = chooseMetrics(engine, *infos);
    const auto params = chooseParams(engine, *infos, rows,
                                     std::max(paramsAtLeast, figuresShown - metrics.size()), stop);
    if (!params)
        return failure(params.error());

    ColumnList columns;
    columns.push_back(attributeColumn("run_name"));
    columns.back().pinned = true;
    columns.push_back(attributeColumn("status"));
    for (const auto& metric : metrics)
        columns.push_back({metric, ColumnSpec::Show::Value, false, 0});
    if (!metrics.empty()) { // a curve says most of what goes down
        const auto loss = std::find_if(metrics.begin(), metrics.end(), [&](const auto& metric) {
            return engine.direction(metric.name) == MetricDirection::LowerIsBetter;
        });
        columns.push_back({loss == metrics.end() ? metrics.front() : *loss,
                           ColumnSpec::Show::Sparkline, false, 0});
    }
    for (const auto& param : *params)
        columns.push_back({param, ColumnSpec::Show::Value, false, 0});
    for (const char* name : {"source", "duration", "start_time"})
        columns.push_back(attributeColumn(name));
    return columns;
}

} // namespace binnacle
