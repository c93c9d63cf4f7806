#pragma once

#include "models/artifact_content.h"
#include "services/domain/run.h"
#include "services/registry/model_file.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// A model that a run logged: a logged model of MLflow 3, or a model folder among its artifacts
// (MLflow 2, tag mlflow.log-model.history).
struct RunModel
{
    QString name;
    QString id;     // "m-…"; empty: MLflow 2
    QString status; // READY, …; may be empty
    QString type;
    std::optional<std::int64_t> created;
    std::string path; // of its folder among the artifacts
    std::vector<KeyValue> params;
    std::vector<LatestMetric> metrics;
};

// Logged models first, then what the tag names besides.
std::vector<RunModel> modelsOf(const Run& run, const std::vector<LoggedModel>& logged);

// What the file MLmodel of a model tells.
struct ModelFacts
{
    QStringList flavors;                 // "sklearn 1.5.2", "python_function"
    QStringList inputs, outputs, params; // of the signature: "alcohol: double"
    QString mlflowVersion, pythonVersion;
    QString size; // of the model, in words; empty: not told
    bool operator==(const ModelFacts&) const = default;
};
ModelFacts modelFacts(const ModelFile& file);

// Reads it from the source. Blocks. Errors: NotFound where there is no MLmodel.
Result<ModelFacts> readModelFacts(const ArtifactSource& open, const std::string& runId,
                                  const std::string& path, std::stop_token stop);

} // namespace binnacle
