#pragma once

#include "services/domain/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

// One column or tensor of a model's input or output, as MLmodel describes it
// (mlflow/types/schema.py).
struct ModelColumn
{
    std::string name; // empty: the only one, or a tensor without a name
    std::string type; // "double", "tensor(float32, [-1, 3])", "array(string)", …; whole: equal
                      // where nothing differs
    bool required = true;
    bool operator==(const ModelColumn&) const = default;
};

struct ModelParam
{
    std::string name;
    std::string type;
    std::string preset; // its default as JSON
    bool operator==(const ModelParam&) const = default;
};

struct ModelSignature
{
    std::vector<ModelColumn> inputs;
    std::vector<ModelColumn> outputs;
    std::vector<ModelParam> params;
    bool operator==(const ModelSignature&) const = default;
};

struct ModelFlavor
{
    std::string name;    // "sklearn", "python_function"
    std::string version; // of its library; empty: not told
    bool operator==(const ModelFlavor&) const = default;
};

// What the file MLmodel tells of a model (mlflow/models/model.py).
struct ModelFile
{
    std::vector<ModelFlavor> flavors;
    std::optional<ModelSignature> signature; // nullopt: it was logged without
    std::string pythonVersion;
    bool hasPythonEnvironment = false; // flavor python_function names an environment
    std::string mlflowVersion;
    std::optional<std::int64_t> sizeBytes; // model_size_bytes
    std::string inputExample;              // path of its file beside MLmodel; empty: none
    std::string inputExampleType;          // dataframe, ndarray, json_object, …
    std::string runId;
    std::string modelId;   // MLflow 3.x
    std::string modelUuid; // MLflow 2.x
    std::string artifactPath;
    std::string created; // utc_time_created as it stands there
};

// Anybody may have written the file: its size, depth and number of values are bounded and nothing
// that a tag names is made. Error Invalid. What is missing has its default; a signature that can
// not be understood is Invalid, for a check of it must not pass.
Result<ModelFile> parseModelFile(std::string_view text);

inline constexpr std::size_t modelFileLimit = std::size_t(1) << 20; // bytes

} // namespace binnacle
