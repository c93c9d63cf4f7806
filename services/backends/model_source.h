#pragma once

#include <optional>
#include <string>

// What the source of a model version says, in MLflow's forms
// (mlflow/store/artifact/utils/models.py, runs_artifact_repo.py). Pure functions.

namespace binnacle {

// "m-" + 32 hex digits where `source` is models:/m-… or a path or address with a step
// /models/m-…/; else empty.
std::string loggedModelOf(const std::string& source);

struct VersionReference
{
    std::string model;
    std::string version; // or "@alias"
};
// models:/NAME/VERSION or models:/NAME@ALIAS.
std::optional<VersionReference> versionReference(const std::string& source);

struct RunReference
{
    std::string runId;
    std::string path; // below the run's artifacts
};
// runs:/ID/PATH.
std::optional<RunReference> runReference(const std::string& source);

} // namespace binnacle
