#pragma once

#include "services/domain/metric_direction.h"
#include "services/workspace/history_store.h"
#include "services/workspace/run_reader.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// In the order in which a person reads them: what was set, what came out, on what data and code.
enum class ComparisonGroup { Params, Metrics, Datasets, Code, Tags, Attributes };
inline constexpr int comparisonGroupCount = 6;
std::string_view comparisonGroupName(ComparisonGroup group); // "params", "metrics", …: for machines

struct ComparisonCell
{
    enum class State { Missing, Text, Number };
    State state = State::Missing;
    std::string text;  // as logged; of a metric the shortest text of its number
    double number = 0; // Number only: a metric's latest value, or a param that reads as a number
    bool best = false; // metrics only; ties are all best, NaN never is
    std::int64_t step = 0;          // metrics only: of the latest value
    std::optional<double> min, max; // metrics only, where the history is mirrored; no NaN
    std::int64_t minStep = 0, maxStep = 0;
};

struct ComparisonRow
{
    ComparisonGroup group = ComparisonGroup::Params;
    std::string key;
    MetricDirection direction = MetricDirection::Unknown; // metrics only
    bool differs = false;              // some run has another value than the others, or none
    std::vector<ComparisonCell> cells; // one for each run
};

struct ComparedRun
{
    RunRowId row{};
    std::string id, name, source, experiment;
    RunStatus status = RunStatus::Running;
    std::optional<std::int64_t> startTime, endTime; // UTC milliseconds
};

// Runs side by side. Rows stand by group, then the differing ones first, then by key.
struct RunComparison
{
    std::vector<ComparedRun> runs;
    std::vector<ComparisonRow> rows;
    std::size_t differing() const;
};

struct SeriesFigures
{
    RunRowId run{};
    std::string metricKey;
    SeriesInfo info;
};

using DirectionOf = std::function<MetricDirection(const std::string& metricKey)>;

// A pure function. `figures`: smallest and greatest value of the histories that are mirrored.
RunComparison compareRuns(const std::vector<RunDetail>& runs, const DirectionOf& direction,
                          const std::vector<SeriesFigures>& figures = {});

// Marks the best cells of a metric's row again after its direction was changed.
void markBest(ComparisonRow& row);

// Where a metric's value stands to that of the first run ("+0.0056"), and in percent of it;
// nullopt where one is missing or not finite.
struct ComparisonDelta
{
    double difference = 0;
    std::optional<double> percent; // nullopt: the first run's value is zero
};
std::optional<ComparisonDelta> deltaTo(const ComparisonCell& baseline, const ComparisonCell& cell);

} // namespace binnacle
