#include "services/backends/mlflow_rest/answers.h"

#include "services/backends/mlflow_rest/answer_json.h"

#include <map>
#include <tuple>

namespace binnacle::mlflow {

namespace {

Lifecycle lifecycle(const Node& node)
{
    return node.text("lifecycle_stage") == "deleted" ? Lifecycle::Deleted : Lifecycle::Active;
}

MetricPoint metricPoint(const Node& node)
{
    return {node.integer("step").value_or(0), node.integer("timestamp").value_or(0),
            node.real("value")};
}

std::vector<LatestMetric> latestMetrics(const Node& data)
{
    std::vector<LatestMetric> result;
    data.forEach("metrics", [&](const Node& node) {
        result.push_back({node.requiredText("key"), metricPoint(node)});
    });
    return result;
}

// Of a logged model every point is listed: the latest of each key counts.
std::vector<LatestMetric> latestOfEachKey(std::vector<LatestMetric> metrics)
{
    std::map<std::string, MetricPoint> latest;
    for (const auto& [key, point] : metrics) {
        const auto [known, isNew] = latest.try_emplace(key, point);
        if (!isNew &&
            std::tie(point.step, point.timestamp, point.value) >
                std::tie(known->second.step, known->second.timestamp, known->second.value))
            known->second = point;
    }
    metrics.clear();
    for (auto& [key, point] : latest)
        metrics.push_back({key, point});
    return metrics;
}

Experiment experiment(const Node& node)
{
    Experiment result;
    result.id = node.requiredText("experiment_id");
    result.name = node.text("name");
    result.artifactLocation = node.text("artifact_location");
    result.lifecycle = lifecycle(node);
    result.creationTime = node.integer("creation_time");
    result.lastUpdateTime = node.integer("last_update_time");
    result.tags = node.keyValues("tags");
    return result;
}

void readInfo(const Node& info, Run& run)
{
    run.id = info.text("run_id");
    if (run.id.empty())
        run.id = info.requiredText("run_uuid"); // servers before 1.0 of the field's new name
    run.name = info.text("run_name");
    run.experimentId = info.text("experiment_id");
    run.userId = info.text("user_id");
    run.artifactUri = info.text("artifact_uri");
    run.status = statusFromName(info.text("status"));
    run.lifecycle = lifecycle(info);
    run.startTime = info.integer("start_time");
    run.endTime = info.integer("end_time");
    if (run.endTime == 0) // an unset number of the protocol
        run.endTime.reset();
}

DatasetInput datasetInput(const Node& node)
{
    DatasetInput input;
    for (const auto& [key, value] : node.keyValues("tags")) {
        if (key == "mlflow.data.context")
            input.context = value;
    }
    if (const auto dataset = node.child("dataset")) {
        input.name = dataset->text("name");
        input.digest = dataset->text("digest");
        input.sourceType = dataset->text("source_type");
        input.source = dataset->text("source");
        input.schema = dataset->text("schema");
        input.profile = dataset->text("profile");
    }
    return input;
}

Run run(const Node& node)
{
    Run result;
    const auto info = node.child("info");
    if (!info)
        node.refuse("info", "an object was expected, but it is missing");
    readInfo(*info, result);
    if (const auto data = node.child("data")) {
        result.params = data->keyValues("params");
        result.tags = data->keyValues("tags");
        result.metrics = latestMetrics(*data);
    }
    if (result.name.empty()) { // servers before 1.30 keep the name in the tag alone
        if (const auto* name = findValue(result.tags, tags::runName))
            result.name = *name;
    }
    if (const auto inputs = node.child("inputs")) {
        inputs->forEach("dataset_inputs",
                        [&](const Node& input) { result.datasets.push_back(datasetInput(input)); });
        inputs->forEach("model_inputs", [&](const Node& input) {
            result.models.push_back({input.requiredText("model_id"), 0, false});
        });
    }
    if (const auto outputs = node.child("outputs")) {
        outputs->forEach("model_outputs", [&](const Node& output) {
            result.models.push_back(
                {output.requiredText("model_id"), output.integer("step").value_or(0), true});
        });
    }
    return result;
}

// LOGGED_MODEL_READY, READY or the number of the protocol: always the short word.
std::string modelStatus(const Node& info)
{
    auto status = info.text("status");
    constexpr std::string_view prefix = "LOGGED_MODEL_";
    if (status.starts_with(prefix))
        status.erase(0, prefix.size());
    if (status == "1")
        return "PENDING";
    if (status == "2")
        return "READY";
    if (status == "3")
        return "UPLOAD_FAILED";
    return status == "STATUS_UNSPECIFIED" ? "UNSPECIFIED" : status;
}

LoggedModel loggedModel(const Node& node)
{
    const auto info = node.child("info");
    if (!info)
        node.refuse("info", "an object was expected, but it is missing");
    LoggedModel model;
    model.id = info->requiredText("model_id");
    model.experimentId = info->text("experiment_id");
    model.name = info->text("name");
    model.modelType = info->text("model_type");
    model.sourceRunId = info->text("source_run_id");
    model.artifactUri = info->text("artifact_uri");
    model.status = modelStatus(*info);
    model.creationTime = info->integer("creation_timestamp_ms");
    model.lastUpdateTime = info->integer("last_updated_timestamp_ms");
    model.tags = info->keyValues("tags");
    if (const auto data = node.child("data")) {
        model.params = data->keyValues("params");
        model.metrics = latestOfEachKey(latestMetrics(*data));
    }
    return model;
}

template <class T>
Result<Page<T>> page(std::string_view body, const char* what, const char* list,
                     T (*readItem)(const Node&))
{
    Page<T> result;
    const auto done = readAnswer(body, what, [&](const Node& root) {
        root.forEach(list, [&](const Node& node) { result.items.push_back(readItem(node)); });
        result.nextToken = root.text("next_page_token");
    });
    if (!done)
        return failure(done.error());
    return result;
}

} // namespace

Result<Page<Experiment>> experimentPage(std::string_view body)
{
    return page<Experiment>(body, "experiments/search", "experiments", &experiment);
}

Result<Page<Run>> runPage(std::string_view body)
{
    return page<Run>(body, "runs/search", "runs", &run);
}

Result<Run> singleRun(std::string_view body)
{
    Run result;
    const auto done = readAnswer(body, "runs/get", [&](const Node& root) {
        const auto node = root.child("run");
        if (!node)
            root.refuse("run", "an object was expected, but it is missing");
        result = run(*node);
    });
    if (!done)
        return failure(done.error());
    return result;
}

Result<Page<MetricPoint>> historyPage(std::string_view body)
{
    return page<MetricPoint>(body, "metrics/get-history", "metrics", &metricPoint);
}

Result<std::vector<RunPoint>> bulkHistory(std::string_view body)
{
    std::vector<RunPoint> points;
    const auto done = readAnswer(body, "metrics/get-history-bulk", [&](const Node& root) {
        root.forEach("metrics", [&](const Node& node) {
            points.push_back({node.requiredText("run_id"), metricPoint(node)});
        });
    });
    if (!done)
        return failure(done.error());
    return points;
}

Result<Page<ArtifactEntry>> artifactPage(std::string_view body)
{
    return page<ArtifactEntry>(body, "artifacts/list", "files", [](const Node& node) {
        ArtifactEntry entry;
        entry.path = node.requiredText("path");
        entry.isFolder = node.flag("is_dir");
        entry.size = entry.isFolder ? -1 : node.integer("file_size").value_or(-1);
        return entry;
    });
}

Result<Page<LoggedModel>> modelPage(std::string_view body)
{
    return page<LoggedModel>(body, "logged-models/search", "models", &loggedModel);
}

Result<ServerInfo> serverInfo(std::string_view body)
{
    ServerInfo info;
    const auto done = readAnswer(body, "server-info", [&](const Node& root) {
        info.storeType = root.text("store_type");
        info.workspaces = root.flag("workspaces_enabled");
    });
    if (!done)
        return failure(done.error());
    return info;
}

std::optional<Refusal> refusal(std::string_view body)
{
    Refusal result;
    const auto done = readAnswer(body, "error", [&](const Node& root) {
        result.code = root.requiredText("error_code");
        result.message = root.text("message");
    });
    return done ? std::optional(result) : std::nullopt;
}

} // namespace binnacle::mlflow
