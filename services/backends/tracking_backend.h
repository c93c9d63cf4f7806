#pragma once

#include "services/domain/result.h"
#include "services/domain/run.h"
#include "services/domain/series.h"

#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// What a tracking source can do beyond being read. A page offers only what is true here.
struct TrackingCapabilities
{
    bool rename = false;
    bool editTags = false;   // set and delete tags; a note is the tag mlflow.note.content
    bool deleteRuns = false; // to a trash from which runs are restored
    bool purgeRuns = false;  // delete for good
    bool loggedModels = false;
    bool artifacts = false;
    bool watchable = false; // watchPaths() names files whose change means new data
};

struct TrackingProbe
{
    std::string product;               // "MLflow 3.17.2", "mlflow.db schema …", "mlruns folder", …
    std::vector<std::string> warnings; // sentences for a person
};

// How much of a source a scan asks for.
struct RunScan
{
    bool full = true;   // true: every run is delivered; false: what changed since `cursor`
    std::string cursor; // what the last scan returned; opaque to all but the backend; may be empty
    std::vector<std::string> runningIds; // looked at again in any case: runs known as unfinished,
                                         // and those that a person has before the eyes
};

struct RunScanResult
{
    std::string cursor;   // to be kept and passed to the next scan
    bool complete = true; // every run of the source was delivered: what was not is gone
    std::vector<std::string> removedIds; // runs known to be gone though the scan is not complete
    std::vector<std::string> warnings;   // damaged files and the like, as sentences
};

struct TransferProgress
{
    std::int64_t bytesDone = 0;
    std::int64_t bytesTotal = -1; // -1: unknown
};

// A sink that fails ends the call with its error.
using RunSink = std::function<Result<void>(std::vector<Run>)>;
using SeriesSink = std::function<Result<void>(SeriesData)>;
using ModelSink = std::function<Result<void>(std::vector<LoggedModel>)>;
using TransferSink = std::function<void(TransferProgress)>;

// A place where training runs are tracked. All calls block and are made on worker threads, never
// on the GUI thread; several threads may call at once. Sinks are called on the calling thread, one
// call at a time. A stop request ends a call within half a second with Error::Kind::Cancelled.
// A source out of reach is Error::Kind::Network; nothing that was delivered before is taken back.
class TrackingBackend
{
public:
    virtual ~TrackingBackend() = default;

    virtual TrackingCapabilities capabilities() const = 0;
    virtual Result<TrackingProbe> probe(std::stop_token stop) = 0;

    // All experiments, deleted ones included.
    virtual Result<std::vector<Experiment>> experiments(std::stop_token stop) = 0;

    // Run summaries (deleted runs included) in batches of at most about 1,000, newest first where
    // the source can.
    virtual Result<RunScanResult> scanRuns(RunScan scan, const RunSink& sink,
                                           std::stop_token stop) = 0;

    // Every logged point of each series. A series that does not exist is delivered empty.
    virtual Result<void> fetchHistories(std::span<const SeriesRequest> requests,
                                        const SeriesSink& sink, std::stop_token stop) = 0;

    virtual Result<void> loggedModels(std::span<const std::string> experimentIds,
                                      const ModelSink& sink, std::stop_token stop);

    // One level of a run's artifacts below `path` (empty: the root).
    virtual Result<std::vector<ArtifactEntry>>
    listArtifacts(const std::string& runId, const std::string& path, std::stop_token stop);
    // Writes one file. Where `destination` holds the beginning of it (a download cut earlier), it
    // goes on from there if the source can. The file is complete when the call succeeds.
    virtual Result<void> downloadArtifact(const std::string& runId, const std::string& path,
                                          const std::filesystem::path& destination,
                                          const TransferSink& progress, std::stop_token stop);

    // The run as the source has it now; used to see what changed before an edit is replayed.
    virtual Result<Run> run(const std::string& runId, std::stop_token stop) = 0;

    virtual Result<void> renameRun(const std::string& runId, const std::string& name,
                                   std::stop_token stop);
    virtual Result<void> setTag(const std::string& runId, const std::string& key,
                                const std::string& value, std::stop_token stop);
    virtual Result<void> deleteTag(const std::string& runId, const std::string& key,
                                   std::stop_token stop);
    virtual Result<void> deleteRun(const std::string& runId, std::stop_token stop);
    virtual Result<void> restoreRun(const std::string& runId, std::stop_token stop);
    // For good, with its artifacts. Conflict where the run is not deleted at the source.
    virtual Result<void> purgeRun(const std::string& runId, std::stop_token stop);

    // Files and folders to watch for change (empty where there is nothing on this machine).
    virtual std::vector<std::filesystem::path> watchPaths() const { return {}; }
};

} // namespace binnacle
