#pragma once

#include "services/backends/tracking_backend.h"

#include <filesystem>
#include <string>
#include <vector>

// Artifacts of a run that lie in a folder of this machine: what the backends that read MLflow's
// stores in place have in common. Blocking, thread-safe.
namespace binnacle {

// The folder that an artifact address means: file://…, an absolute path, or a path relative to
// `base`. Unsupported for addresses that need a server or a cloud (mlflow-artifacts:, s3:, …).
Result<std::filesystem::path> localArtifactRoot(const std::string& uri,
                                                const std::filesystem::path& base);

// One level below `path` (empty: the root), by name. A root that does not exist (nothing was
// logged) is empty. Links that lead out of the root are left out.
Result<std::vector<ArtifactEntry>> listLocalArtifacts(const std::filesystem::path& root,
                                                      const std::string& path,
                                                      std::stop_token stop);

// Copies one file; goes on where `destination` holds the beginning of it.
Result<void> copyLocalArtifact(const std::filesystem::path& root, const std::string& path,
                               const std::filesystem::path& destination,
                               const TransferSink& progress, std::stop_token stop);

// Where a path of a run's artifacts is found. Since MLflow 3 a model is kept beside its run: a path
// that begins with the name of a model that the run made (and is no file of the run) means the
// files of that model, as for MLflow's own client (mlflow/store/artifact/runs_artifact_repo.py).
struct LocalArtifactPlace
{
    std::filesystem::path root;
    std::string path;   // below root
    std::string prefix; // what entries below root are called by: "model/" or empty
};
Result<LocalArtifactPlace> localArtifactPlace(TrackingBackend& backend, const Run& run,
                                              const std::filesystem::path& runRoot,
                                              const std::filesystem::path& base,
                                              const std::string& path, std::stop_token stop);
// listLocalArtifacts there, by their full paths.
Result<std::vector<ArtifactEntry>> listArtifactsAt(const LocalArtifactPlace& place,
                                                   std::stop_token stop);

// The path that a file:// address means, its %-escapes resolved. Nothing where it is none or names
// another machine.
std::optional<std::filesystem::path> pathOfFileUri(const std::string& uri);

// Error Invalid where MLflow would refuse the tag (MLflow 3: validation of tag names and values):
// keys of at most 250 characters of / letters digits _ . - space :, no path that leads elsewhere.
Result<void> checkTag(const std::string& key, const std::string& value, std::size_t valueLimit);

} // namespace binnacle
