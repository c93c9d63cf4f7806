#pragma once

#include "services/backends/mlflow_rest/answers.h"
#include "services/domain/registry.h"

#include <string>
#include <string_view>
#include <vector>

// The answers of MLflow's registry calls (mlflow/protos/model_registry.proto, 2.x and 3.x) as
// domain values. Pure functions of the body. Errors: Invalid, naming the member.

namespace binnacle::mlflow {

struct ModelAnswer
{
    RegisteredModel model;
    std::vector<ModelVersion> latest; // of each stage the newest
    bool isPrompt = false;            // a prompt of the GenAI side, kept in the same table
};

Result<Page<ModelAnswer>> registeredModelPage(std::string_view body); // registered-models/search
Result<ModelAnswer> singleModel(std::string_view body);        // registered-models/get, …/create
Result<Page<ModelVersion>> versionPage(std::string_view body); // model-versions/search
Result<ModelVersion> singleVersion(std::string_view body); // model-versions/get, …/create, …/alias
Result<std::string> downloadUri(std::string_view body);    // model-versions/get-download-uri

} // namespace binnacle::mlflow
