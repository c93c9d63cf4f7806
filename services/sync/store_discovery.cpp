#include "services/sync/store_discovery.h"

#include <QDir>
#include <QFile>
#include <QStorageInfo>

#include <algorithm>
#include <array>
#include <deque>
#include <set>

#include <sys/stat.h>

namespace binnacle {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// Entries of one folder that are looked at: a folder of a million images holds no store.
constexpr int mostEntries = 2000;

constexpr std::array skippedNames = {"node_modules", "__pycache__", "site-packages", "venv", "env",
                                     "proc",         "sys",         "dev",           "snap", "run"};

std::optional<std::int64_t> modified(const fs::path& path)
{
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0)
        return std::nullopt;
    return static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1000 + info.st_mtim.tv_nsec / 1'000'000;
}

bool isThere(const fs::path& path)
{
    std::error_code error;
    return fs::exists(path, error);
}

// Each experiment of a file store is a folder with a meta.yaml.
bool isFileStore(const fs::path& folder)
{
    std::error_code error;
    int looked = 0;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end && looked < 200;
         entry.increment(error), ++looked) {
        if (isThere(entry->path() / "meta.yaml"))
            return true;
    }
    return false;
}

bool isSqlite(const fs::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) && file.read(15) == QByteArrayView("SQLite format 3");
}

bool isOnNetwork(const fs::path& folder)
{
    static const std::set<QByteArray> network = {
        "nfs",        "nfs4", "cifs",   "smb3",   "smbfs",       "9p",     "afs",
        "fuse.sshfs", "ceph", "lustre", "beegfs", "fuse.rclone", "autofs", "davfs"};
    const QStorageInfo storage(QString::fromStdString(folder.string()));
    return network.contains(storage.fileSystemType());
}

class Search
{
public:
    Search(const DiscoveryLimits& limits, std::stop_token stop)
        : limits_(limits), stop_(std::move(stop)), until_(Clock::now() + limits.time)
    {
    }

    void lookAt(const std::string& trackingUri)
    {
        if (trackingUri.empty())
            return;
        StoreCandidate candidate;
        candidate.address = trackingUri;
        candidate.fromEnvironment = true;
        if (trackingUri.starts_with("http://") || trackingUri.starts_with("https://"))
            candidate.kind = StoreCandidate::Kind::MlflowServer;
        else if (trackingUri.starts_with("sqlite:"))
            candidate.kind = StoreCandidate::Kind::MlflowDatabase;
        else if (trackingUri.find("://") != std::string::npos &&
                 !trackingUri.starts_with("file://"))
            return; // databases of other servers: nothing that is opened here
        found_.push_back(std::move(candidate));
    }

    void searchBelow(const fs::path& start)
    {
        if (start.empty() || isOnNetwork(start))
            return;
        std::deque<std::pair<fs::path, int>> waiting{{start, 0}};
        while (!waiting.empty() && !spent()) {
            const auto [folder, level] = waiting.front();
            waiting.pop_front();
            if (!seen_.insert(folder).second)
                continue;
            for (auto& below : lookInto(folder)) {
                if (level < limits_.depth)
                    waiting.emplace_back(std::move(below), level + 1);
            }
        }
    }

    std::vector<StoreCandidate> take()
    {
        std::ranges::stable_sort(found_, [](const auto& a, const auto& b) {
            if (a.fromEnvironment != b.fromEnvironment)
                return a.fromEnvironment;
            return a.lastModified > b.lastModified;
        });
        return std::move(found_);
    }

private:
    bool spent() const
    {
        return stop_.stop_requested() || Clock::now() >= until_ ||
               seen_.size() >= limits_.folders || found_.size() >= limits_.candidates;
    }

    // The folders in it that are worth a look of their own.
    std::vector<fs::path> lookInto(const fs::path& folder)
    {
        std::vector<fs::path> below;
        bool events = false;
        std::error_code error;
        int looked = 0;
        for (fs::directory_iterator entry(folder, error), end;
             !error && entry != end && looked < mostEntries && !stop_.stop_requested();
             entry.increment(error), ++looked) {
            std::error_code ignored;
            const auto name = entry->path().filename().string();
            if (name.starts_with('.') || entry->is_symlink(ignored))
                continue;
            if (entry->is_directory(ignored))
                lookAtFolder(entry->path(), name, below);
            else if (name.find(".tfevents.") != std::string::npos)
                events = true;
            else if (name == "mlflow.db" && isSqlite(entry->path()))
                add(StoreCandidate::Kind::MlflowDatabase, "sqlite:///" + entry->path().string(),
                    entry->path());
        }
        if (events)
            addLogFolder(folder);
        return below;
    }

    void lookAtFolder(const fs::path& folder, const std::string& name, std::vector<fs::path>& below)
    {
        if (name == "mlruns" && isFileStore(folder)) {
            add(StoreCandidate::Kind::MlflowFolder, folder.string(), folder);
            return;
        }
        const bool skipped = std::ranges::find(skippedNames, name) != skippedNames.end();
        if (!skipped && name != "mlruns" && name != "mlartifacts" && !isOnNetwork(folder))
            below.push_back(folder);
    }

    // Log dirs are opened at their root: runs beside each other are one store.
    void addLogFolder(const fs::path& folder)
    {
        for (auto& candidate : found_) {
            if (candidate.kind != StoreCandidate::Kind::TensorBoardFolder)
                continue;
            const fs::path known(candidate.address);
            if (folder.parent_path() == known)
                return;
            if (folder.parent_path() == known.parent_path()) {
                candidate.address = known.parent_path().string();
                candidate.lastModified = std::max(candidate.lastModified, modified(folder));
                return;
            }
        }
        add(StoreCandidate::Kind::TensorBoardFolder, folder.string(), folder);
    }

    void add(StoreCandidate::Kind kind, const std::string& address, const fs::path& path)
    {
        if (std::ranges::find(found_, address, &StoreCandidate::address) != found_.end())
            return;
        StoreCandidate candidate;
        candidate.kind = kind;
        candidate.address = address;
        candidate.lastModified = modified(path);
        std::error_code error;
        const auto size = fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
        if (!error && size > 0)
            candidate.bytes = static_cast<std::int64_t>(size);
        found_.push_back(std::move(candidate));
    }

    const DiscoveryLimits limits_;
    const std::stop_token stop_;
    const Clock::time_point until_;
    std::set<fs::path> seen_;
    std::vector<StoreCandidate> found_;
};

} // namespace

DiscoveryPlaces DiscoveryPlaces::ofThisProcess()
{
    DiscoveryPlaces places;
    places.folders = {QDir::currentPath().toStdString(), QDir::homePath().toStdString()};
    places.trackingUri = qEnvironmentVariable("MLFLOW_TRACKING_URI").trimmed().toStdString();
    return places;
}

std::vector<StoreCandidate> discoverStores(const DiscoveryPlaces& places,
                                           const DiscoveryLimits& limits, std::stop_token stop)
{
    Search search(limits, std::move(stop));
    search.lookAt(places.trackingUri);
    for (const auto& folder : places.folders)
        search.searchBelow(folder);
    return search.take();
}

} // namespace binnacle
