#pragma once

#include "models/run_lines.h"
#include "services/query/run_query_engine.h"

#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <unordered_set>
#include <vector>

namespace binnacle {

using LineSet = std::unordered_set<std::int64_t>; // raw ids of lines

// What the heads of groups say of the numbers of their runs.
enum class GroupFigure { Mean, Min, Max, Deviation, Count };
// nullopt: too few values.
std::optional<double> figureOf(const GroupAggregate& aggregate, GroupFigure figure);

// What the run table should show.
struct ArrangementRequest
{
    RunQuery query;
    bool tree = false;                 // nested runs below their parent
    std::optional<RunColumn> groupBy;  // wins over tree
    std::vector<RunColumn> aggregated; // numbers that group heads show
    GroupFigure figure{};              // by which groups are ordered where the query orders by one
    std::shared_ptr<const LineSet> open; // lines unfolded
    std::vector<RunRowId> pinned;        // on top, in this order
    SharedLines base;                    // what is shown now
};

struct GroupFacts
{
    QString value;
    bool missing = false;
    std::int64_t runs = 0;
    std::vector<GroupAggregate> aggregates; // one for each column of `aggregated`
};

struct Arrangement
{
    LinesChange change;
    std::shared_ptr<const std::vector<RunRowId>> matched;    // all runs that fit, in order
    std::int64_t total = 0;                                  // runs in scope before the filter
    double milliseconds = 0;                                 // that the query took
    std::unordered_map<std::int64_t, GroupFacts> groups;     // by id of the line
    std::unordered_map<std::int64_t, std::int64_t> children; // tree: runs right below a line
    std::vector<RunColumn> aggregated;
};

// Runs the query and lays the lines out. Blocks: for worker threads.
Result<Arrangement> arrangeRuns(RunQueryEngine& engine, const ArrangementRequest& request,
                                std::stop_token stop);

} // namespace binnacle
