#include "services/query/run_query_engine.h"

#include "services/query/cell_reader.h"
#include "services/query/column_cache.h"
#include "services/query/column_catalog.h"
#include "services/query/column_text.h"
#include "services/query/column_variation.h"
#include "services/query/filter_evaluator.h"
#include "services/query/query_text.h"
#include "services/query/run_groups.h"
#include "services/query/run_sorter.h"
#include "services/query/text_search.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace binnacle {

namespace {

// Position for people: characters from 1.
qsizetype characterAt(const std::string& text, std::size_t byte)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(byte)).size() + 1;
}

Error filterError(const std::string& filter, const FilterError& problem)
{
    return {Error::Kind::Invalid,
            QueryText::tr("Filter, character %1: %2.")
                .arg(characterAt(filter, problem.position))
                .arg(QString::fromStdString(problem.message)),
            {}};
}

// A filter that asks for the best of a metric needs to know what is better.
Result<void> checkDirections(MetricDirections& directions, std::span<const RunColumn> columns)
{
    for (const auto& column : columns) {
        if (!directions.resolved(column)) {
            return failure(
                Error::Kind::Invalid,
                QueryText::tr("Whether more or less of “%1” is better is not known. Choose its "
                              "direction, or filter by min. or max.")
                    .arg(QString::fromStdString(column.name)));
        }
    }
    return {};
}

Result<RunMask> applyFilter(ColumnCache& cache, const BasePointer& base, const RunQuery& query,
                            const RunMask& candidates, const std::stop_token& stop)
{
    const auto filter = parseFilter(query.filter);
    if (!filter)
        return failure(filterError(query.filter, filter.error()));
    std::vector<RunColumn> columns;
    collectColumns(*filter, columns);
    if (const auto known = checkDirections(cache.directions(), columns); !known)
        return failure(known.error());
    const auto data = cache.columns(base, columns, stop);
    if (!data)
        return failure(data.error());
    ColumnMap map;
    for (std::size_t i = 0; i < columns.size(); ++i)
        map.emplace(columns[i], (*data)[i]);
    return evaluateFilter(*filter, map, candidates, stop);
}

Result<std::vector<std::uint32_t>> applyOrder(ColumnCache& cache, const BasePointer& base,
                                              const std::vector<SortTerm>& order,
                                              const RunMask& runs, const std::stop_token& stop)
{
    std::vector<RunColumn> columns;
    columns.reserve(order.size());
    for (const auto& term : order)
        columns.push_back(term.column);
    const auto data = cache.columns(base, columns, stop);
    if (!data)
        return failure(data.error());
    std::vector<SortKey> keys;
    keys.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        keys.push_back({(*data)[i], order[i].descending});
    return sortRuns(runs, keys, stop);
}

} // namespace

// What the engine keeps between calls.
class QueryState
{
public:
    explicit QueryState(std::shared_ptr<Workspace> workspace)
        : cache(std::move(workspace)), catalog(cache)
    {
    }
    ColumnCache cache;
    ColumnCatalog catalog;
};

RunQueryEngine::RunQueryEngine(std::shared_ptr<Workspace> workspace)
    : workspace_(std::move(workspace)), state_(std::make_unique<QueryState>(workspace_))
{
}

RunQueryEngine::~RunQueryEngine() = default;

Result<RunOrdering> RunQueryEngine::run(const RunQuery& query, std::stop_token stop)
{
    const auto begin = std::chrono::steady_clock::now();
    RunOrdering ordering;
    ordering.generation = workspace_->generation();
    const auto base = state_->cache.base(stop);
    if (!base)
        return failure(base.error());
    const auto runs = (*base)->scope(query);
    ordering.total = static_cast<std::int64_t>(runs.count());
    auto filtered = applyFilter(state_->cache, *base, query, runs, stop);
    if (!filtered)
        return failure(filtered.error());
    const auto found =
        searchText(state_->cache, *base, searchWords(query.freeText), *filtered, stop);
    if (!found)
        return failure(found.error());
    const auto order = applyOrder(state_->cache, *base, query.order, *found, stop);
    if (!order)
        return failure(order.error());
    ordering.rows.reserve(order->size());
    for (const auto at : *order)
        ordering.rows.push_back((*base)->row(at));
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begin;
    ordering.milliseconds = taken.count();
    return ordering;
}

Result<std::vector<RunRowCells>> RunQueryEngine::cells(std::span<const RunRowId> rows,
                                                       std::span<const RunColumn> columns,
                                                       std::stop_token stop)
{
    return readCells(state_->cache, rows, columns, stop);
}

Result<std::vector<ColumnInfo>>
RunQueryEngine::columns(const RunQuery& scope, const std::string& containing, std::stop_token stop)
{
    return state_->catalog.columns(scope, containing, stop);
}

Result<std::vector<ColumnVariation>> RunQueryEngine::variation(std::span<const RunRowId> rows,
                                                               std::span<const RunColumn> columns,
                                                               std::stop_token stop)
{
    return findVariation(state_->cache, rows, columns, stop);
}

Result<std::vector<RunGroup>> RunQueryEngine::group(std::span<const RunRowId> rows,
                                                    const RunColumn& by,
                                                    std::span<const RunColumn> aggregated,
                                                    std::stop_token stop)
{
    return groupRuns(state_->cache, rows, by, aggregated, stop);
}

Result<std::vector<std::string>> RunQueryEngine::values(const RunColumn& column, std::size_t limit,
                                                        std::stop_token stop)
{
    if (isNumberColumn(column))
        return std::vector<std::string>();
    const auto base = state_->cache.base(stop);
    if (!base)
        return failure(base.error());
    const auto data = state_->cache.column(*base, column, stop);
    if (!data)
        return failure(data.error());
    const auto* texts = std::get_if<TextColumn>(data->get());
    const auto& pool = texts ? texts->pool : std::get<TextListColumn>(**data).pool;
    const auto& codes = texts ? texts->codes : std::get<TextListColumn>(**data).codes;
    std::vector<std::size_t> counts(pool.size());
    for (const auto code : codes) {
        if (code != TextColumn::missing)
            ++counts[code];
    }
    std::vector<std::uint32_t> order; // a text may be there still that no run has any more
    for (std::uint32_t code = 0; code < counts.size(); ++code) {
        if (counts[code] > 0)
            order.push_back(code);
    }
    const auto shown = std::min(limit, order.size());
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(shown),
                              [&](std::uint32_t a, std::uint32_t b) {
                                  return counts[a] != counts[b] ? counts[a] > counts[b]
                                                                : pool.text(a) < pool.text(b);
                              });
    std::vector<std::string> result;
    result.reserve(shown);
    for (std::size_t i = 0; i < shown; ++i)
        result.emplace_back(pool.text(order[i]));
    return result;
}

Result<std::optional<double>> RunQueryEngine::best(std::span<const RunRowId> rows,
                                                   const RunColumn& metric, std::stop_token stop)
{
    using Stat = RunColumn::Stat;
    const bool isValue = metric.stat == Stat::Last || metric.stat == Stat::Best ||
                         metric.stat == Stat::Min || metric.stat == Stat::Max;
    const auto better = direction(metric.name);
    if (metric.kind != RunColumn::Kind::Metric || !isValue || better == MetricDirection::Unknown)
        return std::optional<double>();
    const auto base = state_->cache.base(stop);
    if (!base)
        return failure(base.error());
    const auto data = state_->cache.column(*base, metric, stop);
    if (!data)
        return failure(data.error());
    const auto& numbers = std::get<NumberColumn>(**data);
    std::optional<double> best;
    for (const auto row : rows) {
        const auto at = (*base)->positionOf(raw(row));
        if (!at || !numbers.present.test(*at) || std::isnan(numbers.values[*at]))
            continue;
        const double value = numbers.values[*at];
        const bool wins = better == MetricDirection::HigherIsBetter ? value > best.value_or(value)
                                                                    : value < best.value_or(value);
        if (!best || wins)
            best = value;
    }
    return best;
}

MetricDirection RunQueryEngine::direction(const std::string& metricKey)
{
    return state_->cache.directions().of(metricKey);
}

Result<void> RunQueryEngine::setDirection(const std::string& metricKey, MetricDirection direction)
{
    return state_->cache.directions().choose(metricKey, direction);
}

} // namespace binnacle
