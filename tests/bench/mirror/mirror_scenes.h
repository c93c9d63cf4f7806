#pragma once

#include "services/backends/tracking_backend.h"
#include "services/sync/sync_progress.h"
#include "services/workspace/workspace.h"
#include "tests/bench/common/bench_report.h"
#include "tests/bench/db_mirror/store_generator.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace binnacle::bench {

using Rows = std::vector<Row>;

// A store of this size in `folder`, made once and kept.
Result<std::filesystem::path> storeOf(const std::filesystem::path& folder, const StoreSize& size);

// A first pass into a new workspace.
struct FirstPass
{
    std::shared_ptr<Workspace> workspace;
    SyncProgress progress;
    double seconds = 0;
    double secondsToRuns = 0; // until every run summary was there
};
Result<FirstPass> firstPass(const std::filesystem::path& file, std::string uri,
                            const std::shared_ptr<TrackingBackend>& backend);

// An mlflow.db mirrored in place, end to end.
Result<Rows> databaseScene(const std::filesystem::path& folder, std::int64_t points);
// The same store behind a real MLflow server: mirrored by Binnacle, and read by the loop of
// MLflow's Python client.
Result<Rows> serverScene(const std::filesystem::path& folder, std::int64_t runs);
// The first 100 of many runs: from the workspace, and as the server's answer to runs/search.
Result<Rows> firstRunsScene(const std::filesystem::path& folder, std::int64_t runs);

} // namespace binnacle::bench
