#include "services/sync/file_watch.h"

#include <algorithm>
#include <chrono>

namespace binnacle {

std::string fingerprintOf(const std::vector<std::filesystem::path>& paths)
{
    std::string text;
    for (const auto& path : paths) {
        std::error_code error;
        const auto status = std::filesystem::status(path, error);
        const bool folder = !error && std::filesystem::is_directory(status);
        std::uintmax_t size = folder ? 1 : std::filesystem::file_size(path, error);
        if (error)
            size = 0;
        const auto time = size > 0 ? std::filesystem::last_write_time(path, error)
                                   : std::filesystem::file_time_type{};
        text += std::to_string(size) + '@' +
                std::to_string(error ? 0 : time.time_since_epoch().count()) + ' ';
    }
    return text;
}

FileWatch::FileWatch() : watcher_(this), pause_(this)
{
    pause_.setSingleShot(true);
    pause_.setInterval(std::chrono::milliseconds(300));
    connect(&pause_, &QTimer::timeout, this, &FileWatch::tell);
    connect(&watcher_, &QFileSystemWatcher::fileChanged, this, &FileWatch::notice);
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, this, &FileWatch::notice);
}

void FileWatch::setPaths(qint64 source, const QStringList& paths)
{
    std::set<QString> wanted(paths.begin(), paths.end());
    std::set<QString> all = wanted;
    for (const auto& [other, others] : paths_) {
        if (other != source)
            all.insert(others.begin(), others.end());
    }
    const QStringList files = watcher_.files();
    const QStringList folders = watcher_.directories();
    const std::set<QString> held = [&] {
        std::set<QString> both(files.begin(), files.end());
        both.insert(folders.begin(), folders.end());
        return both;
    }();
    QStringList added;
    QStringList removed;
    std::ranges::set_difference(all, held, std::back_inserter(added));
    std::ranges::set_difference(held, all, std::back_inserter(removed));
    if (!removed.isEmpty())
        watcher_.removePaths(removed);
    if (!added.isEmpty())
        watcher_.addPaths(added);
    if (wanted.empty())
        paths_.erase(source);
    else
        paths_.insert_or_assign(source, std::move(wanted));
}

void FileWatch::notice(const QString& path)
{
    for (const auto& [source, paths] : paths_) {
        if (paths.contains(path))
            changed_.insert(source);
    }
    if (!pause_.isActive())
        pause_.start();
}

void FileWatch::tell()
{
    for (const auto source : std::exchange(changed_, {}))
        emit changed(source);
}

} // namespace binnacle
