#include "services/data/versions/dataset_versions.h"

#include "services/data/versions/dvc_files.h"
#include "services/data/versions/git_history.h"

#include <QCoreApplication>
#include <QFile>

#include <filesystem>
#include <optional>
#include <system_error>

namespace binnacle {

namespace {

namespace fs = std::filesystem;

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

DatasetVersion versionOf(const GitPlace& place, const GitCommit& commit)
{
    DatasetVersion version;
    version.commit = commit.id;
    version.time = commit.time;
    version.author = commit.author;
    version.subject = commit.subject;
    version.repository = place.root;
    version.path = place.path;
    return version;
}

// Folders from that of the data up to the root, in each of which a dvc.lock may name it.
std::vector<std::string> filesThatName(const GitPlace& place)
{
    std::vector<std::string> files = {place.path + ".dvc"};
    for (auto folder = fs::path(place.path).parent_path();; folder = folder.parent_path()) {
        files.push_back((folder / "dvc.lock").generic_string());
        if (folder.empty())
            return files;
    }
}

std::optional<DvcOutput> outputAt(const GitPlace& place, const std::string& commit,
                                  const std::vector<std::string>& files,
                                  const std::stop_token& stop)
{
    for (const auto& file : files) {
        const auto text = gitFile(place, commit, file, stop);
        if (!text)
            continue;
        const auto outputs = readDvcFile(*text);
        if (!outputs)
            continue; // of a broken commit
        const auto folder = fs::path(file).parent_path();
        for (const auto& output : *outputs)
            if ((folder / output.path).lexically_normal().generic_string() == place.path)
                return output;
    }
    return std::nullopt;
}

// A repository may hold several DVC projects: that of the nearest folder above.
std::string projectOf(const GitPlace& place)
{
    std::error_code ignored;
    const fs::path root(place.root);
    for (auto folder = (root / place.path).parent_path();
         folder != root && folder != folder.parent_path(); folder = folder.parent_path())
        if (fs::is_directory(folder / ".dvc", ignored))
            return folder.string();
    return place.root;
}

Result<std::vector<DatasetVersion>> dvcVersions(const GitPlace& place, const std::stop_token& stop)
{
    const auto files = filesThatName(place);
    const auto commits = gitCommits(place, files, stop);
    if (!commits)
        return failure(commits.error());
    const auto cache = dvcCacheFolder(projectOf(place));
    std::vector<DatasetVersion> versions;
    for (const auto& commit : *commits) {
        if (stop.stop_requested())
            return failure(cancelledError());
        const auto output = outputAt(place, commit.id, files, stop);
        if (!output)
            continue;
        auto version = versionOf(place, commit);
        version.keeper = DatasetVersion::Keeper::Dvc;
        version.digest = output->digest;
        version.size = output->size;
        version.files = output->files;
        version.cache = cache;
        version.available = dvcCacheFile(cache, output->digest).has_value();
        // The oldest of the commits with the same bytes is the one that made them.
        if (!versions.empty() && versions.back().digest == version.digest)
            versions.back() = std::move(version);
        else
            versions.push_back(std::move(version));
    }
    return versions;
}

std::string digestOf(const std::vector<GitEntry>& entries)
{
    if (entries.size() == 1)
        return entries.front().object;
    std::vector<FileDigest> files;
    files.reserve(entries.size());
    for (const auto& entry : entries)
        files.push_back({entry.path, entry.object});
    return manifestDigest(std::move(files));
}

Result<std::vector<DatasetVersion>> gitVersions(const GitPlace& place, const std::stop_token& stop)
{
    const auto commits = gitCommits(place, {place.path}, stop);
    if (!commits)
        return failure(commits.error());
    std::vector<DatasetVersion> versions;
    for (const auto& commit : *commits) {
        if (stop.stop_requested())
            return failure(cancelledError());
        const auto entries = gitTree(place, commit.id, stop);
        if (entries.empty())
            continue; // deleted here
        auto version = versionOf(place, commit);
        version.digest = digestOf(entries);
        version.files = static_cast<std::int64_t>(entries.size());
        version.size = 0;
        for (const auto& entry : entries)
            version.size += entry.size;
        version.available = true;
        versions.push_back(std::move(version));
    }
    return versions;
}

Result<void> writeBlob(const GitPlace& place, const GitEntry& entry, const fs::path& target,
                       const std::stop_token& stop)
{
    const auto bytes = gitBlob(place, entry.object, stop);
    if (!bytes)
        return failure(bytes.error());
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    QFile file(QString::fromStdString(target.string()));
    if (file.open(QIODevice::WriteOnly) && file.write(*bytes) == bytes->size())
        return {};
    return failure(Error::Kind::Storage,
                   tr("%1 could not be written: %2").arg(file.fileName(), file.errorString()));
}

Result<void> makeLink(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    fs::create_symlink(from, to, error);
    if (error)
        return failure(Error::Kind::Storage, tr("%1 could not be written: %2")
                                                 .arg(QString::fromStdString(to.string()),
                                                      QString::fromStdString(error.message())));
    return {};
}

Error notHere(const DatasetVersion& version)
{
    return {Error::Kind::NotFound,
            tr("The bytes of this version of %1 are not in DVC's cache on this machine: "
               "“dvc fetch” brings them.")
                .arg(QString::fromStdString(version.path)),
            QString::fromStdString(version.digest)};
}

Result<std::string> placeDvc(const DatasetVersion& version, const fs::path& target)
{
    const auto file = dvcCacheFile(version.cache, version.digest);
    if (!file)
        return failure(notHere(version));
    if (!version.digest.ends_with(".dir")) {
        if (auto linked = makeLink(*file, target); !linked)
            return failure(linked.error());
        return target.string();
    }
    QFile manifest(QString::fromStdString(*file));
    if (!manifest.open(QIODevice::ReadOnly))
        return failure(notHere(version));
    const auto files = readDvcManifest(manifest.readAll().toStdString());
    if (!files)
        return failure(files.error());
    for (const auto& [path, md5] : *files) {
        const auto bytes = dvcCacheFile(version.cache, md5);
        if (!bytes)
            return failure(notHere(version));
        if (auto linked = makeLink(*bytes, target / path); !linked)
            return failure(linked.error());
    }
    return target.string();
}

} // namespace

Result<std::vector<DatasetVersion>> datasetVersions(const std::string& path,
                                                    const std::stop_token& stop)
{
    const auto place = gitPlace(path, stop);
    if (!place)
        return failure(place.error());
    auto versions = dvcVersions(*place, stop);
    if (!versions || !versions->empty())
        return versions;
    return gitVersions(*place, stop);
}

Result<std::string> placeVersion(const DatasetVersion& version, const std::string& folder,
                                 const std::stop_token& stop)
{
    const auto name = fs::path(version.path).filename();
    const auto target = fs::path(folder) / version.commit.substr(0, 12) / name;
    std::error_code error;
    if (fs::exists(target, error))
        return target.string();
    if (version.keeper == DatasetVersion::Keeper::Dvc)
        return placeDvc(version, target);
    const GitPlace place{version.repository, version.path};
    for (const auto& entry : gitTree(place, version.commit, stop)) {
        const auto below = fs::path(entry.path).lexically_relative(version.path);
        const auto file = below == "." ? target : target / below;
        if (auto written = writeBlob(place, entry, file, stop); !written)
            return failure(written.error());
    }
    return target.string();
}

} // namespace binnacle
