#pragma once

#include "services/domain/result.h"
#include "services/domain/run.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The answers of MLflow's REST API (mlflow/protos/service.proto, mlflow/server/handlers.py of 2.x
// and 3.x) as domain values. Pure functions of the body: no network. Errors: Invalid, naming the
// member that is not as it should be.

namespace binnacle::mlflow {

template <class T>
struct Page
{
    std::vector<T> items;
    std::string nextToken; // empty: the last page
};

struct RunPoint
{
    std::string runId;
    MetricPoint point;
};

struct ServerInfo
{
    std::string storeType;
    bool workspaces = false;
};

// The body of an answer that says no.
struct Refusal
{
    std::string code; // "RESOURCE_DOES_NOT_EXIST"
    std::string message;
};

Result<Page<Experiment>> experimentPage(std::string_view body);   // experiments/search
Result<Page<Run>> runPage(std::string_view body);                 // runs/search
Result<Run> singleRun(std::string_view body);                     // runs/get
Result<Page<MetricPoint>> historyPage(std::string_view body);     // metrics/get-history
Result<std::vector<RunPoint>> bulkHistory(std::string_view body); // metrics/get-history-bulk
Result<Page<ArtifactEntry>> artifactPage(std::string_view body);
Result<Page<LoggedModel>> modelPage(std::string_view body); // logged-models/search
Result<ServerInfo> serverInfo(std::string_view body);
std::optional<Refusal> refusal(std::string_view body);

} // namespace binnacle::mlflow
