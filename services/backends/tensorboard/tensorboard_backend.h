#pragma once

#include "services/backends/backend_registry.h"
#include "services/backends/tensorboard/log_dir.h"
#include "services/backends/tensorboard/run_events.h"
#include "services/backends/tensorboard/run_summary.h"
#include "services/backends/tracking_backend.h"

#include <map>
#include <mutex>
#include <set>

namespace binnacle {

// A TensorBoard log dir, read in place and never written.
//
// - A run is a folder with event files; its name is the path relative to the log dir ("." for the
//   log dir itself), its id a hash of the address and that path. A run below another run's folder
//   is its child (tag mlflow.parentRunId): PyTorch's add_hparams writes such folders.
// - TensorBoard knows no experiments: there is one for each source, with the id "0", named as the
//   log dir's folder.
// - Metrics are the scalars (simple_value, and tensors with one number); params are the hparams of
//   the session; tags are short texts. Histograms, images and graphs are passed over.
// - Status: what hparams' session end says (success: FINISHED, failure: FAILED). Without one a run
//   is RUNNING while a file of it was written to within the last five minutes and its last event
//   is not older than half an hour (a copied folder is not running), and FINISHED after that, with
//   the last event's time as its end.
// - Damaged files are read up to the damage, which the scan's warnings tell with file and offset.
class TensorboardBackend : public TrackingBackend
{
public:
    explicit TensorboardBackend(std::string logDir) : logDir_(std::move(logDir)) {}

    TrackingCapabilities capabilities() const override;
    Result<TrackingProbe> probe(std::stop_token stop) override;
    Result<std::vector<Experiment>> experiments(std::stop_token stop) override;
    Result<RunScanResult> scanRuns(RunScan scan, const RunSink& sink,
                                   std::stop_token stop) override;
    Result<void> fetchHistories(std::span<const SeriesRequest> requests, const SeriesSink& sink,
                                std::stop_token stop) override;
    // Files beside the event files, and folders that are no runs themselves.
    Result<std::vector<ArtifactEntry>>
    listArtifacts(const std::string& runId, const std::string& path, std::stop_token stop) override;
    Result<void> downloadArtifact(const std::string& runId, const std::string& path,
                                  const std::filesystem::path& destination,
                                  const TransferSink& progress, std::stop_token stop) override;
    Result<Run> run(const std::string& runId, std::stop_token stop) override;
    std::vector<std::filesystem::path> watchPaths() const override;

private:
    // A run as far as its files were read: kept for runs that have not ended, so that a scan reads
    // only what was appended.
    struct ReadState
    {
        tfevents::RunSummary summary;
        tfevents::Positions positions;
        tfevents::Damage damage;
    };
    struct RunAsRead
    {
        Run run;
        std::vector<std::string> warnings;
    };

    Result<std::vector<tfevents::RunFolder>> findRuns(std::stop_token stop);
    Result<tfevents::RunFolder> folderOf(const std::string& runId, std::stop_token stop);
    Result<RunAsRead> readRun(const tfevents::RunFolder& folder, std::stop_token stop);
    Result<ReadState> readOn(const tfevents::RunFolder& folder, ReadState state,
                             std::stop_token stop) const;
    Run describe(const tfevents::RunFolder& folder, const std::string& id,
                 const tfevents::RunSummary& summary) const;
    std::string parentIdOf(const std::string& runName) const;

    const std::string logDir_; // absolute
    mutable std::mutex mutex_; // guards what follows
    std::map<std::string, std::string> nameOfId_;
    std::set<std::string> names_;
    std::map<std::string, ReadState> unfinished_; // by id
};

TrackingBackendKind tensorboardKind();

} // namespace binnacle
