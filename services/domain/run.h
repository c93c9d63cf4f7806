#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Plain values of experiment tracking, in MLflow's terms. All text is UTF-8, all times are UTC
// milliseconds since 1970.

namespace binnacle {

enum class RunStatus { Running, Scheduled, Finished, Failed, Killed };
enum class Lifecycle { Active, Deleted };

// MLflow's words: RUNNING, SCHEDULED, FINISHED, FAILED, KILLED. An unknown word is Running.
std::string_view statusName(RunStatus status);
RunStatus statusFromName(std::string_view name);
std::string_view lifecycleName(Lifecycle lifecycle); // "active", "deleted"
inline bool isTerminal(RunStatus status)
{
    return status == RunStatus::Finished || status == RunStatus::Failed ||
           status == RunStatus::Killed;
}

struct KeyValue
{
    std::string key;
    std::string value;
    bool operator==(const KeyValue&) const = default;
};

// One logged value of a metric. `value` may be NaN or infinite.
struct MetricPoint
{
    std::int64_t step = 0;
    std::int64_t timestamp = 0;
    double value = 0.0;
};

// The point with the greatest (step, timestamp, value) of one metric of one run.
struct LatestMetric
{
    std::string key;
    MetricPoint point;
};

struct DatasetInput
{
    std::string name;
    std::string digest;
    std::string sourceType;
    std::string source;
    std::string schema;  // JSON text
    std::string profile; // JSON text
    std::string context; // training, validation, …
    bool operator==(const DatasetInput&) const = default;
};

// A logged model that a run read or wrote (MLflow 3.x).
struct ModelLink
{
    std::string modelId;
    std::int64_t step = 0;
    bool output = true; // false: the run read it
    bool operator==(const ModelLink&) const = default;
};

struct Run
{
    std::string id;
    std::string name;
    std::string experimentId;
    std::string userId;
    std::string artifactUri;
    RunStatus status = RunStatus::Running;
    Lifecycle lifecycle = Lifecycle::Active;
    std::optional<std::int64_t> startTime;
    std::optional<std::int64_t> endTime;
    std::vector<KeyValue> params;
    std::vector<KeyValue> tags;
    std::vector<LatestMetric> metrics;
    std::vector<DatasetInput> datasets;
    std::vector<ModelLink> models;
};

struct Experiment
{
    std::string id;
    std::string name;
    std::string artifactLocation;
    Lifecycle lifecycle = Lifecycle::Active;
    std::optional<std::int64_t> creationTime;
    std::optional<std::int64_t> lastUpdateTime;
    std::vector<KeyValue> tags;
};

// A logged model of MLflow 3.x.
struct LoggedModel
{
    std::string id; // "m-" + 32 hex digits
    std::string experimentId;
    std::string name;
    std::string modelType;
    std::string sourceRunId;
    std::string artifactUri;
    std::string status; // PENDING, READY, UPLOAD_FAILED
    std::optional<std::int64_t> creationTime;
    std::optional<std::int64_t> lastUpdateTime;
    std::vector<KeyValue> params;
    std::vector<KeyValue> tags;
    std::vector<LatestMetric> metrics;
};

// One entry of a run's artifact folder. `path` is relative to the artifact root.
struct ArtifactEntry
{
    std::string path;
    bool isFolder = false;
    std::int64_t size = -1; // bytes, -1: unknown
};

// Tags that MLflow gives a meaning of its own.
namespace tags {
inline constexpr std::string_view runName = "mlflow.runName";
inline constexpr std::string_view note = "mlflow.note.content";
inline constexpr std::string_view parentRunId = "mlflow.parentRunId";
inline constexpr std::string_view sourceName = "mlflow.source.name";
inline constexpr std::string_view gitCommit = "mlflow.source.git.commit";
inline constexpr std::string_view user = "mlflow.user";
} // namespace tags

// The value of `key`, or nullptr. Used on the short lists of one run.
const std::string* findValue(const std::vector<KeyValue>& list, std::string_view key);

} // namespace binnacle
