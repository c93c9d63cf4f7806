#pragma once

#include "services/credentials/credentials.h"
#include "services/monitoring/exposition_window.h"
#include "services/serving/model_name.h"
#include "services/serving/serving_backend.h"

#include <mutex>
#include <string>

namespace binnacle {

// A server of the Open Inference Protocol v2 with the model repository extension: MLServer, and
// Triton with --model-control-mode=explicit. Versions lie in its repository already; they are
// loaded and unloaded by their name there. Which one is asked is the caller's choice, so a version
// that is ready has all of its traffic.
class OpenInferenceBackend : public ServingBackend
{
public:
    struct Settings
    {
        std::string address; // http://host:8080
        Credentials credentials;
        std::string names = "{model}-{version}"; // of a version in the repository
        std::string metrics;                     // http://host:8082/metrics; empty: none
    };
    explicit OpenInferenceBackend(Settings settings);

    ServingCapabilities capabilities() const override;
    Result<TargetSight> look(const std::string& model, std::stop_token stop) override;
    Result<void> standUp(const ModelToServe& model, std::stop_token stop) override;
    Result<void> setPercent(const TrafficSplit& split, std::stop_token stop) override;
    Result<void> remove(const ModelToServe& model, std::stop_token stop) override;
    Result<VersionFigures> figures(const std::string& model, const std::string& version,
                                   TimeSpan span, std::stop_token stop) override;
    Result<ScoringPlace> scoringPlace(const std::string& model, const std::string& version,
                                      std::stop_token stop) override;
    QStringList requestsOf(const ServingChange& change) const override;

private:
    std::string repositoryUrl(const ModelToServe& model, const char* what) const;
    Result<void> change(const ModelToServe& model, const char* what, std::stop_token stop) const;

    Settings settings_;
    ModelName names_;
    std::mutex mutex_;
    ExpositionWindow window_;
};

} // namespace binnacle
