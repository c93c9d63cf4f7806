#include "services/data/window_run.h"

#include "services/data/column_pairs.h"
#include "services/data/column_samples.h"

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::size_t mostColumns = 64; // of a batch

ColumnOverTime overTime(const std::string& name, ColumnSample reference,
                        std::vector<ColumnSample>& windows, DriftChoice choice,
                        const std::stop_token& stop)
{
    ColumnSample whole = windows.front(); // of all rows
    for (std::size_t w = 1; w < windows.size(); ++w)
        whole.merge(windows[w]);
    takeDriftType(reference, whole, choice);
    choice.type = whole.type;
    if (!choice.method)
        choice.method = defaultDriftMethod(reference, whole);
    const auto& facts = factsOf(*choice.method);
    ColumnOverTime result;
    result.column = name;
    result.type = reference.type;
    result.method = facts.name;
    result.threshold = choice.threshold.value_or(facts.threshold);
    result.referenceMissingShare = reference.missingShare();
    for (auto& window : windows) {
        if (stop.stop_requested())
            break;
        auto unchanged = ColumnSample{}; // the reference has its type already
        takeDriftType(unchanged, window, choice);
        auto drift = columnDrift(name, reference, window, choice, stop);
        window = {};
        result.windows.push_back({drift.statistic, drift.pValue, drift.drifted, drift.gap,
                                  drift.currentSize, drift.currentMissingShare,
                                  std::move(drift.newCategories)});
    }
    return result;
}

std::vector<SampleColumn> columnsOf(const Dataset& reference, const Dataset& current,
                                    const std::vector<std::string>& names, bool ofReference)
{
    std::vector<SampleColumn> columns;
    for (const auto& name : names) {
        const auto* before = reference.column(name);
        const auto* after = current.column(name);
        const auto kind = (ofReference ? before : after)->kind;
        columns.push_back({name, isNumeric(before->kind) && isNumeric(after->kind),
                           kind == ColumnKind::Integer, kind == ColumnKind::Boolean});
    }
    return columns;
}

Result<double> rowsOf(const Dataset& data, const QueryOptions& options)
{
    const auto row = rowOf(*data.engine, "SELECT count(*) FROM " + data.relation, options);
    if (!row)
        return failure(row.error());
    return row->at(0).toNumber();
}

} // namespace

Result<DriftOverTime> runDriftOverTime(const Dataset& reference, const Dataset& current,
                                       const WindowRunOptions& options)
{
    const QueryOptions query{options.stop, {}};
    auto names = comparableColumns(reference, current, options.columns);
    if (!names)
        return failure(names.error());
    if (options.columns.empty()) // what cuts does not drift, it goes on
        std::erase(*names, options.window.time);
    const auto plan = planWindows(current, options.window, query);
    if (!plan)
        return failure(plan.error());
    const auto rows = rowsOf(reference, query);
    const auto currentRows = rowsOf(current, query);
    if (!rows || !currentRows)
        return failure(rows ? currentRows.error() : rows.error());
    const auto bytes = std::max(*rows + *currentRows, 1.0) * sizeof(double);
    const auto size = static_cast<std::size_t>(std::clamp(
        static_cast<double>(options.memory) / bytes, 1.0, static_cast<double>(mostColumns)));
    DriftOverTime result;
    result.windows = plan->windows;
    result.outside = plan->outside;
    for (std::size_t first = 0; first < names->size(); first += size) {
        const std::vector<std::string> batch(
            names->begin() + static_cast<std::ptrdiff_t>(first),
            names->begin() + static_cast<std::ptrdiff_t>(std::min(first + size, names->size())));
        auto before =
            readSamples(reference, columnsOf(reference, current, batch, true), nullptr, query);
        if (!before)
            return failure(before.error());
        auto after =
            readSamples(current, columnsOf(reference, current, batch, false), &*plan, query);
        if (!after)
            return failure(after.error());
        std::vector<ColumnOverTime> columns(batch.size());
        overProcessors(batch.size(), [&](std::size_t i) {
            const auto choice = options.choices.find(batch[i]);
            columns[i] = overTime(batch[i], std::move((*before)[i].front()), (*after)[i],
                                  choice == options.choices.end() ? DriftChoice{} : choice->second,
                                  options.stop);
        });
        if (options.stop.stop_requested())
            return failure(cancelledError());
        for (auto& column : columns) {
            if (options.column)
                options.column(column);
            result.columns.push_back(std::move(column));
        }
        if (options.progress)
            options.progress(static_cast<double>(first + batch.size()) /
                             static_cast<double>(names->size()));
    }
    completeOverTime(result);
    return result;
}

} // namespace binnacle
