#pragma once

#include "services/serving/mlflow_process/local_process.h"
#include "services/serving/serving_backend.h"

#include <QJsonObject>

#include <filesystem>
#include <string>
#include <vector>

namespace binnacle {

// `mlflow models serve` on this machine, started, supervised, started again and stopped by
// Binnacle: the target that needs no cluster. One process a version, on 127.0.0.1, each with a
// folder of its own that tells what it is to serve, on which port, and who it is; so another
// Binnacle, or one that was started again, finds them as they are.
class MlflowProcessBackend : public ServingBackend
{
public:
    struct Settings
    {
        std::filesystem::path environment; // with bin/python and MLflow in it, or an interpreter
        std::filesystem::path folder;      // of this target; made where it is missing
        int port = 0; // 0: a free one for each version; else the one place, which versions take
                      // over from each other
        int mostRestarts = 5; // of one version within ten minutes; then it counts as failed
        std::vector<std::string> variables; // NAME=value, for the processes
    };
    explicit MlflowProcessBackend(Settings settings) : settings_(std::move(settings)) {}

    ServingCapabilities capabilities() const override;
    Result<TargetSight> look(const std::string& model, std::stop_token stop) override;
    Result<void> standUp(const ModelToServe& model, std::stop_token stop) override;
    // Nothing to be set: with one port the version that holds it has all of the traffic.
    Result<void> setPercent(const TrafficSplit& split, std::stop_token stop) override;
    Result<void> remove(const ModelToServe& model, std::stop_token stop) override;
    Result<std::string> logs(const std::string& model, const std::string& version,
                             std::size_t mostBytes, std::stop_token stop) override;
    Result<ScoringPlace> scoringPlace(const std::string& model, const std::string& version,
                                      std::stop_token stop) override;
    Result<void> tend(std::stop_token stop) override;
    QStringList requestsOf(const ServingChange& change) const override;

private:
    struct Server; // one version, as its folder tells
    std::filesystem::path folderOf(const std::string& model, const std::string& version) const;
    std::vector<Server> servers() const;
    Result<void> launch(const Server& server) const;
    Result<std::vector<std::string>> program(const Server& server) const;
    ServedVersion sightOf(const Server& server, const std::stop_token& stop) const;

    Settings settings_;
};

} // namespace binnacle
