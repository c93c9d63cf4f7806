#pragma once

#include "services/kubernetes/kubernetes_client.h"
#include "services/serving/kserve/inference_service.h"
#include "services/serving/serving_backend.h"

#include <functional>
#include <memory>
#include <string>

namespace binnacle {

// KServe: one InferenceService a model. With Knative the newest revision and the one before share
// the traffic (canaryTrafficPercent); in raw mode one version takes the place of the other.
class KserveBackend : public ServingBackend
{
public:
    struct Settings
    {
        std::string nameSpace; // empty: the context's
        std::string format = "mlflow";
        std::string protocol = "v2";
        std::string runtime;
        bool raw = false;
        std::string ingress; // http://host:port, where hosts of status.url are not to be resolved
    };
    KserveBackend(std::shared_ptr<KubernetesClient> client, Settings settings);

    ServingCapabilities capabilities() const override;
    Result<TargetSight> look(const std::string& model, std::stop_token stop) override;
    Result<void> standUp(const ModelToServe& model, std::stop_token stop) override;
    Result<void> setPercent(const TrafficSplit& split, std::stop_token stop) override;
    Result<void> scale(const ModelToServe& model, int replicas, std::stop_token stop) override;
    Result<void> remove(const ModelToServe& model, std::stop_token stop) override;
    Result<ScoringPlace> scoringPlace(const std::string& model, const std::string& version,
                                      std::stop_token stop) override;
    QStringList requestsOf(const ServingChange& change) const override;

    // Each change of the resource as it happens, for `seconds` or until `event` returns false.
    Result<void> watch(const std::string& model, int seconds,
                       const std::function<bool(const TargetSight&)>& event, std::stop_token stop);

private:
    InferenceServiceForm formOf(const std::string& model) const;
    std::string collection() const;
    std::string path(const std::string& model) const;
    Result<std::optional<QJsonObject>> service(const std::string& model, std::stop_token stop);
    Result<void> patch(const std::string& model, const QJsonObject& body, std::stop_token stop);

    std::shared_ptr<KubernetesClient> client_;
    Settings settings_;
};

} // namespace binnacle
