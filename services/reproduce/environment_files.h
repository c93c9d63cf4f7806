#pragma once

#include "services/backends/tracking_backend.h"

#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// A file that says what a run was run with, as it was logged.
struct EnvironmentFile
{
    std::string path; // of the artifact: "model/requirements.txt"
    std::string name; // "requirements.txt"
    std::string text;
    bool operator==(const EnvironmentFile&) const = default;
};

// requirements.txt, conda.yaml, python_env.yaml and MLmodel of the models that a run logged, and
// the same at the root of its artifacts. `modelNames`: of the run's logged models (MLflow 3.x),
// which are kept beside it. At most 1 MB a file, three folders deep. Blocks; errors: what the
// source says.
Result<std::vector<EnvironmentFile>> environmentFiles(TrackingBackend& backend,
                                                      const std::string& runId,
                                                      const std::vector<std::string>& modelNames,
                                                      std::stop_token stop);

// "3.11.2" of python_env.yaml, conda.yaml or MLmodel; empty: none of them says.
std::string pythonVersionIn(const std::vector<EnvironmentFile>& files);

} // namespace binnacle
