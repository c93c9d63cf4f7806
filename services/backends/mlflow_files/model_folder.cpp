#include "services/backends/mlflow_files/model_folder.h"

#include "services/backends/mlflow_files/metric_file.h"

#include <algorithm>
#include <sstream>

namespace binnacle::mlflow_files {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t metricLimit = 16U << 20; // bytes of a model's metric: a handful of points

std::string statusText(const MetaYaml& meta)
{
    switch (meta.integer("status").value_or(0)) {
    case 1:
        return "PENDING";
    case 2:
        return "READY";
    case 3:
        return "UPLOAD_FAILED";
    default:
        return "UNSPECIFIED";
    }
}

std::vector<LatestMetric> readMetrics(const fs::path& root, const fs::path& folder)
{
    std::vector<LatestMetric> metrics;
    forEachFile(root, folder, [&](const std::string& key, const fs::directory_entry& file) {
        std::istringstream lines(readSmallFile(file.path(), metricLimit).value_or(std::string()));
        std::optional<MetricPoint> latest;
        for (std::string line; std::getline(lines, line);) {
            if (const auto point = parseModelMetricLine(line))
                takeLatest(latest, *point);
        }
        if (latest)
            metrics.push_back({key, *latest});
    });
    std::ranges::sort(metrics, {}, &LatestMetric::key);
    return metrics;
}

} // namespace

std::vector<LoggedModel> readModels(const fs::path& root, const ExperimentFolder& experiment,
                                    const std::stop_token& stop)
{
    std::vector<LoggedModel> models;
    for (const auto& entry : entriesOf(root, experiment.path / "models")) {
        if (stop.stop_requested())
            break;
        const auto meta = readMetaYaml(entry.path());
        if (!meta || meta->text("lifecycle_stage") == "deleted" ||
            meta->text("model_id") != entry.path().filename().string())
            continue;
        LoggedModel model;
        model.id = meta->text("model_id");
        model.experimentId = experiment.id;
        model.name = meta->text("name");
        model.modelType = meta->text("model_type");
        model.sourceRunId = meta->text("source_run_id");
        model.artifactUri = meta->text("artifact_location");
        model.status = statusText(*meta);
        model.creationTime = meta->integer("creation_timestamp");
        model.lastUpdateTime = meta->integer("last_updated_timestamp");
        model.params = readPairs(root, entry.path() / "params");
        model.tags = readPairs(root, entry.path() / "tags");
        model.metrics = readMetrics(root, entry.path() / "metrics");
        models.push_back(std::move(model));
    }
    return models;
}

} // namespace binnacle::mlflow_files
