#include "services/backends/mlflow_files/mlflow_files_registry.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/local_removal.h"
#include "services/backends/local_upload.h"
#include "services/backends/mlflow_files/file_write.h"
#include "services/backends/mlflow_files/meta_yaml.h"
#include "services/backends/mlflow_files/registered_models.h"
#include "services/backends/mlflow_files/store_layout.h"
#include "services/backends/registry_checks.h"

namespace binnacle {

namespace fs = std::filesystem;
using namespace mlflow_files;

namespace {

constexpr int createAttempts = 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

std::string optionalScalar(const std::string& text)
{
    return text.empty() ? "null" : quotedScalar(text);
}

MetaChange updatedNow()
{
    const auto now = std::to_string(nowInMilliseconds());
    return {"last_updated_timestamp", now, now};
}

Result<void> putSmallFile(const fs::path& modelFolder, const fs::path& folder,
                          const std::string& key, const std::string& value)
{
    const auto file = pathOfKey(folder, key);
    std::error_code error;
    if (!file || fs::is_directory(*file, error))
        return failure(Error::Kind::Invalid,
                       tr("This store keeps tags as files and can not keep one named “%1”.")
                           .arg(QString::fromStdString(key)));
    fs::create_directories(file->parent_path(), error);
    if (error)
        return notWritten(*file, error.value());
    // A link in the way could lead the write out of the store.
    if (fs::weakly_canonical(*file, error) != fs::weakly_canonical(folder, error) / fs::path(key))
        return failure(Error::Kind::Invalid, tr("“%1” leads over a link and is not written.")
                                                 .arg(QString::fromStdString(file->string())));
    return replaceFile(modelFolder, *file, value);
}

Result<void> dropSmallFile(const fs::path& folder, const std::string& key)
{
    const auto file = pathOfKey(folder, key);
    std::error_code error;
    if (!file || fs::is_directory(*file, error))
        return {};
    fs::remove(*file, error);
    return error ? notWritten(*file, error.value()) : Result<void>();
}

std::string modelYaml(const std::string& name, const std::string& description, std::int64_t now)
{
    const auto time = std::to_string(now);
    return "aliases: {}\ncreation_timestamp: " + time +
           "\ndescription: " + optionalScalar(description) + "\nlast_updated_timestamp: " + time +
           "\nname: " + quotedScalar(name) + '\n';
}

std::string versionYaml(const NewModelVersion& version, std::int64_t number,
                        const std::string& place, std::int64_t now)
{
    const auto time = std::to_string(now);
    std::string yaml = "creation_timestamp: " + time + "\ncurrent_stage: None\ndescription: " +
                       optionalScalar(version.description) + "\nlast_updated_timestamp: " + time;
    if (!version.loggedModelId.empty())
        yaml += "\nmodel_id: " + quotedScalar(version.loggedModelId);
    return yaml + "\nname: " + quotedScalar(version.model) +
           "\nrun_id: " + optionalScalar(version.runId) +
           "\nrun_link: " + optionalScalar(version.runLink) +
           "\nsource: " + optionalScalar(version.source) +
           "\nstatus: READY\nstatus_message: null\nstorage_location: " + optionalScalar(place) +
           "\nuser_id: null\nversion: " + std::to_string(number) + '\n';
}

} // namespace

RegistryCapabilities MlflowFilesRegistry::capabilities() const
{
    return {.aliases = true,
            .stages = true,
            .tags = true,
            .descriptions = true,
            .createVersions = true,
            .upload = true,
            .deleteVersions = true};
}

std::string MlflowFilesRegistry::address() const
{
    return root_.string();
}

Result<fs::path> MlflowFilesRegistry::openRoot() const
{
    std::error_code error;
    auto root = fs::canonical(root_, error);
    if (error || !fs::is_directory(root, error))
        return failure(Error::Kind::Network,
                       tr("There is no folder “%1”: it was moved or deleted, or its drive is not "
                          "there.")
                           .arg(QString::fromStdString(root_.string())));
    return root;
}

Result<fs::path> MlflowFilesRegistry::modelFolderOf(const std::string& name) const
{
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    auto folder = modelFolder(*root, name);
    if (!folder)
        return failure(noSuchModel(name));
    return std::move(*folder);
}

Result<fs::path> MlflowFilesRegistry::folderOf(const std::string& name,
                                               const std::string& version) const
{
    if (version.empty())
        return modelFolderOf(name);
    const auto number = versionNumberOf(name, version);
    if (!number)
        return failure(number.error());
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    if (!modelFolder(*root, name))
        return failure(noSuchModel(name));
    auto folder = versionFolder(*root, name, *number);
    if (!folder)
        return failure(noSuchVersion(name, version));
    return std::move(*folder);
}

Result<RegistryScanResult> MlflowFilesRegistry::scanRegistry(RegistryScan, const RegistrySink& sink,
                                                             std::stop_token stop)
{
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    auto warnings = readRegistry(*root, sink, stop);
    if (!warnings)
        return failure(warnings.error());
    return RegistryScanResult{{}, true, std::move(*warnings)};
}

Result<RegisteredModel> MlflowFilesRegistry::registeredModel(const std::string& name,
                                                             std::stop_token)
{
    const auto folder = modelFolderOf(name);
    if (!folder)
        return failure(folder.error());
    auto model = readRegisteredModel(fs::weakly_canonical(root_), *folder);
    if (!model)
        return failure(noSuchModel(name));
    return std::move(*model);
}

Result<ModelVersion> MlflowFilesRegistry::modelVersion(const std::string& name,
                                                       const std::string& version, std::stop_token)
{
    const auto folder = folderOf(name, version);
    if (!folder)
        return failure(folder.error());
    auto found = readModelVersion(fs::weakly_canonical(root_), *folder);
    if (!found)
        return failure(noSuchVersion(name, version));
    return std::move(*found);
}

Result<std::optional<std::string>> MlflowFilesRegistry::aliasHolder(const std::string& name,
                                                                    const std::string& alias,
                                                                    std::stop_token stop)
{
    const auto model = registeredModel(name, std::move(stop));
    if (!model)
        return failure(model.error());
    for (const auto& held : model->aliases) {
        if (held.name == alias)
            return std::optional(held.version);
    }
    return std::optional<std::string>();
}

Result<void> MlflowFilesRegistry::setAlias(const std::string& name, const std::string& alias,
                                           const std::string& version, std::stop_token)
{
    if (auto good = checkAlias(alias); !good)
        return good;
    if (const auto there = folderOf(name, version); !there)
        return failure(there.error());
    const auto folder = modelFolderOf(name);
    if (!folder)
        return failure(folder.error());
    if (auto done = putSmallFile(*folder, *folder / "aliases", alias, version); !done)
        return done;
    return changeMeta(*folder, {updatedNow()});
}

Result<void> MlflowFilesRegistry::deleteAlias(const std::string& name, const std::string& alias,
                                              std::stop_token)
{
    const auto folder = modelFolderOf(name);
    if (!folder)
        return failure(folder.error());
    if (auto good = checkAlias(alias); !good)
        return good;
    if (auto done = dropSmallFile(*folder / "aliases", alias); !done)
        return done;
    return changeMeta(*folder, {updatedNow()});
}

Result<void> MlflowFilesRegistry::setModelTag(const std::string& name, const std::string& version,
                                              const std::string& key, const std::string& value,
                                              std::stop_token)
{
    if (auto good = checkTag(key, value, registryTagLimit); !good)
        return good;
    const auto folder = folderOf(name, version);
    const auto model = modelFolderOf(name);
    if (!folder || !model)
        return failure(folder ? model.error() : folder.error());
    if (auto done = putSmallFile(*model, *folder / "tags", key, value); !done)
        return done;
    return changeMeta(*model, {updatedNow()});
}

Result<void> MlflowFilesRegistry::deleteModelTag(const std::string& name,
                                                 const std::string& version, const std::string& key,
                                                 std::stop_token)
{
    const auto folder = folderOf(name, version);
    const auto model = modelFolderOf(name);
    if (!folder || !model)
        return failure(folder ? model.error() : folder.error());
    if (auto done = dropSmallFile(*folder / "tags", key); !done)
        return done;
    return changeMeta(*model, {updatedNow()});
}

Result<void> MlflowFilesRegistry::describe(const std::string& name, const std::string& version,
                                           const std::string& text, std::stop_token)
{
    const auto folder = folderOf(name, version);
    if (!folder)
        return failure(folder.error());
    return changeMeta(*folder, {MetaChange{"description", quotedScalar(text), text}, updatedNow()});
}

Result<void> MlflowFilesRegistry::setStage(const std::string& name, const std::string& version,
                                           const std::string& stage, std::stop_token)
{
    const auto canonical = canonicalStage(stage);
    if (!canonical)
        return failure(canonical.error());
    const auto folder = folderOf(name, version);
    const auto model = modelFolderOf(name);
    if (!folder || !model)
        return failure(folder ? model.error() : folder.error());
    if (auto done = changeMeta(*folder,
                               {MetaChange{"current_stage", *canonical, *canonical}, updatedNow()});
        !done)
        return done;
    return changeMeta(*model, {updatedNow()});
}

Result<RegisteredModel> MlflowFilesRegistry::createModel(const std::string& name,
                                                         const std::string& description,
                                                         std::stop_token stop)
{
    if (auto good = checkModelName(name); !good)
        return failure(good.error());
    if (name.find_first_of("%\\") != std::string::npos || name.size() > 255)
        return failure(Error::Kind::Invalid,
                       tr("In a file store the name of a model is that of a folder: at most 255 "
                          "bytes, without % and \\."));
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    const auto folder = modelsFolder(*root) / name;
    std::error_code error;
    fs::create_directories(modelsFolder(*root), error);
    const bool isNew = fs::create_directory(folder, error);
    if (error)
        return notWritten(folder, error.value());
    if (!isNew)
        return failure(modelExists(name));
    if (auto done = replaceFile(folder, folder / "meta.yaml",
                                modelYaml(name, description, nowInMilliseconds()));
        !done)
        return failure(done.error());
    return registeredModel(name, std::move(stop));
}

Result<ModelVersion> MlflowFilesRegistry::createVersion(const NewModelVersion& version,
                                                        std::stop_token stop)
{
    for (const auto& [key, value] : version.tags) {
        if (auto good = checkTag(key, value, registryTagLimit); !good)
            return failure(good.error());
    }
    const auto model = modelFolderOf(version.model);
    if (!model)
        return failure(model.error());
    const auto root = fs::weakly_canonical(root_);
    auto place = filesOfSource(root, version.source);
    if (place.empty() || version.source.starts_with("runs:"))
        place = version.source;
    const auto now = nowInMilliseconds();
    auto number = lastVersion(root, *model) + 1;
    fs::path folder;
    // Who makes the folder has the number.
    for (int attempt = 0;; ++attempt, ++number) {
        folder = *model / ("version-" + std::to_string(number));
        std::error_code error;
        if (fs::create_directory(folder, error))
            break;
        if (error || attempt == createAttempts)
            return notWritten(folder, error.value());
    }
    for (const auto& [key, value] : version.tags) {
        if (auto done = putSmallFile(*model, folder / "tags", key, value); !done)
            return failure(done.error());
    }
    if (auto done =
            replaceFile(*model, folder / "meta.yaml", versionYaml(version, number, place, now));
        !done)
        return failure(done.error());
    if (auto done = changeMeta(*model, {updatedNow()}); !done)
        return failure(done.error());
    return modelVersion(version.model, std::to_string(number), std::move(stop));
}

Result<void> MlflowFilesRegistry::deleteVersion(const std::string& name, const std::string& version,
                                                std::stop_token stop)
{
    const auto folder = folderOf(name, version);
    const auto model = registeredModel(name, stop);
    if (!folder || !model)
        return failure(folder ? model.error() : folder.error());
    if (auto done = changeMeta(
            *folder,
            {MetaChange{"current_stage", "Deleted_Internal", "Deleted_Internal"}, updatedNow()});
        !done)
        return done;
    for (const auto& alias : model->aliases) {
        if (alias.version != version)
            continue;
        if (auto done = deleteAlias(name, alias.name, stop); !done)
            return done;
    }
    return changeMeta(folder->parent_path(), {updatedNow()});
}

Result<void> MlflowFilesRegistry::deleteModel(const std::string& name, std::stop_token stop)
{
    const auto folder = modelFolderOf(name);
    return folder ? removeTree(*folder, stop) : failure(folder.error());
}

Result<fs::path> MlflowFilesRegistry::filesOf(const std::string& name,
                                              const std::string& version) const
{
    const auto folder = folderOf(name, version);
    if (!folder)
        return failure(folder.error());
    return localArtifactRoot(filesOfVersion(fs::weakly_canonical(root_), *folder),
                             root_.parent_path());
}

Result<std::vector<ArtifactEntry>> MlflowFilesRegistry::listVersionFiles(const std::string& name,
                                                                         const std::string& version,
                                                                         const std::string& path,
                                                                         std::stop_token stop)
{
    const auto files = filesOf(name, version);
    return files ? listLocalArtifacts(*files, path, std::move(stop)) : failure(files.error());
}

Result<void>
MlflowFilesRegistry::downloadVersionFile(const std::string& name, const std::string& version,
                                         const std::string& path, const fs::path& destination,
                                         const TransferSink& progress, std::stop_token stop)
{
    const auto files = filesOf(name, version);
    if (!files)
        return failure(files.error());
    return copyLocalArtifact(*files, path, destination, progress, std::move(stop));
}

// Beside the store: whatever lies in it is taken for an experiment or a model.
Result<fs::path> MlflowFilesRegistry::copiesFolder() const
{
    const auto root = openRoot();
    if (!root)
        return failure(root.error());
    return root->parent_path() / (root->filename().string() + "-registered");
}

Result<std::string> MlflowFilesRegistry::newVersionFolder(const std::string&, std::stop_token)
{
    const auto parent = copiesFolder();
    return parent ? newLocalFolder(*parent) : failure(parent.error());
}

Result<void> MlflowFilesRegistry::removeVersionFolder(const std::string& folder,
                                                      std::stop_token stop)
{
    const auto parent = copiesFolder();
    return parent ? removeLocalFolder(*parent, folder, stop) : failure(parent.error());
}

Result<void> MlflowFilesRegistry::uploadFile(const std::string& folder, const std::string& path,
                                             const fs::path& file, const TransferSink& progress,
                                             std::stop_token stop)
{
    return putLocalFile(folder, path, file, progress, stop);
}

} // namespace binnacle
