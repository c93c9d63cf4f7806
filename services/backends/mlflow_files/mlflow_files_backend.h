#pragma once

#include "services/backends/backend_registry.h"
#include "services/backends/local_artifacts.h"
#include "services/backends/tracking_backend.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace binnacle {

namespace mlflow_files {
class LatestPoints;
class Warnings;
struct RunFolder;
} // namespace mlflow_files

// MLflow's file store (a folder “mlruns”), read in place while trainings write to it. The store has
// no locks: a half-written last line of a metric is left for the next look, a broken or foreign
// meta.yaml is skipped with a warning. Links that lead out of the folder are not followed. A folder
// that was moved keeps working: a run's own folder of artifacts goes before the address it names.
//
// Errors: Network where the folder is not there (tried again later), Storage where the disk
// refuses.
class MlflowFilesBackend : public TrackingBackend
{
public:
    explicit MlflowFilesBackend(std::filesystem::path root);
    ~MlflowFilesBackend() override;

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
    // The store, its experiments and, of runs in training, meta.yaml and metrics: some hundred at
    // most.
    std::vector<std::filesystem::path> watchPaths() const override;

private:
    Result<std::filesystem::path> openRoot() const; // canonical
    Result<mlflow_files::RunFolder> findRunFolder(const std::string& runId) const;
    Result<std::filesystem::path> artifactRoot(const std::string& runId) const;
    Result<LocalArtifactPlace> artifactPlace(const std::string& runId, const std::string& path,
                                             std::stop_token stop);

    using Signatures = std::unordered_map<std::string, std::uint64_t>;
    class Scan;

    std::filesystem::path root_;
    std::unique_ptr<mlflow_files::LatestPoints> latest_;
    std::mutex scanMutex_; // one scan at a time
    std::string cursor_;   // of the last scan; signatures_ belong to it
    Signatures signatures_;
    mutable std::mutex watchMutex_;
    std::vector<std::filesystem::path> inTraining_;
};

// "mlflow-files": a folder named mlruns or one that holds experiments, a folder with an mlruns of
// that kind in it, or the same as file://…. The stable form is the absolute path.
TrackingBackendKind mlflowFilesKind();

} // namespace binnacle
