#include "services/sync/run_mirror.h"

#include "services/sync/overlap.h"

namespace binnacle {

namespace {

// About what a summary takes on the way: the source does not tell.
std::int64_t estimatedBytes(const Run& run)
{
    std::size_t bytes = 200;
    for (const auto& param : run.params)
        bytes += param.key.size() + param.value.size() + 24;
    for (const auto& tag : run.tags)
        bytes += tag.key.size() + tag.value.size() + 24;
    for (const auto& metric : run.metrics)
        bytes += metric.key.size() + sizeof(MetricPoint) + 48;
    return static_cast<std::int64_t>(bytes);
}

} // namespace

RunMirror::RunMirror(const std::shared_ptr<Workspace>& workspace, TrackingBackend& backend,
                     SourceId source, ProgressMeter& meter)
    : writer_(workspace, source)
    , sources_(workspace)
    , backend_(backend)
    , source_(source)
    , meter_(meter)
{
}

Result<void> RunMirror::run(bool full, const std::stop_token& stop)
{
    meter_.enter(SyncProgress::Phase::Runs);
    if (auto done = experiments(full, stop); !done)
        return done;
    if (auto done = runs(full, stop); !done)
        return done;
    return loggedModels(full, stop);
}

Result<void> RunMirror::experiments(bool full, const std::stop_token& stop)
{
    const auto experiments = backend_.experiments(stop);
    if (!experiments)
        return failure(experiments.error());
    for (const auto& experiment : *experiments) {
        if (experiment.lifecycle != Lifecycle::Active)
            continue;
        active_.insert(experiment.id);
        if (full)
            touched_.insert(experiment.id);
    }
    return writer_.putExperiments(*experiments, full);
}

Result<void> RunMirror::runs(bool full, const std::stop_token& stop)
{
    RunScan scan;
    scan.full = full;
    const auto cursor = sources_.cursor(source_);
    if (!cursor)
        return failure(cursor.error());
    if (!full)
        scan.cursor = *cursor;
    auto again = runsInAnyCase();
    if (!again)
        return failure(again.error());
    scan.runningIds = std::move(*again);

    using Batch = std::vector<Run>;
    Result<RunScanResult> scanned;
    auto done = overlap<Batch>(
        2,
        [&](HandOver<Batch>& queue, const std::stop_token& token) -> Result<void> {
            scanned = backend_.scanRuns(
                scan, [&](Batch batch) { return queue.give(std::move(batch)); }, token);
            if (!scanned)
                return failure(scanned.error());
            return {};
        },
        [&](const Batch& batch) { return writeRuns(batch); }, [&] { meter_.tick(); }, stop);
    if (!done)
        return done;
    return finishScan(*scanned, *cursor);
}

Result<std::vector<std::string>> RunMirror::runsInAnyCase() const
{
    auto ids = writer_.unfinishedRuns();
    if (!ids || watched_.empty())
        return ids;
    constexpr std::size_t mostWatched = 100;
    auto first = watched_;
    first.resize(std::min(first.size(), mostWatched));
    const auto watched = writer_.idsOf(first);
    if (!watched)
        return failure(watched.error());
    std::unordered_set<std::string> known(ids->begin(), ids->end());
    for (const auto& id : *watched) {
        if (known.insert(id).second)
            ids->push_back(id);
    }
    return ids;
}

Result<void> RunMirror::writeRuns(const std::vector<Run>& runs)
{
    const auto outcome = writer_.putRuns(runs);
    if (!outcome)
        return failure(outcome.error());
    for (const auto& run : runs) {
        meter_.now.bytes += estimatedBytes(run);
        if (active_.contains(run.experimentId))
            touched_.insert(run.experimentId);
        seen_.insert(run.id);
    }
    meter_.now.runsDone += static_cast<std::int64_t>(runs.size());
    meter_.now.runsChanged += outcome->added + outcome->changed;
    return {};
}

Result<void> RunMirror::finishScan(const RunScanResult& result, const std::string& oldCursor)
{
    for (const auto& warning : result.warnings)
        meter_.warn(QString::fromStdString(warning));
    sawEverything_ = result.complete; // a source may look at all its runs unasked
    if (sawEverything_) {
        const auto removed = writer_.removeRunsExcept(seen_);
        if (!removed)
            return failure(removed.error());
        meter_.now.runsChanged += *removed;
    } else if (!result.removedIds.empty()) {
        const auto removed = writer_.removeRuns(result.removedIds);
        if (!removed)
            return failure(removed.error());
        meter_.now.runsChanged += *removed;
    }
    seen_.clear();
    if (result.cursor == oldCursor)
        return {};
    return sources_.setCursor(source_, result.cursor);
}

Result<void> RunMirror::loggedModels(bool full, const std::stop_token& stop)
{
    if (!backend_.capabilities().loggedModels || touched_.empty())
        return {};
    if (!full && meter_.now.runsChanged == 0)
        return {};
    const std::vector<std::string> ids(touched_.begin(), touched_.end());
    auto models = backend_.loggedModels(
        ids,
        [&](const std::vector<LoggedModel>& batch) -> Result<void> {
            meter_.tick();
            return writer_.putLoggedModels(batch);
        },
        stop);
    if (models || models.error().kind != Error::Kind::Unsupported)
        return models;
    return {}; // a server of 2.x behind an address that once was 3.x
}

} // namespace binnacle
