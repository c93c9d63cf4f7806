#include "services/backends/tensorboard/tensorboard_backend.h"

#include <algorithm>
#include <fstream>

namespace binnacle {

namespace fs = std::filesystem;
using namespace tfevents;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(binnacle)
};

tl::unexpected<Error> fileFailure(const QString& sentence, const fs::path& file)
{
    return failure(Error::Kind::Storage, sentence.arg(QString::fromStdString(file.string())));
}

} // namespace

// Stays below the run's folder: no "..", no absolute path.
Result<fs::path> TensorboardBackend::artifactPath(const RunFolder& folder,
                                                  const std::string& path) const
{
    const fs::path relative = fs::path(path).lexically_normal();
    if (relative.is_absolute() || (!relative.empty() && *relative.begin() == ".."))
        return failure(
            Error::Kind::Invalid,
            Text::tr("“%1” is no path below the run's folder.").arg(QString::fromStdString(path)));
    return folder.path / relative;
}

Result<std::vector<ArtifactEntry>> TensorboardBackend::listArtifacts(const std::string& runId,
                                                                     const std::string& path,
                                                                     std::stop_token stop)
{
    const auto folder = folderOf(runId, stop);
    if (!folder)
        return failure(folder.error());
    const auto where = artifactPath(*folder, path);
    if (!where)
        return failure(where.error());
    std::vector<ArtifactEntry> entries;
    std::error_code error;
    for (fs::directory_iterator it(*where, error), end; !error && it != end; it.increment(error)) {
        const auto name = it->path().filename().string();
        std::error_code ignored;
        const bool isFolder = it->is_directory(ignored);
        if (isFolder ? !eventFilesIn(it->path()).empty()
                     : name.find("tfevents") != std::string::npos)
            continue;
        ArtifactEntry entry;
        entry.path = path.empty() ? name : (fs::path(path) / name).generic_string();
        entry.isFolder = isFolder;
        if (!isFolder)
            entry.size = static_cast<std::int64_t>(it->file_size(ignored));
        entries.push_back(std::move(entry));
    }
    if (error)
        return fileFailure(Text::tr("The folder %1 can not be read."), *where);
    std::ranges::sort(entries, {}, &ArtifactEntry::path);
    return entries;
}

Result<void> TensorboardBackend::downloadArtifact(const std::string& runId, const std::string& path,
                                                  const fs::path& destination,
                                                  const TransferSink& progress,
                                                  std::stop_token stop)
{
    const auto folder = folderOf(runId, stop);
    if (!folder)
        return failure(folder.error());
    const auto source = artifactPath(*folder, path);
    if (!source)
        return failure(source.error());
    std::ifstream in(*source, std::ios::binary);
    std::error_code error;
    const auto total = fs::file_size(*source, error);
    if (!in || error)
        return fileFailure(Text::tr("The file %1 can not be read."), *source);
    // From the beginning each time: a copy from a disk is not worth resuming.
    std::ofstream out(destination, std::ios::binary | std::ios::trunc);
    TransferProgress done{0, static_cast<std::int64_t>(total)};
    std::vector<char> chunk(1 << 20);
    while (out && in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())).gcount() > 0) {
        if (stop.stop_requested())
            return failure(cancelledError());
        out.write(chunk.data(), in.gcount());
        done.bytesDone += in.gcount();
        if (progress)
            progress(done);
    }
    if (!out.flush())
        return fileFailure(Text::tr("The file %1 can not be written."), destination);
    return {};
}

} // namespace binnacle
