#pragma once

#include "services/backends/mlflow_rest/history_fetch.h"
#include "services/backends/mlflow_rest/input_links.h"
#include "services/backends/mlflow_rest/rest_session.h"
#include "services/backends/tracking_backend.h"

#include <memory>
#include <string>

namespace binnacle {

// An MLflow tracking server, 2.x or 3.x, over its REST API (mlflow/protos/service.proto). Makes
// contact with the first call. Series cursors are not used: MLflow's history calls can not be
// asked for what is new, so a series is always delivered whole.
class MlflowRestBackend : public TrackingBackend
{
public:
    // `address`: http(s)://host[:port][/path], without credentials.
    MlflowRestBackend(std::string address, std::shared_ptr<CredentialStore> credentials,
                      HttpOptions options = HttpOptions());

    TrackingCapabilities capabilities() const override;
    Result<TrackingProbe> probe(std::stop_token stop) override;
    Result<std::vector<Experiment>> experiments(std::stop_token stop) override;
    Result<RunScanResult> scanRuns(RunScan scan, const RunSink& sink,
                                   std::stop_token stop) override;
    Result<void> fetchHistories(std::span<const SeriesRequest> requests, const SeriesSink& sink,
                                std::stop_token stop) override;
    Result<void> loggedModels(std::span<const std::string> experimentIds, const ModelSink& sink,
                              std::stop_token stop) override;
    Result<std::vector<ArtifactEntry>>
    listArtifacts(const std::string& runId, const std::string& path, std::stop_token stop) override;
    Result<void> downloadArtifact(const std::string& runId, const std::string& path,
                                  const std::filesystem::path& destination,
                                  const TransferSink& progress, std::stop_token stop) override;
    Result<Run> run(const std::string& runId, std::stop_token stop) override;
    Result<void> renameRun(const std::string& runId, const std::string& name,
                           std::stop_token stop) override;
    Result<void> setTag(const std::string& runId, const std::string& key, const std::string& value,
                        std::stop_token stop) override;
    Result<void> deleteTag(const std::string& runId, const std::string& key,
                           std::stop_token stop) override;
    Result<void> deleteRun(const std::string& runId, std::stop_token stop) override;
    Result<void> restoreRun(const std::string& runId, std::stop_token stop) override;

private:
    // Runs `work` with the server; a refused login makes the next call read the credentials anew.
    template <class Work>
    auto with(const std::stop_token& stop, Work work)
        -> std::invoke_result_t<Work, const mlflow::Server&>;
    Result<void> write(const char* call, const QJsonObject& body, bool repeatable,
                       const std::stop_token& stop);

    mlflow::RestSession session_;
    mlflow::InputLinks links_;
    mlflow::BulkSupport bulk_{true};
};

} // namespace binnacle
