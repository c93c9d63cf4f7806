#pragma once

#include "services/domain/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// One input, output or param of a signature, as MLmodel tells it.
struct SignatureField
{
    std::string name; // empty: a tensor without a name
    std::string type; // "double", "tensor float64 [-1,13]", or JSON of a nested type
    bool required = true;
    bool operator==(const SignatureField&) const = default;
};

// What the file MLmodel of a version says, as far as gates need it.
struct ModelManifest
{
    bool hasSignature = false;
    std::vector<SignatureField> inputs, outputs;
    std::string inputExample; // path below the model's folder; empty: none
    std::string modelUuid, runId;
    bool hasPythonEnvironment = false; // flavor python_function names an environment
    bool operator==(const ModelManifest&) const = default;
};

// Source: mlflow.models.Model.to_yaml and mlflow.types.schema.Schema.to_json. Errors: Invalid.
Result<ModelManifest> readManifest(std::string_view mlmodel);

// What a caller of `champion` runs into with `candidate`.
struct SignatureChange
{
    std::vector<std::string> missing;  // inputs of the champion that the candidate lacks
    std::vector<std::string> retyped;  // "alcohol: double → string"
    std::vector<std::string> demanded; // new inputs that a caller has to give
    std::vector<std::string> optional; // new inputs that may be left out
    bool outputsDiffer = false;
    bool breaks() const { return !missing.empty() || !retyped.empty() || !demanded.empty(); }
};
SignatureChange signatureChange(const ModelManifest& champion, const ModelManifest& candidate);

} // namespace binnacle
