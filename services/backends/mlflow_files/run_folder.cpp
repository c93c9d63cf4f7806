#include "services/backends/mlflow_files/run_folder.h"

#include "services/backends/mlflow_files/metric_file.h"

#include <sys/stat.h>

#include <algorithm>

namespace binnacle::mlflow_files {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t longFile = 1U << 16;

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

// Numbers of meta.yaml: 1 RUNNING, 2 SCHEDULED, 3 FINISHED, 4 FAILED, 5 KILLED.
RunStatus statusOf(const MetaYaml& meta)
{
    switch (meta.integer("status").value_or(1)) {
    case 2:
        return RunStatus::Scheduled;
    case 3:
        return RunStatus::Finished;
    case 4:
        return RunStatus::Failed;
    case 5:
        return RunStatus::Killed;
    default:
        return meta.integer("status") ? RunStatus::Running : statusFromName(meta.text("status"));
    }
}

std::optional<DatasetInput> readDataset(const RunFolder& folder, const MetaYaml& input)
{
    const auto path = pathOfKey(folder.experimentPath / "datasets", input.text("source_id"));
    const auto meta = path ? readMetaYaml(*path) : failure(Error::Kind::NotFound, {});
    if (!meta)
        return std::nullopt;
    DatasetInput dataset{meta->text("name"),
                         meta->text("digest"),
                         meta->text("source_type"),
                         meta->text("source"),
                         meta->text("schema"),
                         meta->text("profile"),
                         {}};
    if (const auto tags = input.maps.find("tags"); tags != input.maps.end()) {
        if (const auto context = tags->second.find("mlflow.data.context");
            context != tags->second.end())
            dataset.context = context->second;
    }
    return dataset;
}

void readInputs(const fs::path& root, const RunFolder& folder, Run& run)
{
    for (const auto& entry : entriesOf(root, folder.path / "inputs")) {
        const auto meta = readMetaYaml(entry.path());
        if (!meta)
            continue;
        if (meta->text("source_type") == "MODEL")
            run.models.push_back({meta->text("source_id"), 0, false});
        else if (auto dataset = readDataset(folder, *meta))
            run.datasets.push_back(std::move(*dataset));
    }
    for (const auto& entry : entriesOf(root, folder.path / "outputs")) {
        if (const auto meta = readMetaYaml(entry.path()))
            run.models.push_back(
                {meta->text("destination_id"), meta->integer("step").value_or(0), true});
    }
    std::ranges::sort(run.datasets, {},
                      [](const DatasetInput& d) { return std::tie(d.name, d.digest, d.context); });
    std::ranges::sort(run.models, {},
                      [](const ModelLink& m) { return std::tie(m.output, m.modelId, m.step); });
}

} // namespace

std::optional<MetricPoint> LatestPoints::of(const fs::path& file, std::int64_t& malformed,
                                            const std::stop_token& stop)
{
    std::error_code error;
    const bool isLong = fs::file_size(file, error) > longFile && !error;
    Known known;
    std::uint64_t from = 0;
    if (isLong) {
        const std::scoped_lock lock(mutex_);
        if (const auto found = known_.find(file.string()); found != known_.end())
            known = found->second;
    }
    if (const auto offset = known.cursor.empty() ? std::nullopt : offsetOf(file, known.cursor))
        from = *offset;
    else
        known.latest.reset();
    const auto read = readMetricFile(
        file, from, [&](const MetricPoint& point) { takeLatest(known.latest, point); }, stop);
    malformed += read.malformed;
    if (isLong && !stop.stop_requested()) {
        known.cursor = cursorAt(file, read.end);
        const std::scoped_lock lock(mutex_);
        known_[file.string()] = known;
    }
    return known.latest;
}

Result<Run> readRun(const fs::path& root, const RunFolder& folder, LatestPoints& latest,
                    Warnings& warnings, const std::stop_token& stop)
{
    const auto name = QString::fromStdString(folder.path.string());
    const auto meta = readMetaYaml(folder.path);
    if (!meta)
        return failure(Error::Kind::Invalid,
                       tr("The run folder “%1” was left out: its meta.yaml is broken.").arg(name),
                       meta.error().detail);
    const auto id = meta->values.contains("run_id") ? meta->text("run_id") : meta->text("run_uuid");
    if (id != folder.id || meta->text("experiment_id") != folder.experiment)
        return failure(Error::Kind::Invalid,
                       tr("The run folder “%1” was left out: its meta.yaml belongs to another run "
                          "or experiment.")
                           .arg(name));
    Run run;
    run.id = folder.id;
    run.name = meta->text("run_name");
    run.experimentId = folder.experiment;
    run.userId = meta->text("user_id");
    run.artifactUri = meta->text("artifact_uri");
    run.status = statusOf(*meta);
    run.lifecycle =
        meta->text("lifecycle_stage") == "deleted" ? Lifecycle::Deleted : Lifecycle::Active;
    run.startTime = meta->integer("start_time");
    run.endTime = meta->integer("end_time");
    run.params = readPairs(root, folder.path / "params");
    run.tags = readPairs(root, folder.path / "tags");
    if (const auto* tagged = findValue(run.tags, tags::runName); tagged && run.name.empty())
        run.name = *tagged;
    std::int64_t malformed = 0;
    forEachFile(root, folder.path / "metrics",
                [&](const std::string& key, const fs::directory_entry& file) {
                    if (const auto point = latest.of(file.path(), malformed, stop))
                        run.metrics.push_back({key, *point});
                });
    std::ranges::sort(run.metrics, {}, &LatestMetric::key);
    if (malformed > 0)
        warnings.add(tr("%1 lines of the metrics of the run “%2” are damaged and were left out.")
                         .arg(malformed)
                         .arg(name));
    readInputs(root, folder, run);
    return run;
}

std::uint64_t signatureOf(const fs::path& root, const RunFolder& folder)
{
    std::uint64_t sum = 0;
    const auto add = [&](const std::string& key, const fs::path& path) {
        struct stat info{};
        if (::stat(path.c_str(), &info) != 0)
            return;
        auto hash = std::hash<std::string>()(key);
        for (const auto part : {std::int64_t(info.st_size), std::int64_t(info.st_mtim.tv_sec),
                                std::int64_t(info.st_mtim.tv_nsec), std::int64_t(info.st_ino)})
            hash = (hash ^ std::uint64_t(part)) * 0x9e3779b97f4a7c15ULL + (hash >> 29);
        sum += hash; // files come in no order
    };
    add("meta.yaml", folder.path / "meta.yaml");
    for (const char* part : {"metrics", "params", "tags", "inputs", "outputs"})
        forEachFile(root, folder.path / part,
                    [&](const std::string& key, const fs::directory_entry& file) {
                        add(part + ('/' + key), file.path());
                    });
    return sum;
}

} // namespace binnacle::mlflow_files
