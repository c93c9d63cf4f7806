#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/series.h"
#include "services/workspace/workspace.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace binnacle {

// What a stretch of a series holds: enough to draw it in one pixel column without hiding anything.
// Times in UTC milliseconds. min and max leave NaN out and take infinities in; where finite is
// false (`count` = `nanCount`), min and max are NaN.
struct HistoryBand
{
    std::int64_t firstStep = 0, lastStep = 0;
    std::int64_t firstTime = 0, lastTime = 0; // smallest and greatest timestamp
    std::int64_t minStep = 0, maxStep = 0;    // step of min and max
    double min = 0, max = 0;
    double first = 0, last = 0; // values at the ends, NaN included
    std::uint32_t count = 0;
    std::uint32_t nanCount = 0;
    std::uint32_t infCount = 0; // +Inf and -Inf
};

struct SeriesInfo
{
    std::int64_t count = 0;
    std::int64_t nanCount = 0;
    std::optional<double> min, max; // without NaN
    std::int64_t minStep = 0, maxStep = 0;
    std::int64_t latestStep = 0, latestTime = 0; // up to where the source says it reaches
    bool operator==(const SeriesInfo&) const = default;
};

// A history that is missing or stale, and what to ask of the source for it.
struct SeriesToFetch
{
    RunRowId run{};
    SeriesRequest request;
    bool runEnded = false;
};

// Metric histories: compressed chunks with a min-max pyramid. Blocks: never on the GUI thread.
class HistoryStore
{
public:
    explicit HistoryStore(std::shared_ptr<Workspace> workspace) : workspace_(std::move(workspace))
    {
    }

    // Histories of `source` that are not mirrored or not up to date, runs in `first` before all
    // others, then newest runs first; at most `limit`. A history is up to date when it holds the
    // run's latest point and, for a run that has ended, was fetched after its end.
    Result<std::vector<SeriesToFetch>> missing(SourceId source, std::span<const RunRowId> first,
                                               std::size_t limit) const;
    Result<std::int64_t> countMissing(SourceId source) const;

    // Writes several series in one transaction. `data[i].request` indexes `requests`. Where
    // append is set the points are merged behind those that are there, unless what is there is no
    // longer what the request's cursor stands for (another process wrote it): it stays due then.
    Result<void> write(std::span<const SeriesToFetch> requests, std::span<SeriesData> data) const;

    // nullopt: this history is not mirrored (yet).
    Result<std::optional<SeriesInfo>> info(RunRowId run, const std::string& metricKey) const;
    // Of all histories of a run, by metric.
    Result<std::unordered_map<std::string, SeriesInfo>> infos(RunRowId run) const;
    // All points, by step, then timestamp.
    Result<std::vector<MetricPoint>> points(RunRowId run, const std::string& metricKey) const;
    // The steps [fromStep, toStep] in about `buckets` bands (at most four times as many, single
    // points where there are few enough); reads only what it returns.
    Result<std::vector<HistoryBand>> bands(RunRowId run, const std::string& metricKey,
                                           std::int64_t fromStep, std::int64_t toStep,
                                           std::size_t buckets) const;

private:
    std::shared_ptr<Workspace> workspace_;
};

} // namespace binnacle
