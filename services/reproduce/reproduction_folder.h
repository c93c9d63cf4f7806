#pragma once

#include "services/backends/tracking_backend.h"
#include "services/reproduce/reproduction.h"

#include <filesystem>
#include <functional>
#include <stop_token>

namespace binnacle {

// Opens the source of the run; may fail where it is out of reach.
using BackendOpener = std::function<Result<std::shared_ptr<TrackingBackend>>()>;

// What is known of a run in the workspace, and the environment files of its artifacts where the
// source is within reach (else environmentProblem says why not). Blocks. Errors: NotFound,
// Cancelled.
Result<Reproduction> readReproduction(const std::shared_ptr<Workspace>& workspace, RunRowId run,
                                      const BackendOpener& open, const std::string& repository,
                                      std::stop_token stop);

// Writes reproduce.sh, README.md, run.json, params.json, datasets.json with check_datasets.py,
// changes.diff and environment/ into `folder`, which is made. Blocks. Errors: Conflict where there
// is something in it, Storage.
Result<void> writeReproduction(const Reproduction& run, const std::filesystem::path& folder);

// A name for the folder: "reproduce-wine-mlp-006-1f2e3d4c".
QString reproductionFolderName(const Reproduction& run);

} // namespace binnacle
