#pragma once

#include "services/backends/tracking_backend.h"
#include "services/domain/source.h"
#include "services/sync/progress_meter.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/source_store.h"

#include <set>
#include <stop_token>
#include <string>
#include <unordered_set>

namespace binnacle {

// Experiments, run summaries and logged models of one pass. Summaries are written batch by batch as
// they arrive; the cursor of the scan is kept only after all its runs are written, so that a pass
// that was cut is asked for again.
class RunMirror
{
public:
    RunMirror(const std::shared_ptr<Workspace>& workspace, TrackingBackend& backend,
              SourceId source, ProgressMeter& meter);

    // Runs that a person looks at: read anew in the next run() whatever the source says of changes.
    // Those of other sources are left out; the first hundred count.
    void lookAgainAt(std::vector<RunRowId> runs) { watched_ = std::move(runs); }
    Result<void> run(bool full, const std::stop_token& stop);
    // True when the scan delivered every run of the source.
    bool sawEverything() const { return sawEverything_; }

private:
    Result<void> experiments(bool full, const std::stop_token& stop);
    Result<void> runs(bool full, const std::stop_token& stop);
    Result<std::vector<std::string>> runsInAnyCase() const;
    Result<void> writeRuns(const std::vector<Run>& runs);
    Result<void> finishScan(const RunScanResult& result, const std::string& oldCursor);
    Result<void> loggedModels(bool full, const std::stop_token& stop);

    MirrorWriter writer_;
    SourceStore sources_;
    TrackingBackend& backend_;
    SourceId source_;
    ProgressMeter& meter_;
    std::vector<RunRowId> watched_;
    std::unordered_set<std::string> seen_; // ids of the runs delivered
    std::set<std::string> active_;         // experiments that are not deleted
    std::set<std::string> touched_;        // of them those whose models are asked for
    bool sawEverything_ = false;
};

} // namespace binnacle
