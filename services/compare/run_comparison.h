#pragma once

#include "services/compare/comparison_cells.h"
#include "services/domain/identifiers.h"
#include "services/domain/metric_direction.h"
#include "services/domain/run.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// In the order in which a person reads them: what was set, what came out, on what data and code.
enum class ComparisonGroup { Params, Metrics, Datasets, Code, Tags, Attributes };
inline constexpr int comparisonGroupCount = 6;
std::string_view comparisonGroupName(ComparisonGroup group); // "params", "metrics", …: for machines

struct ComparisonRow
{
    ComparisonGroup group = ComparisonGroup::Params;
    std::string key;
    MetricDirection direction = MetricDirection::Unknown; // metrics only
    bool differs = false;      // some run has another value than the others, or none
    std::int64_t lastStep = 0; // metrics only: the greatest step of the latest values
    ComparisonCells cells;     // one for each run
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
    std::size_t bytes() const; // about what the rows take
};

// What a metric's cell tells besides its latest value.
struct CellFigures
{
    std::optional<std::int64_t> step; // of the latest value; nullopt: the run has no such metric
    std::optional<double> min, max;   // where the history is mirrored; no NaN
    std::int64_t minStep = 0, maxStep = 0;
};
// By metric, then one for each run.
using FiguresByMetric = std::map<std::string, std::vector<CellFigures>, std::less<>>;

using DirectionOf = std::function<MetricDirection(const std::string& metricKey)>;

// Brings rows whose cells are filled into their order, and marks what differs and what is best.
void arrangeRows(RunComparison& comparison, const DirectionOf& direction);

// The same with the runs in another order: `places` in the one given, each once.
RunComparison inOrder(const RunComparison& comparison, std::span<const std::size_t> places);

// The group in which a tag stands; nullopt: it is shown as the run's name or an attribute.
std::optional<ComparisonGroup> groupOfTag(std::string_view key);

// Marks the best cells of a metric's row again after its direction was changed.
void markBest(ComparisonRow& row);

// Where a metric's value stands to that of the baseline ("+0.0056"), and in percent of it;
// nullopt where one is missing or not finite.
struct ComparisonDelta
{
    double difference = 0;
    std::optional<double> percent; // nullopt: the baseline's value is zero
};
std::optional<ComparisonDelta> deltaTo(const ComparisonCell& baseline, const ComparisonCell& cell);

} // namespace binnacle
