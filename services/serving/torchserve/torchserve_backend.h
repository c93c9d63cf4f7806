#pragma once

#include "services/credentials/credentials.h"
#include "services/monitoring/exposition_window.h"
#include "services/serving/serving_backend.h"

#include <QJsonArray>

#include <mutex>
#include <string>

namespace binnacle {

// TorchServe by its management API. Versions of a model stand side by side; callers who name none
// get the default one, which therefore has all of the traffic. Since 0.11.1 registering needs
// --enable-model-api and tokens for inference and management of their own.
class TorchserveBackend : public ServingBackend
{
public:
    struct Settings
    {
        std::string management; // http://host:8081
        std::string inference;  // http://host:8080
        std::string metrics;    // http://host:8082/metrics; empty: none
        Credentials managementLogin, inferenceLogin;
        int workers = 1;
    };
    explicit TorchserveBackend(Settings settings);

    ServingCapabilities capabilities() const override;
    Result<TargetSight> look(const std::string& model, std::stop_token stop) override;
    Result<void> standUp(const ModelToServe& model, std::stop_token stop) override;
    Result<void> setPercent(const TrafficSplit& split, std::stop_token stop) override;
    Result<void> scale(const ModelToServe& model, int replicas, std::stop_token stop) override;
    Result<void> remove(const ModelToServe& model, std::stop_token stop) override;
    Result<VersionFigures> figures(const std::string& model, const std::string& version,
                                   TimeSpan span, std::stop_token stop) override;
    Result<ScoringPlace> scoringPlace(const std::string& model, const std::string& version,
                                      std::stop_token stop) override;
    QStringList requestsOf(const ServingChange& change) const override;

private:
    std::string modelUrl(const std::string& model, const std::string& tail = {}) const;
    std::string registerUrl(const ModelToServe& model) const;
    Result<QJsonArray> descriptions(const std::string& url, std::stop_token stop) const;
    Result<void> change(HttpRequest request, std::stop_token stop) const;

    Settings settings_;
    std::mutex mutex_;
    ExpositionWindow window_;
};

} // namespace binnacle
