#include "services/backends/local_artifacts.h"
#include "services/backends/tensorboard/tensorboard_backend.h"

namespace binnacle {

namespace fs = std::filesystem;

Result<std::vector<ArtifactEntry>> TensorboardBackend::listArtifacts(const std::string& runId,
                                                                     const std::string& path,
                                                                     std::stop_token stop)
{
    const auto run = folderOf(runId, stop);
    if (!run)
        return failure(run.error());
    auto entries = listLocalArtifacts(run->path, path, stop);
    if (!entries)
        return entries;
    std::erase_if(*entries, [&](const ArtifactEntry& entry) {
        return entry.isFolder ? !tfevents::eventFilesIn(run->path / entry.path).empty()
                              : tfevents::isEventFileName(fs::path(entry.path).filename().string());
    });
    return entries;
}

Result<void> TensorboardBackend::downloadArtifact(const std::string& runId, const std::string& path,
                                                  const fs::path& destination,
                                                  const TransferSink& progress,
                                                  std::stop_token stop)
{
    const auto run = folderOf(runId, stop);
    if (!run)
        return failure(run.error());
    return copyLocalArtifact(run->path, path, destination, progress, stop);
}

} // namespace binnacle
