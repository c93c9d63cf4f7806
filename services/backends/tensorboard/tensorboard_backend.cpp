#include "services/backends/tensorboard/tensorboard_backend.h"

#include "services/backends/tensorboard/history_pass.h"
#include "services/backends/tensorboard/scan_cursor.h"

#include <algorithm>
#include <chrono>

namespace binnacle {

namespace fs = std::filesystem;
using namespace tfevents;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(binnacle)
};

constexpr std::int64_t quietTime = 5 * 60 * 1000;        // ms without growth: ended
constexpr std::int64_t oldestLiveEvent = 30 * 60 * 1000; // ms
constexpr std::size_t batchRuns = 100;
constexpr std::size_t batchMetrics = 50000; // bounds the memory of a batch of wide runs
constexpr std::size_t maximumKept = 200;    // runs in training whose reading goes on where it was
constexpr auto experimentId = "0";

std::int64_t now()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

void applyStatus(const RunSummary& summary, std::int64_t modified, Run& run)
{
    using Status = SessionEnd::Status;
    const auto& end = summary.sessionEnd();
    const auto last = summary.lastTime().value_or(modified);
    if (end && (end->status == Status::Success || end->status == Status::Failure)) {
        run.status = end->status == Status::Success ? RunStatus::Finished : RunStatus::Failed;
        const auto told = millisecondsOf(end->endTime);
        run.endTime = told > 0 ? told : last;
        return;
    }
    const bool live = now() - modified < quietTime && now() - last < oldestLiveEvent;
    run.status = live ? RunStatus::Running : RunStatus::Finished;
    if (!live)
        run.endTime = last;
}

} // namespace

TrackingCapabilities TensorboardBackend::capabilities() const
{
    TrackingCapabilities capabilities;
    capabilities.artifacts = true;
    capabilities.watchable = true;
    return capabilities;
}

Result<TrackingProbe> TensorboardBackend::probe(std::stop_token stop)
{
    return findRuns(stop).map([](const auto& runs) {
        TrackingProbe probe;
        probe.product =
            Text::tr("TensorBoard log folder, %n run(s)", nullptr, static_cast<int>(runs.size()))
                .toStdString();
        return probe;
    });
}

Result<std::vector<Experiment>> TensorboardBackend::experiments(std::stop_token)
{
    Experiment experiment;
    experiment.id = std::string(experimentId);
    experiment.name = fs::path(logDir_).filename().string();
    if (experiment.name.empty())
        experiment.name = logDir_;
    experiment.artifactLocation = logDir_;
    return std::vector{experiment};
}

Result<std::vector<RunFolder>> TensorboardBackend::findRuns(std::stop_token stop)
{
    auto folders = findRunFolders(logDir_, stop);
    if (!folders)
        return folders;
    const std::scoped_lock lock(mutex_);
    nameOfId_.clear();
    names_.clear();
    for (const auto& folder : *folders) {
        nameOfId_[runIdOf(logDir_, folder.name)] = folder.name;
        names_.insert(folder.name);
    }
    std::erase_if(unfinished_, [&](const auto& entry) { return !nameOfId_.contains(entry.first); });
    return folders;
}

Result<RunFolder> TensorboardBackend::folderOf(const std::string& runId, std::stop_token stop)
{
    const auto known = [&]() -> std::optional<RunFolder> {
        const std::scoped_lock lock(mutex_);
        const auto found = nameOfId_.find(runId);
        if (found == nameOfId_.end())
            return std::nullopt;
        const auto path =
            found->second == "." ? fs::path(logDir_) : fs::path(logDir_) / found->second;
        return RunFolder{found->second, path, {}};
    };
    auto folder = known();
    if (!folder) {
        if (auto runs = findRuns(stop); !runs)
            return failure(runs.error());
        folder = known();
    }
    if (folder)
        folder->files = eventFilesIn(folder->path);
    if (!folder || folder->files.empty())
        return failure(Error::Kind::NotFound,
                       Text::tr("The run %1 is no longer in %2.")
                           .arg(QString::fromStdString(runId), QString::fromStdString(logDir_)));
    return *folder;
}

std::string TensorboardBackend::parentIdOf(const std::string& runName) const
{
    if (runName == ".")
        return {};
    const std::scoped_lock lock(mutex_);
    for (auto end = runName.rfind('/'); end != std::string::npos;
         end = end == 0 ? std::string::npos : runName.rfind('/', end - 1)) {
        if (names_.contains(runName.substr(0, end)))
            return runIdOf(logDir_, runName.substr(0, end));
    }
    return names_.contains(".") ? runIdOf(logDir_, ".") : std::string();
}

Run TensorboardBackend::describe(const RunFolder& folder, const std::string& id,
                                 const RunSummary& summary) const
{
    Run run;
    run.id = id;
    run.name = folder.name;
    run.experimentId = std::string(experimentId);
    run.artifactUri = folder.path.string();
    run.startTime = summary.firstTime();
    summary.describe(run);
    if (auto parent = parentIdOf(folder.name); !parent.empty())
        run.tags.push_back({std::string(tags::parentRunId), std::move(parent)});
    applyStatus(summary, folder.modified(), run);
    return run;
}

Result<TensorboardBackend::ReadState>
TensorboardBackend::readOn(const RunFolder& folder, ReadState state, std::stop_token stop) const
{
    if (!continues(state.positions, folder.files))
        state = ReadState();
    // A second time where a restart dropped what was the latest point, or a file was replaced; a
    // third where yet another restart was written in the meantime.
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto take = [&](const std::string&, std::uint64_t, const Event& event) {
            state.summary.take(event);
            return true;
        };
        if (auto read = readEvents(folder, state.positions, take, state.damage, stop); !read)
            return failure(read.error());
        if (!state.summary.stale() && !state.damage.lostPlace)
            break;
        state = ReadState{RunSummary(state.summary.restarts()), {}, {}};
    }
    return state;
}

Result<TensorboardBackend::RunAsRead> TensorboardBackend::readRun(const RunFolder& folder,
                                                                  std::stop_token stop)
{
    const auto id = runIdOf(logDir_, folder.name);
    ReadState state;
    {
        const std::scoped_lock lock(mutex_);
        if (auto kept = unfinished_.extract(id))
            state = std::move(kept.mapped());
    }
    auto read = readOn(folder, std::move(state), stop);
    if (!read)
        return failure(read.error());
    RunAsRead answer{describe(folder, id, read->summary), read->damage.all()};
    if (!isTerminal(answer.run.status)) {
        read->damage.atEnd.clear(); // read again next time, and told again if it is still so
        const std::scoped_lock lock(mutex_);
        if (unfinished_.size() < maximumKept)
            unfinished_[id] = std::move(*read);
    }
    return answer;
}

Result<RunScanResult> TensorboardBackend::scanRuns(RunScan scan, const RunSink& sink,
                                                   std::stop_token stop)
{
    auto folders = findRuns(stop);
    if (!folders)
        return failure(folders.error());
    std::ranges::stable_sort(*folders, std::greater(), &RunFolder::modified);
    if (scan.full) {
        const std::scoped_lock lock(mutex_);
        unfinished_.clear();
    }
    auto before = scan.full ? SeenRuns() : seenRunsFromCursor(scan.cursor);
    const std::set<std::string> running(scan.runningIds.begin(), scan.runningIds.end());

    SeenRuns seen;
    RunScanResult result;
    result.complete = before.empty();
    std::vector<Run> batch;
    std::size_t metrics = 0;
    const auto flush = [&]() -> Result<void> {
        metrics = 0;
        return batch.empty() ? Result<void>() : sink(std::exchange(batch, {}));
    };
    for (const auto& folder : *folders) {
        const auto known = before.find(folder.name);
        if (known != before.end() && known->second.ended && sameFiles(known->second, folder) &&
            !running.contains(runIdOf(logDir_, folder.name))) {
            seen[folder.name] = std::move(known->second);
        } else {
            auto read = readRun(folder, stop);
            if (!read)
                return failure(read.error());
            seen[folder.name] =
                seenNow(folder, isTerminal(read->run.status), std::move(read->warnings));
            metrics += read->run.metrics.size();
            batch.push_back(std::move(read->run));
        }
        const auto& warnings = seen[folder.name].warnings;
        result.warnings.insert(result.warnings.end(), warnings.begin(), warnings.end());
        if (batch.size() >= batchRuns || metrics >= batchMetrics) {
            if (auto taken = flush(); !taken)
                return failure(taken.error());
        }
    }
    if (auto taken = flush(); !taken)
        return failure(taken.error());
    for (const auto& [name, run] : before) {
        if (!seen.contains(name))
            result.removedIds.push_back(runIdOf(logDir_, name));
    }
    result.cursor = cursorText(seen);
    return result;
}

Result<void> TensorboardBackend::fetchHistories(std::span<const SeriesRequest> requests,
                                                const SeriesSink& sink, std::stop_token stop)
{
    std::map<std::string, std::vector<std::size_t>> byRun;
    for (std::size_t i = 0; i < requests.size(); ++i)
        byRun[requests[i].runId].push_back(i);
    for (const auto& [runId, wanted] : byRun) {
        const auto folder = folderOf(runId, stop);
        if (!folder && folder.error().kind != Error::Kind::NotFound)
            return failure(folder.error());
        auto answers = folder ? HistoryPass(*folder, requests, wanted).read(stop)
                              : Result<std::vector<SeriesData>>();
        if (!answers)
            return failure(answers.error());
        if (!folder) {
            for (const auto index : wanted)
                answers->push_back({index, false, {}, {}});
        }
        for (auto& answer : *answers) {
            if (auto taken = sink(std::move(answer)); !taken)
                return taken;
        }
    }
    return {};
}

Result<Run> TensorboardBackend::run(const std::string& runId, std::stop_token stop)
{
    const auto folder = folderOf(runId, stop);
    if (!folder)
        return failure(folder.error());
    return readRun(*folder, stop).map([](RunAsRead read) { return std::move(read.run); });
}

// The log dir and the runs' folders: a watcher of folders sees new files in them. Appended bytes
// are seen by the regular scan.
std::vector<fs::path> TensorboardBackend::watchPaths() const
{
    std::vector<fs::path> paths{logDir_};
    const std::scoped_lock lock(mutex_);
    for (const auto& name : names_) {
        if (name != "." && paths.size() < 500)
            paths.push_back(fs::path(logDir_) / name);
    }
    return paths;
}

} // namespace binnacle
