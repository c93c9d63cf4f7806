#pragma once

#include "services/backends/backend_registry.h"
#include "services/backends/local_artifacts.h"
#include "services/backends/tracking_backend.h"

#include <filesystem>
#include <memory>
#include <mutex>

namespace binnacle {

namespace mlflow_db {
class ChangeWatch;
class SqliteFile;
struct Schema;
} // namespace mlflow_db

// MLflow's SQLite store (mlflow.db), read in place while trainings write to it. Reading keeps a
// writer waiting for some hundredths of a second at most: every statement is short and goes on from
// its last key. Each call opens a connection of its own, so a file that was replaced is seen at
// once. Nothing is ever migrated.
//
// Errors: Network where the file is not there or stays locked (tried again later), Storage where it
// is damaged or may not be read, Invalid where it is none of MLflow, Unsupported where its schema
// is not known.
class MlflowDbBackend : public TrackingBackend
{
public:
    explicit MlflowDbBackend(std::filesystem::path file);
    ~MlflowDbBackend() override;

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
    Result<void> purgeRun(const std::string& runId, std::stop_token stop) override;
    std::vector<std::filesystem::path> watchPaths() const override;

private:
    template <class Work>
    auto reading(const std::stop_token& stop, Work work)
        -> std::invoke_result_t<Work, mlflow_db::SqliteFile&, const mlflow_db::Schema&>;
    template <class Work>
    Result<void> writing(const std::stop_token& stop, Work work);
    Result<RunScanResult> scanAll(mlflow_db::SqliteFile& file, const mlflow_db::Schema& schema,
                                  std::string stamp, const RunSink& sink);
    Result<LocalArtifactPlace> artifactPlace(const std::string& runId, const std::string& path,
                                             std::stop_token stop);

    std::filesystem::path file_;
    std::mutex scanMutex_; // one scan at a time: the watch belongs to the last one
    std::unique_ptr<mlflow_db::ChangeWatch> watch_;
    std::string watchedStamp_; // cursor that watch_ belongs to
};

// "mlflow-db": sqlite:///…/mlflow.db, or the path of a SQLite file with MLflow's tables. The stable
// form of the address is sqlite:/// and an absolute path, as MLflow's own client takes it.
TrackingBackendKind mlflowDbKind();

} // namespace binnacle
