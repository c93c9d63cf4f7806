#pragma once

#include "services/domain/serving.h"

#include <QJsonObject>

#include <string>

namespace binnacle {

// What Binnacle writes into an InferenceService (serving.kserve.io/v1beta1) and reads from it. The
// newest revision is the version that the annotation binnacle/version names, the one before it that
// of binnacle/previous-version: KServe's own fields know no versions.

struct InferenceServiceForm
{
    std::string name, nameSpace;
    std::string format = "mlflow"; // spec.predictor.model.modelFormat.name
    std::string protocol = "v2";
    std::string runtime; // empty: KServe chooses
    bool raw = false;    // without Knative: one version at a time
};

// The resource for a first version.
QJsonObject newInferenceService(const InferenceServiceForm& form, const ModelToServe& model);
// What a patch goes by: a change of somebody else in between is a conflict, and the newest revision
// so far is none of the version that is set.
struct ServiceState
{
    std::string resourceVersion, revision;
};
ServiceState stateOf(const QJsonObject& service);
// To another version, with no traffic yet; `before`: what serves now.
QJsonObject versionPatch(const InferenceServiceForm& form, const ModelToServe& model,
                         const ModelToServe& before, const ServiceState& state);
QJsonObject trafficPatch(int percent, const std::string& resourceVersion);
// The new version stays alone.
QJsonObject promotePatch(const std::string& resourceVersion);
// The version before is the only one again.
QJsonObject restorePatch(const QJsonObject& service);

ModelToServe newestOf(const QJsonObject& service, const std::string& model);
std::optional<ModelToServe> previousOf(const QJsonObject& service, const std::string& model);
// What its status tells of its versions; `raw`: all of the traffic is on the one there is.
TargetSight sightOf(const QJsonObject& service, const std::string& model, bool raw);

} // namespace binnacle
