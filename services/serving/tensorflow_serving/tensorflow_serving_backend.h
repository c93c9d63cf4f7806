#pragma once

#include "services/credentials/credentials.h"
#include "services/serving/serving_backend.h"

#include <string>

namespace binnacle {

// TensorFlow Serving over REST: the state of its versions, and predictions. Which versions it
// serves is written in its own configuration file, which REST can not change. Callers who name no
// version get the greatest that is available.
class TensorflowServingBackend : public ServingBackend
{
public:
    struct Settings
    {
        std::string address; // http://host:8501
        Credentials credentials;
    };
    explicit TensorflowServingBackend(Settings settings);

    ServingCapabilities capabilities() const override;
    Result<TargetSight> look(const std::string& model, std::stop_token stop) override;
    Result<ScoringPlace> scoringPlace(const std::string& model, const std::string& version,
                                      std::stop_token stop) override;
    QStringList requestsOf(const ServingChange& change) const override;

private:
    Settings settings_;
};

} // namespace binnacle
