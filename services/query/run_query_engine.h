#pragma once

#include "services/query/run_query.h"
#include "services/workspace/workspace.h"

#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace binnacle {

class QueryState;

// Answers queries over all mirrored runs. Columns that a filter or an order needs are read once
// from the workspace and kept as arrays until a commit changes them, so that the next keystroke
// in a filter costs no disk. Thread-safe; blocks: never on the GUI thread.
class RunQueryEngine
{
public:
    explicit RunQueryEngine(std::shared_ptr<Workspace> workspace);
    ~RunQueryEngine();

    // Errors: Invalid for a filter that does not parse (message names the character position).
    Result<RunOrdering> run(const RunQuery& query, std::stop_token stop);

    // Cells of the rows given, in their order; a row that is gone is left out.
    Result<std::vector<RunRowCells>>
    cells(std::span<const RunRowId> rows, std::span<const RunColumn> columns, std::stop_token stop);

    // Keys that occur in the scope of the query (its filter is ignored), most frequent first;
    // `containing`: only those whose name contains this text (case ignored).
    Result<std::vector<ColumnInfo>> columns(const RunQuery& scope, const std::string& containing,
                                            std::stop_token stop);
    Result<std::vector<ColumnVariation>> variation(std::span<const RunRowId> rows,
                                                   std::span<const RunColumn> columns,
                                                   std::stop_token stop);
    Result<std::vector<RunGroup>> group(std::span<const RunRowId> rows, const RunColumn& by,
                                        std::span<const RunColumn> aggregated,
                                        std::stop_token stop);
    // Distinct values of a param, tag or text attribute, most frequent first: for completion.
    Result<std::vector<std::string>> values(const RunColumn& column, std::size_t limit,
                                            std::stop_token stop);

    // The best of `rows` for a metric figure: for marking. nullopt: none has it, or direction
    // unknown.
    Result<std::optional<double>> best(std::span<const RunRowId> rows, const RunColumn& metric,
                                       std::stop_token stop);

    // Direction of a metric: a person's choice where there is one, else guessed from its name.
    MetricDirection direction(const std::string& metricKey);
    Result<void> setDirection(const std::string& metricKey, MetricDirection direction);

private:
    std::shared_ptr<Workspace> workspace_;
    std::unique_ptr<QueryState> state_;
};

} // namespace binnacle
