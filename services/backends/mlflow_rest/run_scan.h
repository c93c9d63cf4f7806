#pragma once

#include "services/backends/mlflow_rest/input_links.h"
#include "services/backends/mlflow_rest/rest_session.h"
#include "services/backends/mlflow_rest/scan_cursor.h"
#include "services/backends/tracking_backend.h"

#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::mlflow {

// One scan of the runs of a server.
//
// A full scan delivers every run. A quick one delivers what a search can find cheaply: runs that
// started or ended since the last scan (ten minutes of overlap, for the clocks of the machines
// that train), the unfinished ones that are known, and those that went to the trash or came back
// from it. MLflow can not be asked for what was changed last, so tags changed on a finished run are
// found by a rolling look: at most every `reviewPause`, a quick scan reads the next `reviewRuns`
// runs, from the newest to the oldest and round again. On a server with n runs such a change
// arrives within n / reviewRuns steps, or with the next full scan, whichever is first; with less
// than reviewRuns runs, with the next step. Runs that the caller names (RunScan::runningIds) are
// always read. What only a full scan sees: runs logged with times of long ago, changes of more than
// reviewRuns runs that began within the same millisecond, and changes of the trash where it holds
// more than ScanCursor::mostDeleted runs.
class RunScanner
{
public:
    static constexpr std::int64_t reviewPause = 20'000; // milliseconds
    static constexpr std::size_t reviewRuns = 500;

    RunScanner(const Server& server, InputLinks& links, const RunSink& sink, std::stop_token stop);

    Result<RunScanResult> scan(const RunScan& scan);

private:
    Result<RunScanResult> full();
    Result<RunScanResult> quick(const ScanCursor& last, const std::vector<std::string>& runningIds);
    Result<void> deliver(std::vector<Run> runs);
    Result<void> search(const std::string& filter);
    Result<void> unfinished(std::vector<std::string> ids, RunScanResult& result);
    Result<void> trash(const ScanCursor& last, RunScanResult& result);
    Result<void> review(const ScanCursor& last);
    // Runs asked for one by one: those that are not there any more go to `result`.
    Result<void> oneByOne(const std::vector<std::string>& ids, RunScanResult& result);
    ScanCursor cursor() const;

    const Server& server_;
    const RunSink& sink_;
    std::stop_token stop_;
    std::vector<std::string> experimentIds_;
    InputLinks::Scan links_;
    ScanCursor next_;
    std::set<std::string> delivered_; // in a quick scan
    std::set<std::string> deleted_;
    bool quick_ = false;
};

} // namespace binnacle::mlflow
