#include "services/backends/tensorboard/log_dir.h"

#include <QCryptographicHash>

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>
#include <utility>

#include <sys/stat.h>

namespace binnacle::tfevents {

namespace fs = std::filesystem;

namespace {

constexpr int maximumDepth = 32;
constexpr int recogniseDepth = 8;
constexpr int recogniseEntries = 5000;

bool isMlflowFolder(const fs::path& folder)
{
    std::error_code error;
    return fs::exists(folder / "meta.yaml", error);
}

// An mlruns folder has experiment folders with a meta.yaml each.
bool isMlrunsFolder(const fs::path& folder)
{
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (isMlflowFolder(it->path()))
            return true;
    }
    return false;
}

// Visits `root` and the folders below it until `visit(folder, depth)` tells not to go deeper.
class FolderWalk
{
public:
    using Visit = std::function<bool(const fs::path& folder, int depth)>;

    explicit FolderWalk(Visit visit) : visit_(std::move(visit)) {}

    void walk(const fs::path& folder, int depth = 0)
    {
        struct stat about = {};
        if (::stat(folder.c_str(), &about) != 0 || !S_ISDIR(about.st_mode) ||
            !seen_.emplace(about.st_dev, about.st_ino).second)
            return;
        if (isMlflowFolder(folder) || !visit_(folder, depth))
            return;
        std::vector<fs::path> below;
        std::error_code error;
        for (fs::directory_iterator it(folder, error), end; !error && it != end;
             it.increment(error)) {
            std::error_code ignored;
            if (it->is_directory(ignored) && it->path().filename().native().front() != '.')
                below.push_back(it->path());
        }
        std::ranges::sort(below);
        for (const auto& path : below)
            walk(path, depth + 1);
    }

private:
    Visit visit_;
    std::set<std::pair<dev_t, ino_t>> seen_;
};

} // namespace

bool isEventFileName(const std::string& name)
{
    return name.find("tfevents") != std::string::npos;
}

std::int64_t RunFolder::modified() const
{
    std::int64_t newest = 0;
    for (const auto& file : files)
        newest = std::max(newest, file.modified);
    return newest;
}

std::vector<EventFile> eventFilesIn(const fs::path& folder)
{
    std::vector<EventFile> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        auto name = it->path().filename().string();
        struct stat about = {};
        if (!isEventFileName(name) || ::stat(it->path().c_str(), &about) != 0 ||
            !S_ISREG(about.st_mode))
            continue;
        files.push_back(
            {std::move(name), static_cast<std::uint64_t>(about.st_size),
             about.st_mtim.tv_sec * std::int64_t{1000} + about.st_mtim.tv_nsec / 1000000});
    }
    std::ranges::sort(files, {}, &EventFile::name);
    return files;
}

Result<std::vector<RunFolder>> findRunFolders(const fs::path& logDir, std::stop_token stop)
{
    std::error_code error;
    fs::directory_iterator readable(logDir, error);
    if (error)
        return failure(Error::Kind::Network,
                       QCoreApplication::translate(
                           "binnacle", "The log folder %1 can not be read: %2. Check that its "
                                       "disk or share is mounted.")
                           .arg(QString::fromStdString(logDir.string()),
                                QString::fromStdString(error.message())));
    std::vector<RunFolder> folders;
    FolderWalk([&](const fs::path& folder, int depth) {
        if (auto files = eventFilesIn(folder); !files.empty()) {
            const auto name = depth == 0 ? "." : folder.lexically_relative(logDir).generic_string();
            folders.push_back({name, folder, std::move(files)});
        }
        return depth < maximumDepth && !stop.stop_requested();
    }).walk(logDir);
    if (stop.stop_requested())
        return failure(cancelledError());
    return folders;
}

bool looksLikeLogDir(const fs::path& folder)
{
    if (isMlflowFolder(folder) || isMlrunsFolder(folder))
        return false;
    bool found = false;
    int entries = 0;
    FolderWalk([&](const fs::path& inside, int depth) {
        std::error_code error;
        for (fs::directory_iterator it(inside, error), end; !error && it != end && !found;
             it.increment(error)) {
            std::error_code ignored;
            found = isEventFileName(it->path().filename().string()) && it->is_regular_file(ignored);
            if (++entries > recogniseEntries)
                break;
        }
        return !found && depth < recogniseDepth && entries <= recogniseEntries;
    }).walk(folder);
    return found;
}

std::string runIdOf(const std::string& logDirUri, const std::string& runName)
{
    const auto text = QByteArray::fromStdString(logDirUri + '\n' + runName);
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256)
        .toHex()
        .left(32)
        .toStdString();
}

} // namespace binnacle::tfevents
