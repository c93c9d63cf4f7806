#include "services/backends/mlflow_files/mlflow_files_backend.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/mlflow_files/edits.h"
#include "services/backends/mlflow_files/metric_file.h"
#include "services/backends/mlflow_files/model_folder.h"
#include "services/backends/mlflow_files/purge.h"
#include "services/backends/mlflow_files/run_folder.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <unordered_set>

namespace binnacle {

namespace fs = std::filesystem;
using namespace mlflow_files;

namespace {

constexpr std::size_t batchRuns = 200;
constexpr std::chrono::milliseconds batchTime(250);
constexpr std::size_t watchLimit = 256;

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

Error noSuchRun(const std::string& runId)
{
    return {Error::Kind::NotFound,
            tr("There is no run %1 in this source any more.").arg(QString::fromStdString(runId)),
            {}};
}

// The registry's models and their aliases: a new version is a new folder in that of its model.
void watchModels(const fs::path& root, std::vector<fs::path>& paths)
{
    std::error_code error;
    const auto models = root / "models";
    if (!fs::is_directory(models, error))
        return;
    paths.push_back(models);
    for (const auto& model : entriesOf(root, models)) {
        if (paths.size() + 2 > watchLimit / 2)
            return;
        paths.push_back(model.path());
        if (fs::is_directory(model.path() / "aliases", error))
            paths.push_back(model.path() / "aliases");
    }
}

// Tells this process's scans apart from those of any other.
std::string newCursor()
{
    static std::atomic<std::uint64_t> number = 0;
    static const auto started = std::chrono::system_clock::now().time_since_epoch().count();
    return std::to_string(started) + '.' + std::to_string(++number);
}

} // namespace

MlflowFilesBackend::MlflowFilesBackend(fs::path root)
    : root_(std::move(root)), latest_(std::make_unique<LatestPoints>())
{
}

MlflowFilesBackend::~MlflowFilesBackend() = default;

TrackingCapabilities MlflowFilesBackend::capabilities() const
{
    return {.rename = true,
            .editTags = true,
            .deleteRuns = true,
            .purgeRuns = true,
            .loggedModels = true,
            .artifacts = true,
            .watchable = true};
}

Result<fs::path> MlflowFilesBackend::openRoot() const
{
    std::error_code error;
    auto root = fs::canonical(root_, error);
    if (error || !fs::is_directory(root, error))
        return failure(Error::Kind::Network,
                       tr("There is no folder “%1”: it was moved or deleted, or its drive is not "
                          "there.")
                           .arg(QString::fromStdString(root_.string())));
    const fs::directory_iterator readable(root, error);
    if (error)
        return failure(Error::Kind::Storage, tr("The folder “%1” can not be read: %2.")
                                                 .arg(QString::fromStdString(root_.string()),
                                                      QString::fromStdString(error.message())));
    return root;
}

Result<RunFolder> MlflowFilesBackend::findRunFolder(const std::string& runId) const
{
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    auto folder = findRun(*root, runId);
    if (!folder)
        return failure(noSuchRun(runId));
    return std::move(*folder);
}

Result<TrackingProbe> MlflowFilesBackend::probe(std::stop_token)
{
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    Warnings warnings;
    TrackingProbe probe{"mlruns folder", {}};
    if (experimentFolders(*root, &warnings).empty())
        warnings.add(
            tr("No experiment was found in “%1”.").arg(QString::fromStdString(root_.string())));
    probe.warnings = warnings.take();
    return probe;
}

Result<std::vector<Experiment>> MlflowFilesBackend::experiments(std::stop_token stop)
{
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    std::vector<Experiment> experiments;
    for (const auto& folder : experimentFolders(*root, nullptr)) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (auto experiment = readExperiment(*root, folder))
            experiments.push_back(std::move(*experiment));
    }
    return experiments;
}

// One look at all runs: those whose files changed are read and delivered in batches.
class MlflowFilesBackend::Scan
{
public:
    Scan(MlflowFilesBackend& backend, fs::path root, const RunSink& sink, std::stop_token stop)
        : backend_(backend), root_(std::move(root)), sink_(sink), stop_(std::move(stop))
    {
    }

    std::vector<RunFolder> list()
    {
        std::vector<RunFolder> folders;
        for (const auto& experiment : experimentFolders(root_, &warnings)) {
            if (const auto readable = readExperiment(root_, experiment); !readable) {
                warnings.add(readable.error().message);
                continue;
            }
            auto runs = runFolders(root_, experiment, &warnings);
            std::ranges::move(runs, std::back_inserter(folders));
        }
        std::ranges::sort(folders, std::ranges::greater(), &RunFolder::changed);
        return folders;
    }

    Result<void> visit(const RunFolder& folder, const Signatures* before, bool always)
    {
        // Before it is read: what is written meanwhile is seen by the next look.
        const auto signature = signatureOf(root_, folder);
        signatures.emplace(folder.id, signature);
        if (before && !always) {
            const auto known = before->find(folder.id);
            if (known != before->end() && known->second == signature)
                return {};
        }
        auto run = readRun(root_, folder, *backend_.latest_, warnings, stop_);
        if (stop_.stop_requested())
            return failure(cancelledError());
        if (!run) {
            warnings.add(run.error().message);
            return {};
        }
        if (!isTerminal(run->status) && run->lifecycle == Lifecycle::Active)
            watch(folder, *run);
        batch_.push_back(std::move(*run));
        const bool late = std::chrono::steady_clock::now() - since_ > batchTime;
        return batch_.size() >= batchRuns || late ? flush() : Result<void>();
    }

    Result<void> flush()
    {
        since_ = std::chrono::steady_clock::now();
        if (batch_.empty())
            return {};
        return sink_(std::exchange(batch_, {}));
    }

    Warnings warnings;
    Signatures signatures;
    std::vector<fs::path> inTraining;

private:
    void watch(const RunFolder& folder, const Run& run)
    {
        if (inTraining.size() >= watchLimit)
            return;
        inTraining.push_back(folder.path / "meta.yaml");
        inTraining.push_back(folder.path / "metrics");
        for (const auto& metric : run.metrics) {
            const auto path = pathOfKey(folder.path / "metrics", metric.key);
            if (path && inTraining.size() < watchLimit)
                inTraining.push_back(*path);
        }
    }

    MlflowFilesBackend& backend_;
    fs::path root_;
    const RunSink& sink_;
    std::stop_token stop_;
    std::vector<Run> batch_;
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

Result<RunScanResult> MlflowFilesBackend::scanRuns(RunScan how, const RunSink& sink,
                                                   std::stop_token stop)
{
    const std::scoped_lock turn(scanMutex_);
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    const bool known = !how.full && !how.cursor.empty() && how.cursor == cursor_;
    const std::unordered_set<std::string> running(how.runningIds.begin(), how.runningIds.end());
    Scan scan(*this, *root, sink, stop);
    for (const auto& folder : scan.list()) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (auto done =
                scan.visit(folder, known ? &signatures_ : nullptr, running.contains(folder.id));
            !done) {
            cursor_.clear();
            return failure(done.error());
        }
    }
    if (auto done = scan.flush(); !done) {
        cursor_.clear();
        return failure(done.error());
    }
    RunScanResult result;
    result.complete = !known;
    for (const auto& [id, signature] : signatures_) {
        if (known && !scan.signatures.contains(id))
            result.removedIds.push_back(id);
    }
    result.warnings = scan.warnings.take();
    signatures_ = std::move(scan.signatures);
    cursor_ = newCursor();
    result.cursor = cursor_;
    const std::scoped_lock lock(watchMutex_);
    if (!known || !scan.inTraining.empty())
        inTraining_ = std::move(scan.inTraining);
    return result;
}

Result<void> MlflowFilesBackend::fetchHistories(std::span<const SeriesRequest> requests,
                                                const SeriesSink& sink, std::stop_token stop)
{
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    std::unordered_map<std::string, std::optional<RunFolder>> folders;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto& request = requests[i];
        const auto [at, isNew] = folders.try_emplace(request.runId);
        if (isNew)
            at->second = findRun(*root, request.runId);
        SeriesData data;
        data.request = i;
        const auto file =
            at->second ? pathOfKey(at->second->path / "metrics", request.metricKey) : std::nullopt;
        std::error_code ignored;
        if (file && fs::exists(*file, ignored) && staysInside(*root, *file)) {
            const auto offset =
                request.cursor.empty() ? std::nullopt : offsetOf(*file, request.cursor);
            data.append = offset.has_value();
            const auto read = readMetricFile(
                *file, offset.value_or(0),
                [&](const MetricPoint& point) { data.points.push_back(point); }, stop);
            if (!read.readable)
                return failure(
                    Error::Kind::Storage,
                    tr("“%1” can not be read.").arg(QString::fromStdString(file->string())));
            data.cursor = cursorAt(*file, read.end);
        }
        if (stop.stop_requested())
            return failure(cancelledError());
        if (auto done = sink(std::move(data)); !done)
            return done;
    }
    return {};
}

Result<void> MlflowFilesBackend::loggedModels(std::span<const std::string> experimentIds,
                                              const ModelSink& sink, std::stop_token stop)
{
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    for (const auto& experiment : experimentFolders(*root, nullptr)) {
        if (std::ranges::find(experimentIds, experiment.id) == experimentIds.end())
            continue;
        auto models = readModels(*root, experiment, stop);
        if (stop.stop_requested())
            return failure(cancelledError());
        if (models.empty())
            continue;
        if (auto done = sink(std::move(models)); !done)
            return done;
    }
    return {};
}

Result<Run> MlflowFilesBackend::run(const std::string& runId, std::stop_token stop)
{
    const auto folder = findRunFolder(runId);
    if (!folder)
        return failure(folder.error());
    Warnings warnings;
    return readRun(fs::weakly_canonical(root_), *folder, *latest_, warnings, stop);
}

Result<fs::path> MlflowFilesBackend::artifactRoot(const std::string& runId) const
{
    const auto folder = findRunFolder(runId);
    if (!folder)
        return failure(folder.error());
    std::error_code ignored;
    auto beside = folder->path / "artifacts";
    if (!staysInside(fs::weakly_canonical(root_, ignored), beside))
        return failure(Error::Kind::Invalid,
                       tr("The artifacts of the run %1 are a link that leads out of the store.")
                           .arg(QString::fromStdString(runId)));
    if (fs::is_directory(beside, ignored))
        return beside;
    const auto meta = readMetaYaml(folder->path);
    return localArtifactRoot(meta ? meta->text("artifact_uri") : std::string(),
                             root_.parent_path());
}

Result<LocalArtifactPlace> MlflowFilesBackend::artifactPlace(const std::string& runId,
                                                             const std::string& path,
                                                             std::stop_token stop)
{
    const auto root = artifactRoot(runId);
    if (!root)
        return failure(root.error());
    std::error_code ignored;
    if (path.empty() || fs::exists(*root / path, ignored))
        return LocalArtifactPlace{*root, path, {}};
    const auto found = run(runId, stop);
    if (!found)
        return failure(found.error());
    return localArtifactPlace(*this, *found, *root, root_.parent_path(), path, std::move(stop));
}

Result<std::vector<ArtifactEntry>> MlflowFilesBackend::listArtifacts(const std::string& runId,
                                                                     const std::string& path,
                                                                     std::stop_token stop)
{
    const auto place = artifactPlace(runId, path, stop);
    return place ? listArtifactsAt(*place, stop) : failure(place.error());
}

Result<void> MlflowFilesBackend::downloadArtifact(const std::string& runId, const std::string& path,
                                                  const fs::path& destination,
                                                  const TransferSink& progress,
                                                  std::stop_token stop)
{
    const auto place = artifactPlace(runId, path, stop);
    if (!place)
        return failure(place.error());
    return copyLocalArtifact(place->root, place->path, destination, progress, stop);
}

Result<void> MlflowFilesBackend::renameRun(const std::string& runId, const std::string& name,
                                           std::stop_token)
{
    const auto folder = findRunFolder(runId);
    return folder ? mlflow_files::renameRun(*folder, name) : failure(folder.error());
}

Result<void> MlflowFilesBackend::setTag(const std::string& runId, const std::string& key,
                                        const std::string& value, std::stop_token)
{
    const auto folder = findRunFolder(runId);
    return folder ? mlflow_files::setTag(*folder, key, value) : failure(folder.error());
}

Result<void> MlflowFilesBackend::deleteTag(const std::string& runId, const std::string& key,
                                           std::stop_token)
{
    const auto folder = findRunFolder(runId);
    return folder ? mlflow_files::deleteTag(*folder, key) : failure(folder.error());
}

Result<void> MlflowFilesBackend::deleteRun(const std::string& runId, std::stop_token)
{
    const auto folder = findRunFolder(runId);
    return folder ? setLifecycle(*folder, Lifecycle::Deleted) : failure(folder.error());
}

Result<void> MlflowFilesBackend::restoreRun(const std::string& runId, std::stop_token)
{
    const auto folder = findRunFolder(runId);
    return folder ? setLifecycle(*folder, Lifecycle::Active) : failure(folder.error());
}

Result<void> MlflowFilesBackend::purgeRun(const std::string& runId, std::stop_token stop)
{
    const auto folder = findRunFolder(runId);
    if (!folder)
        return failure(folder.error());
    const auto found = run(runId, stop);
    return found ? mlflow_files::purgeRun(*folder, *found, root_.parent_path(), stop)
                 : failure(found.error());
}

std::vector<fs::path> MlflowFilesBackend::watchPaths() const
{
    std::vector<fs::path> paths{root_};
    watchModels(root_, paths);
    for (const auto& experiment : experimentFolders(root_, nullptr)) {
        if (paths.size() < watchLimit)
            paths.push_back(experiment.path);
    }
    const std::scoped_lock lock(watchMutex_);
    paths.insert(paths.end(), inTraining_.begin(), inTraining_.end());
    return paths;
}

} // namespace binnacle
