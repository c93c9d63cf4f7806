#include "services/registry/register_version.h"

#include <QTemporaryDir>

#include <algorithm>

namespace binnacle {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostFiles = 100'000;

QString tr(const char* text)
{
    return QCoreApplication::translate("RegisterVersion", text);
}

Result<void> ensureModel(RegistryBackend& registry, const std::string& name,
                         const std::stop_token& stop)
{
    const auto model = registry.createModel(name, {}, stop);
    if (!model && model.error().kind != Error::Kind::Conflict)
        return failure(model.error());
    return {};
}

// The path of `name` in the folder `path`, which may be empty.
std::string below(const std::string& path, const std::string& name)
{
    return path.empty() ? name : path + '/' + name;
}

// Puts one file after the other and makes the version of them.
class Registration
{
public:
    Registration(RegistryBackend& registry, NewModelVersion made, const RegisterSink& progress,
                 std::stop_token stop)
        : registry_(registry), made_(std::move(made)), progress_(progress), stop_(std::move(stop))
    {
    }

    Result<void> begin()
    {
        if (auto there = ensureModel(registry_, made_.model, stop_); !there)
            return there;
        auto folder = registry_.newVersionFolder(made_.model, stop_);
        if (!folder)
            return failure(folder.error());
        made_.source = std::move(*folder);
        return {};
    }

    Result<void> put(const std::string& path, const fs::path& file)
    {
        if (stop_.stop_requested())
            return failure(cancelledError());
        std::error_code ignored;
        const auto size = static_cast<std::int64_t>(fs::file_size(file, ignored));
        const auto sent = [&](TransferProgress part) {
            if (progress_)
                progress_({path, now_.files, now_.bytes + part.bytesDone});
        };
        if (auto done = registry_.uploadFile(made_.source, path, file, sent, stop_); !done)
            return done;
        ++now_.files;
        now_.bytes += size;
        return {};
    }

    Result<ModelVersion> end() { return registry_.createVersion(made_, stop_); }

private:
    RegistryBackend& registry_;
    NewModelVersion made_;
    const RegisterSink& progress_;
    std::stop_token stop_;
    RegisterProgress now_;
};

tl::unexpected<Error> noModel(const std::string& place)
{
    return failure(Error::Kind::Invalid,
                   tr("There is no MLmodel in “%1”: that is no folder of a model.")
                       .arg(QString::fromStdString(place)));
}

} // namespace

Result<std::vector<ArtifactEntry>> modelFilesOfRun(TrackingBackend& runs, const std::string& runId,
                                                   const std::string& path, std::stop_token stop)
{
    std::vector<ArtifactEntry> files;
    std::vector<std::string> folders{path};
    while (!folders.empty()) {
        const auto folder = std::move(folders.back());
        folders.pop_back();
        auto entries = runs.listArtifacts(runId, folder, stop);
        if (!entries)
            return failure(entries.error());
        for (auto& entry : *entries) {
            if (entry.isFolder)
                folders.push_back(std::move(entry.path));
            else
                files.push_back(std::move(entry));
        }
        if (files.size() + folders.size() > mostFiles)
            return failure(Error::Kind::Invalid, tr("This model has more than 100,000 files."));
    }
    if (std::ranges::find(files, below(path, "MLmodel"), &ArtifactEntry::path) == files.end())
        return noModel(path);
    return files;
}

Result<std::vector<ArtifactEntry>> modelFileOfRun(TrackingBackend& runs, const std::string& runId,
                                                  const std::string& path, std::stop_token stop)
{
    auto entries = runs.listArtifacts(runId, path, std::move(stop));
    if (!entries)
        return failure(entries.error());
    std::erase_if(*entries,
                  [&](const ArtifactEntry& entry) { return entry.path != below(path, "MLmodel"); });
    if (entries->empty())
        return noModel(path);
    return entries;
}

Result<std::vector<fs::path>> modelFilesOfFolder(const fs::path& folder)
{
    std::error_code error;
    if (!fs::is_regular_file(folder / "MLmodel", error))
        return noModel(folder.string());
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
         it.increment(error)) {
        std::error_code ignored;
        if (!it->is_symlink(ignored) && it->is_regular_file(ignored))
            files.push_back(it->path());
    }
    if (error)
        return failure(Error::Kind::Storage, tr("“%1” can not be read: %2.")
                                                 .arg(QString::fromStdString(folder.string()),
                                                      QString::fromStdString(error.message())));
    std::ranges::sort(files);
    return files;
}

Result<ModelVersion> registerFolder(RegistryBackend& registry, NewModelVersion made,
                                    const fs::path& folder, const RegisterSink& progress,
                                    std::stop_token stop)
{
    const auto files = modelFilesOfFolder(folder);
    if (!files)
        return failure(files.error());
    Registration registration(registry, std::move(made), progress, stop);
    if (auto begun = registration.begin(); !begun)
        return failure(begun.error());
    for (const auto& file : *files) {
        const auto path = file.lexically_relative(folder).generic_string();
        if (auto done = registration.put(path, file); !done)
            return failure(done.error());
    }
    return registration.end();
}

Result<ModelVersion> registerRunArtifacts(RegistryBackend& registry, TrackingBackend& runs,
                                          NewModelVersion made, const std::string& runId,
                                          const std::string& path, const RegisterSink& progress,
                                          std::stop_token stop)
{
    const auto files = modelFilesOfRun(runs, runId, path, stop);
    if (!files)
        return failure(files.error());
    made.runId = runId;
    Registration registration(registry, std::move(made), progress, stop);
    if (auto begun = registration.begin(); !begun)
        return failure(begun.error());
    for (const auto& file : *files) {
        const QTemporaryDir folder; // one file at a time, gone before the next
        const fs::path target(folder.filePath(QStringLiteral("file")).toStdString());
        if (auto got = runs.downloadArtifact(runId, file.path, target, {}, stop); !got)
            return failure(got.error());
        if (auto done = registration.put(file.path.substr(below(path, {}).size()), target); !done)
            return failure(done.error());
    }
    return registration.end();
}

Result<ModelVersion> registerInPlace(RegistryBackend& registry, NewModelVersion made,
                                     std::stop_token stop)
{
    if (auto there = ensureModel(registry, made.model, stop); !there)
        return failure(there.error());
    return registry.createVersion(made, std::move(stop));
}

} // namespace binnacle
