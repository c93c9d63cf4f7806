#pragma once

#include "services/kubernetes/kubernetes_client.h"
#include "services/serving/serving_backend.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

// Seldon Core v2 (mlops.seldon.io/v1alpha1): a Model resource a version, and one Experiment that
// shares the traffic of a model out between two of them, or copies it to one (mirror). Callers ask
// with the header “seldon-model: NAME.experiment”.
class SeldonBackend : public ServingBackend
{
public:
    struct Settings
    {
        std::string nameSpace;                 // empty: the context's
        std::vector<std::string> requirements; // such as sklearn; mlflow where it is empty
        std::string mesh;                      // http://host:port of seldon-mesh; empty: unknown
    };
    SeldonBackend(std::shared_ptr<KubernetesClient> client, Settings settings);

    ServingCapabilities capabilities() const override;
    Result<TargetSight> look(const std::string& model, std::stop_token stop) override;
    Result<void> standUp(const ModelToServe& model, std::stop_token stop) override;
    Result<void> setPercent(const TrafficSplit& split, std::stop_token stop) override;
    Result<void> setMirror(const TrafficSplit& split, std::stop_token stop) override;
    Result<void> scale(const ModelToServe& model, int replicas, std::stop_token stop) override;
    Result<void> remove(const ModelToServe& model, std::stop_token stop) override;
    Result<ScoringPlace> scoringPlace(const std::string& model, const std::string& version,
                                      std::stop_token stop) override;
    QStringList requestsOf(const ServingChange& change) const override;

private:
    using Weights = std::vector<std::pair<std::string, int>>; // resource names
    std::string collection(const char* kind) const;
    std::string path(const char* kind, const std::string& name) const;
    QJsonObject modelResource(const ModelToServe& model) const;
    QJsonObject experimentSpec(const std::string& preset, const Weights& weights,
                               const std::string& mirror, int mirrored) const;
    Result<std::optional<QJsonObject>> find(const std::string& path, std::stop_token stop) const;
    // Made, or changed where it is there already and differs.
    Result<void> putExperiment(const std::string& model, const QJsonObject& spec,
                               std::stop_token stop) const;
    Result<void> applySplit(const TrafficSplit& split, int percent, int mirror,
                            std::stop_token stop) const;

    std::shared_ptr<KubernetesClient> client_;
    Settings settings_;
};

} // namespace binnacle
