#pragma once

#include "services/backends/mlflow_rest/rest_session.h"
#include "services/domain/run.h"

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::mlflow {

// Since 3.0 a model is kept beside its run, not in the run's artifacts. As MLflow's own client does
// (mlflow/store/artifact/runs_artifact_repo.py), a path that begins with the name of a model that
// the run made means the files of that model.
struct ModelPath
{
    std::string modelId;
    std::string name;
    std::string inside; // path below the model; empty: its root
};

Result<std::optional<ModelPath>> modelPath(const Server& server, const std::string& runId,
                                           const std::string& path, std::stop_token stop);

// One level; paths begin with the model's name.
Result<std::vector<ArtifactEntry>> listModelFiles(const Server& server, const ModelPath& path,
                                                  std::stop_token stop);
// The address of one file.
std::string modelFileUrl(const Server& server, const ModelPath& path);

} // namespace binnacle::mlflow
