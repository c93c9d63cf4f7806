#pragma once

#include "services/backends/registry_backend.h"
#include "services/backends/tracking_backend.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

// A new version of a model from files: of a folder of this machine, or of a run. The model is made
// where there is none. Blocking, for worker threads; constant memory, one file on the disk at a
// time.

namespace binnacle {

struct RegisterProgress
{
    std::string path; // of the file under way
    std::int64_t files = 0;
    std::int64_t bytes = 0;
};
using RegisterSink = std::function<void(const RegisterProgress&)>;

// `made`: model, run, description, tags; its source is filled in. Links are left out. Invalid where
// the folder has no MLmodel.
Result<ModelVersion> registerFolder(RegistryBackend& registry, NewModelVersion made,
                                    const std::filesystem::path& folder,
                                    const RegisterSink& progress, std::stop_token stop);

// `path`: the model's folder among the artifacts of the run ("model").
Result<ModelVersion> registerRunArtifacts(RegistryBackend& registry, TrackingBackend& runs,
                                          NewModelVersion made, const std::string& runId,
                                          const std::string& path, const RegisterSink& progress,
                                          std::stop_token stop);

// Of files that stay where they are: `made.source` says where (artifacts of a run of the same
// server, or models:/m-…).
Result<ModelVersion> registerInPlace(RegistryBackend& registry, NewModelVersion made,
                                     std::stop_token stop);

// The files of a model: those of a folder, by path; all below `path` among the artifacts of a run,
// by their paths there; or only its MLmodel, in one request. Invalid where there is no MLmodel.
Result<std::vector<std::filesystem::path>> modelFilesOfFolder(const std::filesystem::path& folder);
Result<std::vector<ArtifactEntry>> modelFilesOfRun(TrackingBackend& runs, const std::string& runId,
                                                   const std::string& path, std::stop_token stop);
Result<std::vector<ArtifactEntry>> modelFileOfRun(TrackingBackend& runs, const std::string& runId,
                                                  const std::string& path, std::stop_token stop);

} // namespace binnacle
