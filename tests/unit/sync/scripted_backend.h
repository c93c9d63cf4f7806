#pragma once

#include "services/backends/tracking_backend.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace binnacle::testing {

// A tracking source in memory that does what a test tells it to. Every change gets a number; the
// cursor of a scan is the number of the last change. Thread-safe.
class ScriptedBackend : public TrackingBackend
{
public:
    // A finished run with `points` points (step i, time 1000 + i, value i) of each metric.
    void addRun(const std::string& id, const std::vector<std::string>& metrics = {}, int points = 3,
                RunStatus status = RunStatus::Finished);
    void log(const std::string& id, const std::string& metric, double value);
    void finish(const std::string& id);
    void purge(const std::string& id);
    void edit(const std::string& id, const std::function<void(Run&)>& change);
    // As a server does that does not tell of changed tags: only a look at the run itself shows it.
    void editUnseen(const std::string& id, const std::function<void(Run&)>& change);
    std::optional<Run> stored(const std::string& id) const;

    // What a test sets before a pass or while it is under way.
    std::atomic<bool> offline = false;
    std::atomic<bool> incomplete = false;      // scans can not promise to have seen every run
    std::atomic<int> failScanAfter = -1;       // batches
    std::atomic<bool> hangInScan = false;      // until a stop request
    std::atomic<bool> hangInHistories = false; // until a stop request
    std::atomic<int> cutAfterWrite = 0;        // so many writes arrive, but their answer does not
    std::atomic<std::size_t> scanBatch = 1000;
    std::set<std::string> brokenSeries; // "run/metric": Error::Kind::NotFound
    std::optional<Error> refuseWrites;
    std::function<void(const SeriesRequest&)> onSeries; // before each series is delivered
    std::function<void()> onWrite;

    // What happened.
    std::vector<std::string> calls() const;
    std::vector<std::string> fetched() const; // "run/metric" in order
    void forgetCalls();

    TrackingCapabilities capabilities() const override;
    Result<TrackingProbe> probe(std::stop_token stop) override;
    Result<std::vector<Experiment>> experiments(std::stop_token stop) override;
    Result<RunScanResult> scanRuns(RunScan scan, const RunSink& sink,
                                   std::stop_token stop) override;
    Result<void> fetchHistories(std::span<const SeriesRequest> requests, const SeriesSink& sink,
                                std::stop_token stop) override;
    Result<Run> run(const std::string& runId, std::stop_token stop) override;
    Result<void> renameRun(const std::string& runId, const std::string& name,
                           std::stop_token stop) override;
    Result<void> setTag(const std::string& runId, const std::string& key, const std::string& value,
                        std::stop_token stop) override;
    Result<void> deleteTag(const std::string& runId, const std::string& key,
                           std::stop_token stop) override;
    Result<void> deleteRun(const std::string& runId, std::stop_token stop) override;
    Result<void> restoreRun(const std::string& runId, std::stop_token stop) override;
    Result<void> purgeRun(const std::string& runId, std::stop_token stop) override;
    std::vector<std::filesystem::path> watchPaths() const override { return watched; }

    std::vector<std::filesystem::path> watched;

private:
    struct Stored
    {
        Run run;
        std::map<std::string, std::vector<MetricPoint>> histories;
        std::int64_t change = 0;
    };

    Result<void> reach(const std::string& call);
    Result<void> waitForStop(const std::stop_token& stop) const;
    Result<void> write(const std::string& call, const std::string& runId,
                       const std::function<void(Run&)>& change);
    Result<SeriesData> seriesOf(std::size_t index, const SeriesRequest& request);

    mutable std::mutex mutex_;
    std::map<std::string, Stored> runs_;
    std::map<std::string, std::int64_t> purged_;
    std::vector<std::string> calls_;
    std::vector<std::string> fetched_;
    std::int64_t changes_ = 0;
};

} // namespace binnacle::testing
