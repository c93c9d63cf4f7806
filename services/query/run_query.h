#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/metric_direction.h"
#include "services/domain/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// A column of the run table.
struct RunColumn
{
    enum class Kind {
        Attribute, // name is one of MLflow's: run_name, status, start_time, …; see runAttributes()
        Metric,
        Param,
        Tag,
        Dataset, // name is "name", "digest" or "context"; several are joined by ", "
    };
    // Which figure of a metric. Best is Max or Min by the metric's direction. Min, Max, Best and
    // their steps need the mirrored history: a run without it has none.
    enum class Stat { Last, Best, Min, Max, LastStep, BestStep, MinStep, MaxStep };

    Kind kind = Kind::Attribute;
    std::string name;
    Stat stat = Stat::Last; // metrics only

    auto operator<=>(const RunColumn&) const = default;
    bool operator==(const RunColumn&) const = default;
};

// "metrics.acc", "best.metrics.acc" (best., min., max., and last_step., best_step., …),
// "params.lr", "tags.team", "attributes.start_time", "dataset.name"; a bare name is an attribute.
// Keys with odd characters stand in backticks or double quotes. Inverse of each other.
std::string columnText(const RunColumn& column);
Result<RunColumn> columnFromText(const std::string& text);

// run_id, run_name, status, start_time, end_time, duration (ms), user_id, artifact_uri, source,
// experiment_name, experiment_id, lifecycle_stage.
const std::vector<std::string>& runAttributes();

struct SortTerm
{
    RunColumn column;
    bool descending = false;
    bool operator==(const SortTerm&) const = default;
};

enum class LifecycleView { ActiveOnly, DeletedOnly, All };

// Which runs, in which order. Empty lists mean all.
struct RunQuery
{
    std::vector<SourceId> sources;
    std::vector<ExperimentRowId> experiments;
    std::string filter;   // see filter_parser.h; empty: all
    std::string freeText; // words that must all occur in names, tags, params or notes
    LifecycleView lifecycle = LifecycleView::ActiveOnly;
    std::vector<SortTerm> order; // then start_time descending, then run_id
    bool operator==(const RunQuery&) const = default;
};

// The answer: row ids in order. Cells are fetched for the rows in sight only.
struct RunOrdering
{
    std::vector<RunRowId> rows;
    std::int64_t total = 0;       // runs in scope before filter and text
    double milliseconds = 0;      // time taken
    std::uint64_t generation = 0; // Workspace::generation() it was computed from
};

// One cell. Numbers stay numbers; a text that reads as a number (a param) has both.
struct RunCell
{
    enum class State { Missing, Number, Text, Time };
    State state = State::Missing; // Time: number is UTC milliseconds
    double number = 0;            // may be NaN or infinite
    std::string text;             // Text only
    bool numeric = false;         // Text: it reads as a number as a whole, which `number` holds
    bool operator==(const RunCell&) const = default;
};

// What one row needs besides its cells.
struct RunRowHead
{
    RunRowId row{};
    SourceId source{};
    ExperimentRowId experiment{};
    std::string runId;
    std::string name;
    int status = 0;    // RunStatus
    int lifecycle = 0; // Lifecycle
    bool pending = false;
    std::string parentRunId;
};

struct RunRowCells
{
    RunRowHead head;
    std::vector<RunCell> cells; // as many as columns were asked
};

// A key that occurs among the runs of a scope, and in how many of them.
struct ColumnInfo
{
    RunColumn column; // stat Last
    std::int64_t runs = 0;
    bool estimated = false; // scope too large to count at once: `runs` is scaled from a sample
};

struct ColumnVariation
{
    bool empty = true; // no run shown has it
    bool equal = true; // all runs shown have the same value (missing counts as a value)
};

// Aggregates of one group of runs. Figures leave missing and NaN out.
struct GroupAggregate
{
    std::int64_t count = 0;                                   // values that went in
    double mean = 0, min = 0, max = 0, standardDeviation = 0; // sample deviation (n - 1)
};

struct RunGroup
{
    std::string value; // of the column grouped by, as text; empty with missing = true
    bool missing = false;
    std::vector<RunRowId> rows;             // in the order of the query
    std::vector<GroupAggregate> aggregates; // one for each column asked
};

} // namespace binnacle
