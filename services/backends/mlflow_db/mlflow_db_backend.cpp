#include "services/backends/mlflow_db/mlflow_db_backend.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/local_removal.h"
#include "services/backends/mlflow_db/change_watch.h"
#include "services/backends/mlflow_db/edits.h"
#include "services/backends/mlflow_db/logged_model_rows.h"
#include "services/backends/mlflow_db/metric_points.h"
#include "services/backends/mlflow_db/purge.h"
#include "services/backends/mlflow_db/run_rows.h"
#include "services/backends/mlflow_db/schema.h"

#include <set>

namespace binnacle {

using namespace mlflow_db;

MlflowDbBackend::MlflowDbBackend(std::filesystem::path file)
    : file_(std::move(file)), watch_(std::make_unique<ChangeWatch>())
{
}

MlflowDbBackend::~MlflowDbBackend() = default;

TrackingCapabilities MlflowDbBackend::capabilities() const
{
    return {.rename = true,
            .editTags = true,
            .deleteRuns = true,
            .purgeRuns = true,
            .loggedModels = true,
            .artifacts = true,
            .watchable = true};
}

template <class Work>
auto MlflowDbBackend::reading(const std::stop_token& stop, Work work)
    -> std::invoke_result_t<Work, SqliteFile&, const Schema&>
{
    if (stop.stop_requested())
        return failure(cancelledError());
    try {
        SqliteFile file(file_, SqliteFile::Access::Read, stop);
        const auto schema = readSchema(file, file_);
        if (!schema)
            return failure(schema.error());
        return work(file, *schema);
    } catch (const SqliteFailure& caught) {
        return failure(errorOf(caught, file_, stop));
    }
}

template <class Work>
Result<void> MlflowDbBackend::writing(const std::stop_token& stop, Work work)
{
    // The schema is checked by a reader: nothing but the edit itself asks for the write lock.
    return reading(stop, [&](SqliteFile&, const Schema& schema) -> Result<void> {
        SqliteFile writer(file_, SqliteFile::Access::Write, stop);
        return work(writer, schema);
    });
}

Result<TrackingProbe> MlflowDbBackend::probe(std::stop_token stop)
{
    return reading(stop, [&](SqliteFile&, const Schema& schema) -> Result<TrackingProbe> {
        return TrackingProbe{"mlflow.db, schema " + std::string(schema.revision->id) + " (MLflow " +
                                 std::string(schema.revision->releases) + ")",
                             {}};
    });
}

Result<std::vector<Experiment>> MlflowDbBackend::experiments(std::stop_token stop)
{
    return reading(stop, [&](SqliteFile& file, const Schema&) -> Result<std::vector<Experiment>> {
        return readExperiments(file);
    });
}

Result<RunScanResult> MlflowDbBackend::scanRuns(RunScan scan, const RunSink& sink,
                                                std::stop_token stop)
{
    const std::scoped_lock turn(scanMutex_);
    // Taken before anything is read: what is written meanwhile makes the next stamp differ.
    auto stamp = stampOf(file_);
    if (!scan.full && !scan.cursor.empty() && stamp == scan.cursor) {
        if (stop.stop_requested())
            return failure(cancelledError());
        return RunScanResult{std::move(stamp), false, {}, {}};
    }
    return reading(stop, [&](SqliteFile& file, const Schema& schema) -> Result<RunScanResult> {
        std::optional<std::vector<std::string>> changed;
        if (!scan.full && !scan.cursor.empty() && scan.cursor == watchedStamp_)
            changed = watch_->changedRuns(file, schema);
        watchedStamp_.clear();
        if (!changed)
            return scanAll(file, schema, std::move(stamp), sink);
        std::set<std::string> ids(changed->begin(), changed->end());
        ids.insert(scan.runningIds.begin(), scan.runningIds.end());
        const std::vector<std::string> list(ids.begin(), ids.end());
        RunReader reader(file, schema);
        for (std::size_t next = 0; next < list.size();) {
            auto runs = reader.readIds(list, next);
            for (const auto& run : runs)
                watch_->remember(run);
            if (auto done = sink(std::move(runs)); !done)
                return failure(done.error());
        }
        watchedStamp_ = stamp;
        return RunScanResult{std::move(stamp), false, {}, {}};
    });
}

Result<RunScanResult> MlflowDbBackend::scanAll(SqliteFile& file, const Schema& schema,
                                               std::string stamp, const RunSink& sink)
{
    watch_->start(file, schema);
    const auto rows = runRowsNewestFirst(file);
    RunReader reader(file, schema);
    for (std::size_t next = 0; next < rows.size();) {
        if (file.stop().stop_requested())
            return failure(cancelledError());
        auto runs = reader.readRows(rows, next);
        for (const auto& run : runs)
            watch_->remember(run);
        if (auto done = sink(std::move(runs)); !done)
            return failure(done.error());
    }
    watchedStamp_ = stamp;
    return RunScanResult{std::move(stamp), true, {}, {}};
}

Result<void> MlflowDbBackend::fetchHistories(std::span<const SeriesRequest> requests,
                                             const SeriesSink& sink, std::stop_token stop)
{
    return reading(stop, [&](SqliteFile& file, const Schema& schema) {
        return readPoints(file, schema, requests, sink);
    });
}

Result<void> MlflowDbBackend::loggedModels(std::span<const std::string> experimentIds,
                                           const ModelSink& sink, std::stop_token stop)
{
    return reading(stop, [&](SqliteFile& file, const Schema& schema) -> Result<void> {
        return schema.loggedModels ? readLoggedModels(file, experimentIds, sink) : Result<void>();
    });
}

Result<Run> MlflowDbBackend::run(const std::string& runId, std::stop_token stop)
{
    return reading(stop, [&](SqliteFile& file, const Schema& schema) -> Result<Run> {
        RunReader reader(file, schema);
        std::size_t next = 0;
        auto runs = reader.readIds({runId}, next);
        if (runs.empty())
            return failure(noSuchRun(runId));
        return std::move(runs.front());
    });
}

Result<LocalArtifactPlace> MlflowDbBackend::artifactPlace(const std::string& runId,
                                                          const std::string& path,
                                                          std::stop_token stop)
{
    const auto found = run(runId, stop);
    if (!found)
        return failure(found.error());
    const auto base = file_.parent_path();
    const auto root = localArtifactRoot(found->artifactUri, base);
    if (!root)
        return failure(root.error());
    return localArtifactPlace(*this, *found, *root, base, path, std::move(stop));
}

Result<std::vector<ArtifactEntry>> MlflowDbBackend::listArtifacts(const std::string& runId,
                                                                  const std::string& path,
                                                                  std::stop_token stop)
{
    const auto place = artifactPlace(runId, path, stop);
    return place ? listArtifactsAt(*place, stop) : failure(place.error());
}

Result<void> MlflowDbBackend::downloadArtifact(const std::string& runId, const std::string& path,
                                               const std::filesystem::path& destination,
                                               const TransferSink& progress, std::stop_token stop)
{
    const auto place = artifactPlace(runId, path, stop);
    if (!place)
        return failure(place.error());
    return copyLocalArtifact(place->root, place->path, destination, progress, stop);
}

Result<void> MlflowDbBackend::renameRun(const std::string& runId, const std::string& name,
                                        std::stop_token stop)
{
    return writing(stop, [&](SqliteFile& file, const Schema& schema) {
        return mlflow_db::renameRun(file, schema, runId, name);
    });
}

Result<void> MlflowDbBackend::setTag(const std::string& runId, const std::string& key,
                                     const std::string& value, std::stop_token stop)
{
    return writing(stop, [&](SqliteFile& file, const Schema& schema) {
        return mlflow_db::setTag(file, schema, runId, key, value);
    });
}

Result<void> MlflowDbBackend::deleteTag(const std::string& runId, const std::string& key,
                                        std::stop_token stop)
{
    return writing(stop, [&](SqliteFile& file, const Schema&) {
        return mlflow_db::deleteTag(file, runId, key);
    });
}

Result<void> MlflowDbBackend::deleteRun(const std::string& runId, std::stop_token stop)
{
    return writing(stop, [&](SqliteFile& file, const Schema&) {
        return setLifecycle(file, runId, Lifecycle::Deleted);
    });
}

Result<void> MlflowDbBackend::restoreRun(const std::string& runId, std::stop_token stop)
{
    return writing(stop, [&](SqliteFile& file, const Schema&) {
        return setLifecycle(file, runId, Lifecycle::Active);
    });
}

// Artifacts first, as “mlflow gc” does it: as long as they are there, so is the run.
Result<void> MlflowDbBackend::purgeRun(const std::string& runId, std::stop_token stop)
{
    const auto found = run(runId, stop);
    if (!found)
        return failure(found.error());
    if (found->lifecycle != Lifecycle::Deleted)
        return failure(notInTrash(runId));
    if (auto removed = removeRunArtifacts(*found, file_.parent_path(), stop); !removed)
        return removed;
    return writing(stop, [&](SqliteFile& file, const Schema& schema) {
        return mlflow_db::purgeRun(file, schema, runId);
    });
}

std::vector<std::filesystem::path> MlflowDbBackend::watchPaths() const
{
    std::vector<std::filesystem::path> paths{file_};
    const std::filesystem::path log(file_.string() + "-wal");
    std::error_code ignored;
    if (std::filesystem::exists(log, ignored))
        paths.push_back(log);
    return paths;
}

} // namespace binnacle
