#include "services/backends/mlflow_db/mlflow_db_registry.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/local_upload.h"
#include "services/backends/mlflow_db/change_watch.h"
#include "services/backends/mlflow_db/registry_edits.h"
#include "services/backends/mlflow_db/registry_tables.h"
#include "services/backends/mlflow_db/schema.h"
#include "services/backends/registry_checks.h"

namespace binnacle {

using namespace mlflow_db;

namespace {

// Empty: the model itself is meant.
Result<std::optional<std::int64_t>> optionalVersion(const std::string& name,
                                                    const std::string& version)
{
    if (version.empty())
        return std::optional<std::int64_t>();
    const auto number = versionNumberOf(name, version);
    if (!number)
        return failure(number.error());
    return std::optional(*number);
}

} // namespace

template <class Work>
auto MlflowDbRegistry::reading(const std::stop_token& stop, Work work)
    -> std::invoke_result_t<Work, SqliteFile&, const RegistrySchema&>
{
    if (stop.stop_requested())
        return failure(cancelledError());
    try {
        SqliteFile file(file_, SqliteFile::Access::Read, stop);
        if (const auto known = readSchema(file, file_); !known)
            return failure(known.error());
        return work(file, readRegistrySchema(file));
    } catch (const SqliteFailure& caught) {
        return failure(errorOf(caught, file_, stop));
    }
}

template <class Work>
auto MlflowDbRegistry::writing(const std::stop_token& stop, Work work)
    -> std::invoke_result_t<Work, RegistryEdits&>
{
    // The schema is checked by a reader: nothing but the edit itself asks for the write lock.
    return reading(stop, [&](SqliteFile&, const RegistrySchema& schema) {
        SqliteFile writer(file_, SqliteFile::Access::Write, stop);
        RegistryEdits edits(writer, schema);
        return work(edits);
    });
}

RegistryCapabilities MlflowDbRegistry::capabilities() const
{
    return {.aliases = true,
            .stages = true,
            .tags = true,
            .descriptions = true,
            .createVersions = true,
            .upload = true,
            .deleteVersions = true};
}

std::string MlflowDbRegistry::address() const
{
    return "sqlite:///" + file_.string();
}

Result<RegistryScanResult>
MlflowDbRegistry::scanRegistry(RegistryScan scan, const RegistrySink& sink, std::stop_token stop)
{
    // Taken before anything is read: what is written meanwhile makes the next stamp differ.
    auto stamp = stampOf(file_);
    if (!scan.full && !scan.cursor.empty() && stamp == scan.cursor) {
        if (stop.stop_requested())
            return failure(cancelledError());
        return RegistryScanResult{std::move(stamp), false, {}};
    }
    return reading(
        stop, [&](SqliteFile& file, const RegistrySchema& schema) -> Result<RegistryScanResult> {
            if (auto done = readRegistry(file, schema, sink); !done)
                return failure(done.error());
            return RegistryScanResult{std::move(stamp), true, {}};
        });
}

Result<RegisteredModel> MlflowDbRegistry::registeredModel(const std::string& name,
                                                          std::stop_token stop)
{
    return reading(stop,
                   [&](SqliteFile& file, const RegistrySchema& schema) -> Result<RegisteredModel> {
                       auto model = readModel(file, schema, name);
                       if (!model)
                           return failure(noSuchModel(name));
                       return std::move(*model);
                   });
}

Result<ModelVersion> MlflowDbRegistry::modelVersion(const std::string& name,
                                                    const std::string& version,
                                                    std::stop_token stop)
{
    const auto number = versionNumberOf(name, version);
    if (!number)
        return failure(number.error());
    return reading(stop,
                   [&](SqliteFile& file, const RegistrySchema& schema) -> Result<ModelVersion> {
                       auto found = readVersion(file, schema, name, *number);
                       if (!found)
                           return failure(noSuchVersion(name, version));
                       return std::move(*found);
                   });
}

Result<std::optional<std::string>> MlflowDbRegistry::aliasHolder(const std::string& name,
                                                                 const std::string& alias,
                                                                 std::stop_token stop)
{
    return reading(
        stop,
        [&](SqliteFile& file, const RegistrySchema& schema) -> Result<std::optional<std::string>> {
            auto holder = readAliasHolder(file, schema, name, alias);
            if (!holder && !readModel(file, schema, name))
                return failure(noSuchModel(name));
            return holder;
        });
}

Result<void> MlflowDbRegistry::setAlias(const std::string& name, const std::string& alias,
                                        const std::string& version, std::stop_token stop)
{
    const auto number = versionNumberOf(name, version);
    if (!number)
        return failure(number.error());
    return writing(stop,
                   [&](RegistryEdits& edits) { return edits.setAlias(name, alias, *number); });
}

Result<void> MlflowDbRegistry::deleteAlias(const std::string& name, const std::string& alias,
                                           std::stop_token stop)
{
    return writing(stop, [&](RegistryEdits& edits) { return edits.deleteAlias(name, alias); });
}

Result<void> MlflowDbRegistry::setModelTag(const std::string& name, const std::string& version,
                                           const std::string& key, const std::string& value,
                                           std::stop_token stop)
{
    const auto number = optionalVersion(name, version);
    if (!number)
        return failure(number.error());
    return writing(stop,
                   [&](RegistryEdits& edits) { return edits.setTag(name, *number, key, value); });
}

Result<void> MlflowDbRegistry::deleteModelTag(const std::string& name, const std::string& version,
                                              const std::string& key, std::stop_token stop)
{
    const auto number = optionalVersion(name, version);
    if (!number)
        return failure(number.error());
    return writing(stop, [&](RegistryEdits& edits) { return edits.deleteTag(name, *number, key); });
}

Result<void> MlflowDbRegistry::describe(const std::string& name, const std::string& version,
                                        const std::string& text, std::stop_token stop)
{
    const auto number = optionalVersion(name, version);
    if (!number)
        return failure(number.error());
    return writing(stop, [&](RegistryEdits& edits) { return edits.describe(name, *number, text); });
}

Result<void> MlflowDbRegistry::setStage(const std::string& name, const std::string& version,
                                        const std::string& stage, std::stop_token stop)
{
    const auto number = versionNumberOf(name, version);
    if (!number)
        return failure(number.error());
    return writing(stop,
                   [&](RegistryEdits& edits) { return edits.setStage(name, *number, stage); });
}

Result<RegisteredModel> MlflowDbRegistry::createModel(const std::string& name,
                                                      const std::string& description,
                                                      std::stop_token stop)
{
    const auto done =
        writing(stop, [&](RegistryEdits& edits) { return edits.createModel(name, description); });
    return done ? registeredModel(name, stop) : failure(done.error());
}

Result<ModelVersion> MlflowDbRegistry::createVersion(const NewModelVersion& version,
                                                     std::stop_token stop)
{
    const auto number =
        writing(stop, [&](RegistryEdits& edits) { return edits.createVersion(version); });
    return number ? modelVersion(version.model, std::to_string(*number), stop)
                  : failure(number.error());
}

Result<void> MlflowDbRegistry::deleteVersion(const std::string& name, const std::string& version,
                                             std::stop_token stop)
{
    const auto number = versionNumberOf(name, version);
    if (!number)
        return failure(number.error());
    return writing(stop, [&](RegistryEdits& edits) { return edits.deleteVersion(name, *number); });
}

Result<void> MlflowDbRegistry::deleteModel(const std::string& name, std::stop_token stop)
{
    return writing(stop, [&](RegistryEdits& edits) { return edits.deleteModel(name); });
}

Result<std::filesystem::path> MlflowDbRegistry::filesOf(const std::string& name,
                                                        const std::string& version,
                                                        const std::stop_token& stop)
{
    const auto number = versionNumberOf(name, version);
    if (!number)
        return failure(number.error());
    return reading(
        stop, [&](SqliteFile& file, const RegistrySchema& schema) -> Result<std::filesystem::path> {
            if (!readVersion(file, schema, name, *number))
                return failure(noSuchVersion(name, version));
            return localArtifactRoot(filesOfVersion(file, schema, name, *number),
                                     file_.parent_path());
        });
}

Result<std::vector<ArtifactEntry>> MlflowDbRegistry::listVersionFiles(const std::string& name,
                                                                      const std::string& version,
                                                                      const std::string& path,
                                                                      std::stop_token stop)
{
    const auto root = filesOf(name, version, stop);
    return root ? listLocalArtifacts(*root, path, stop) : failure(root.error());
}

Result<void> MlflowDbRegistry::downloadVersionFile(
    const std::string& name, const std::string& version, const std::string& path,
    const std::filesystem::path& destination, const TransferSink& progress, std::stop_token stop)
{
    const auto root = filesOf(name, version, stop);
    if (!root)
        return failure(root.error());
    return copyLocalArtifact(*root, path, destination, progress, stop);
}

Result<std::filesystem::path> MlflowDbRegistry::copiesFolder(const std::stop_token& stop)
{
    const auto artifacts = reading(
        stop, [&](SqliteFile& file, const RegistrySchema&) -> Result<std::filesystem::path> {
            Statement row(file.handle(), "SELECT artifact_location FROM experiments ORDER BY "
                                         "experiment_id LIMIT 1");
            const auto location = row.step() ? row.string(0) : std::string();
            const auto root = localArtifactRoot(location, file_.parent_path());
            return root ? root->parent_path() : file_.parent_path() / "mlartifacts";
        });
    if (!artifacts)
        return failure(artifacts.error());
    return *artifacts / "registered";
}

Result<std::string> MlflowDbRegistry::newVersionFolder(const std::string&, std::stop_token stop)
{
    const auto parent = copiesFolder(stop);
    return parent ? newLocalFolder(*parent) : failure(parent.error());
}

Result<void> MlflowDbRegistry::removeVersionFolder(const std::string& folder, std::stop_token stop)
{
    const auto parent = copiesFolder(stop);
    return parent ? removeLocalFolder(*parent, folder, stop) : failure(parent.error());
}

Result<void> MlflowDbRegistry::uploadFile(const std::string& folder, const std::string& path,
                                          const std::filesystem::path& file,
                                          const TransferSink& progress, std::stop_token stop)
{
    return putLocalFile(folder, path, file, progress, stop);
}

} // namespace binnacle
