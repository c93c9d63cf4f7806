#include "tests/unit/sync/scripted_backend.h"

#include <algorithm>

namespace binnacle::testing {

namespace {

void putTag(Run& run, const std::string& key, const std::optional<std::string>& value)
{
    std::erase_if(run.tags, [&](const KeyValue& tag) { return tag.key == key; });
    if (value)
        run.tags.push_back({key, *value});
}

tl::unexpected<Error> noSuchRun(const std::string& id)
{
    return failure(Error::Kind::NotFound,
                   QStringLiteral("The run %1 does not exist.").arg(QString::fromStdString(id)));
}

} // namespace

void ScriptedBackend::addRun(const std::string& id, const std::vector<std::string>& metrics,
                             int points, RunStatus status)
{
    const std::scoped_lock lock(mutex_);
    Stored stored;
    stored.change = ++changes_;
    stored.run.id = id;
    stored.run.name = "name of " + id;
    stored.run.experimentId = "1";
    stored.run.status = status;
    stored.run.startTime = 1000 + changes_;
    if (isTerminal(status))
        stored.run.endTime = 2000 + changes_;
    for (const auto& metric : metrics) {
        auto& history = stored.histories[metric];
        for (int i = 0; i < points; ++i)
            history.push_back({i, 1000 + i, static_cast<double>(i)});
        stored.run.metrics.push_back({metric, history.back()});
    }
    runs_[id] = std::move(stored);
}

void ScriptedBackend::log(const std::string& id, const std::string& metric, double value)
{
    const std::scoped_lock lock(mutex_);
    auto& stored = runs_.at(id);
    auto& history = stored.histories[metric];
    const auto step = static_cast<std::int64_t>(history.size());
    history.push_back({step, 1000 + step, value});
    const auto latest = std::ranges::find(stored.run.metrics, metric, &LatestMetric::key);
    if (latest == stored.run.metrics.end())
        stored.run.metrics.push_back({metric, history.back()});
    else
        latest->point = history.back();
    stored.change = ++changes_;
}

void ScriptedBackend::finish(const std::string& id)
{
    edit(id, [](Run& run) {
        run.status = RunStatus::Finished;
        run.endTime = 9000;
    });
}

void ScriptedBackend::purge(const std::string& id)
{
    const std::scoped_lock lock(mutex_);
    runs_.erase(id);
    purged_[id] = ++changes_;
}

void ScriptedBackend::edit(const std::string& id, const std::function<void(Run&)>& change)
{
    const std::scoped_lock lock(mutex_);
    auto& stored = runs_.at(id);
    change(stored.run);
    stored.change = ++changes_;
}

void ScriptedBackend::editUnseen(const std::string& id, const std::function<void(Run&)>& change)
{
    const std::scoped_lock lock(mutex_);
    change(runs_.at(id).run);
}

std::optional<Run> ScriptedBackend::stored(const std::string& id) const
{
    const std::scoped_lock lock(mutex_);
    const auto found = runs_.find(id);
    return found == runs_.end() ? std::nullopt : std::optional(found->second.run);
}

std::vector<std::string> ScriptedBackend::calls() const
{
    const std::scoped_lock lock(mutex_);
    return calls_;
}

std::vector<std::string> ScriptedBackend::fetched() const
{
    const std::scoped_lock lock(mutex_);
    return fetched_;
}

void ScriptedBackend::forgetCalls()
{
    const std::scoped_lock lock(mutex_);
    calls_.clear();
    fetched_.clear();
}

Result<void> ScriptedBackend::reach(const std::string& call)
{
    const std::scoped_lock lock(mutex_);
    calls_.push_back(call);
    if (offline)
        return failure(Error::Kind::Network, QStringLiteral("The server does not answer."));
    return {};
}

Result<void> ScriptedBackend::waitForStop(const std::stop_token& stop) const
{
    std::mutex mutex;
    std::condition_variable_any asked;
    std::unique_lock lock(mutex);
    asked.wait(lock, stop, [] { return false; });
    return failure(cancelledError());
}

TrackingCapabilities ScriptedBackend::capabilities() const
{
    TrackingCapabilities can;
    can.rename = can.editTags = can.deleteRuns = can.purgeRuns = true;
    can.watchable = !watched.empty();
    return can;
}

Result<TrackingProbe> ScriptedBackend::probe(std::stop_token)
{
    if (auto there = reach("probe"); !there)
        return failure(there.error());
    return TrackingProbe{"Scripted 1.0", {}};
}

Result<std::vector<Experiment>> ScriptedBackend::experiments(std::stop_token)
{
    if (auto there = reach("experiments"); !there)
        return failure(there.error());
    Experiment experiment;
    experiment.id = "1";
    experiment.name = "digits";
    return std::vector<Experiment>{experiment};
}

Result<RunScanResult> ScriptedBackend::scanRuns(RunScan scan, const RunSink& sink,
                                                std::stop_token stop)
{
    if (auto there = reach(scan.full ? "scan full" : "scan since " + scan.cursor); !there)
        return failure(there.error());
    const std::int64_t since = scan.full || scan.cursor.empty() ? 0 : std::stoll(scan.cursor);
    std::vector<Run> runs;
    RunScanResult result;
    {
        const std::scoped_lock lock(mutex_);
        for (const auto& [id, stored] : runs_) {
            if (stored.change > since || std::ranges::count(scan.runningIds, id) > 0)
                runs.push_back(stored.run);
        }
        for (const auto& [id, change] : purged_) {
            if (change > since)
                result.removedIds.push_back(id);
        }
        result.cursor = std::to_string(changes_);
        result.complete = scan.full && !incomplete;
    }
    std::ranges::sort(runs, std::greater{}, [](const Run& run) { return run.startTime; });
    int batches = 0;
    for (std::size_t begin = 0; begin < runs.size(); begin += scanBatch) {
        if (batches++ == failScanAfter)
            return failure(Error::Kind::Network, QStringLiteral("The server hung up."));
        const auto end = std::min<std::size_t>(begin + scanBatch, runs.size());
        const auto from = runs.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto to = runs.begin() + static_cast<std::ptrdiff_t>(end);
        if (auto taken = sink({from, to}); !taken)
            return failure(taken.error());
        if (hangInScan)
            return failure(waitForStop(stop).error());
    }
    return result;
}

Result<SeriesData> ScriptedBackend::seriesOf(std::size_t index, const SeriesRequest& request)
{
    const std::scoped_lock lock(mutex_);
    const auto name = request.runId + "/" + request.metricKey;
    fetched_.push_back(name);
    if (brokenSeries.contains(name))
        return failure(Error::Kind::NotFound, QStringLiteral("No such history."));
    SeriesData data;
    data.request = index;
    const auto run = runs_.find(request.runId);
    if (run == runs_.end())
        return data;
    const auto& history = run->second.histories[request.metricKey];
    const std::size_t known = request.cursor.empty() ? 0 : std::stoul(request.cursor);
    data.append = known > 0;
    data.points.assign(history.begin() + static_cast<std::ptrdiff_t>(known), history.end());
    data.cursor = std::to_string(history.size());
    return data;
}

Result<void> ScriptedBackend::fetchHistories(std::span<const SeriesRequest> requests,
                                             const SeriesSink& sink, std::stop_token stop)
{
    if (auto there = reach("histories"); !there)
        return there;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (onSeries)
            onSeries(requests[i]);
        if (offline)
            return failure(Error::Kind::Network, QStringLiteral("The server hung up."));
        if (hangInHistories)
            return waitForStop(stop);
        auto data = seriesOf(i, requests[i]);
        if (!data)
            return failure(data.error());
        if (auto taken = sink(std::move(*data)); !taken)
            return taken;
    }
    return {};
}

Result<Run> ScriptedBackend::run(const std::string& runId, std::stop_token)
{
    if (auto there = reach("run " + runId); !there)
        return failure(there.error());
    if (auto found = stored(runId))
        return *found;
    return noSuchRun(runId);
}

Result<void> ScriptedBackend::write(const std::string& call, const std::string& runId,
                                    const std::function<void(Run&)>& change)
{
    if (auto there = reach(call); !there)
        return there;
    if (onWrite)
        onWrite();
    if (refuseWrites)
        return failure(*refuseWrites);
    if (!stored(runId))
        return noSuchRun(runId);
    edit(runId, change);
    if (cutAfterWrite > 0) {
        --cutAfterWrite;
        offline = true;
        return failure(Error::Kind::Network, QStringLiteral("The server hung up."));
    }
    return {};
}

Result<void> ScriptedBackend::renameRun(const std::string& runId, const std::string& name,
                                        std::stop_token)
{
    return write("rename " + runId, runId, [&](Run& run) { run.name = name; });
}

Result<void> ScriptedBackend::setTag(const std::string& runId, const std::string& key,
                                     const std::string& value, std::stop_token)
{
    return write("set " + runId + " " + key, runId, [&](Run& run) { putTag(run, key, value); });
}

Result<void> ScriptedBackend::deleteTag(const std::string& runId, const std::string& key,
                                        std::stop_token)
{
    return write("unset " + runId + " " + key, runId,
                 [&](Run& run) { putTag(run, key, std::nullopt); });
}

Result<void> ScriptedBackend::deleteRun(const std::string& runId, std::stop_token)
{
    return write("delete " + runId, runId, [](Run& run) { run.lifecycle = Lifecycle::Deleted; });
}

Result<void> ScriptedBackend::restoreRun(const std::string& runId, std::stop_token)
{
    return write("restore " + runId, runId, [](Run& run) { run.lifecycle = Lifecycle::Active; });
}

Result<void> ScriptedBackend::purgeRun(const std::string& runId, std::stop_token)
{
    if (auto there = reach("purge " + runId); !there)
        return there;
    const auto run = stored(runId);
    if (!run)
        return failure(Error::Kind::NotFound, QStringLiteral("No such run."));
    if (run->lifecycle != Lifecycle::Deleted)
        return failure(Error::Kind::Conflict, QStringLiteral("Not in the trash."));
    purge(runId);
    return {};
}

} // namespace binnacle::testing
