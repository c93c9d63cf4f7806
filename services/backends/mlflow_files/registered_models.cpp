#include "services/backends/mlflow_files/registered_models.h"

#include "services/backends/mlflow_files/meta_yaml.h"
#include "services/backends/mlflow_files/store_layout.h"
#include "services/backends/model_source.h"
#include "services/backends/registry_checks.h"

#include <algorithm>

namespace binnacle::mlflow_files {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view versionPrefix = "version-";
constexpr std::size_t aliasLimit = 64; // bytes of the number of a version
constexpr std::size_t batchVersions = 500;

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

std::string statusOf(const MetaYaml& meta)
{
    const auto status = meta.text("status");
    return status.empty() ? "READY" : status;
}

bool isVersionFolder(const fs::path& path)
{
    return path.filename().string().starts_with(versionPrefix);
}

std::string resolved(const fs::path& root, const std::string& source, int depth);

std::string placeOf(const fs::path& root, const fs::path& folder, int depth)
{
    const auto meta = readMetaYaml(folder);
    if (!meta)
        return {};
    auto place = meta->text("storage_location");
    if (place.empty())
        place = meta->text("source");
    return resolved(root, place, depth);
}

std::string loggedModelPlace(const fs::path& root, const std::string& id)
{
    for (const auto& experiment : experimentFolders(root, nullptr)) {
        const auto folder = experiment.path / "models" / id;
        if (!staysInside(root, folder))
            continue;
        if (const auto meta = readMetaYaml(folder)) {
            std::error_code ignored;
            const auto beside = folder / "artifacts";
            return fs::is_directory(beside, ignored) ? beside.string()
                                                     : meta->text("artifact_location");
        }
    }
    return {};
}

std::string runPlace(const fs::path& root, const RunReference& run)
{
    const auto folder = findRun(root, run.runId);
    if (!folder)
        return {};
    std::error_code ignored;
    const auto beside = folder->path / "artifacts";
    const auto meta = readMetaYaml(folder->path);
    const auto place = fs::is_directory(beside, ignored) ? beside.string()
                       : meta                            ? meta->text("artifact_uri")
                                                         : std::string();
    return place.empty() || run.path.empty() ? place : place + '/' + run.path;
}

std::string resolved(const fs::path& root, const std::string& source, int depth)
{
    if (depth > 8) // sources that name each other in a circle
        return {};
    if (const auto run = runReference(source))
        return runPlace(root, *run);
    if (!source.starts_with("models:"))
        return source;
    if (const auto logged = loggedModelOf(source); !logged.empty())
        return loggedModelPlace(root, logged);
    const auto other = versionReference(source);
    const auto model = other ? modelFolder(root, other->model) : std::nullopt;
    if (!model)
        return {};
    auto number = other->version;
    if (number.starts_with('@'))
        number = readSmallFile(*model / "aliases" / number.substr(1), aliasLimit)
                     .value_or(std::string());
    const auto version = versionNumberOf(other->model, number);
    const auto folder =
        version ? versionFolder(root, other->model, *version) : std::optional<fs::path>();
    return folder ? placeOf(root, *folder, depth + 1) : std::string();
}

} // namespace

fs::path modelsFolder(const fs::path& root)
{
    return root / "models";
}

std::optional<fs::path> modelFolder(const fs::path& root, const std::string& name)
{
    if (!checkModelName(name))
        return std::nullopt;
    const auto folder = modelsFolder(root) / name;
    std::error_code error;
    if (!fs::is_regular_file(folder / "meta.yaml", error) || !staysInside(root, folder))
        return std::nullopt;
    return folder;
}

std::optional<fs::path> versionFolder(const fs::path& root, const std::string& name,
                                      std::int64_t version)
{
    const auto model = modelFolder(root, name);
    if (!model)
        return std::nullopt;
    const auto folder = *model / (std::string(versionPrefix) + std::to_string(version));
    if (!staysInside(root, folder) || !readModelVersion(root, folder))
        return std::nullopt;
    return folder;
}

std::optional<RegisteredModel> readRegisteredModel(const fs::path& root, const fs::path& folder)
{
    const auto meta = readMetaYaml(folder);
    if (!meta)
        return std::nullopt;
    RegisteredModel model;
    model.name = folder.filename().string();
    model.description = meta->text("description");
    model.creationTime = meta->integer("creation_timestamp");
    model.lastUpdateTime = meta->integer("last_updated_timestamp");
    model.tags = readPairs(root, folder / "tags");
    for (auto& [alias, version] : readPairs(root, folder / "aliases"))
        model.aliases.push_back({alias, version});
    return model;
}

std::optional<ModelVersion> readModelVersion(const fs::path& root, const fs::path& folder)
{
    const auto meta = readMetaYaml(folder);
    if (!meta || meta->text("current_stage") == "Deleted_Internal")
        return std::nullopt;
    ModelVersion version;
    version.model = folder.parent_path().filename().string();
    version.version = folder.filename().string().substr(versionPrefix.size());
    if (!versionNumberOf(version.model, version.version))
        return std::nullopt;
    version.userId = meta->text("user_id");
    version.stage = meta->text("current_stage");
    version.description = meta->text("description");
    version.source = meta->text("source");
    version.runId = meta->text("run_id");
    version.runLink = meta->text("run_link");
    version.loggedModelId = meta->text("model_id");
    if (version.loggedModelId.empty())
        version.loggedModelId = loggedModelOf(version.source);
    version.status = statusOf(*meta);
    version.statusMessage = meta->text("status_message");
    version.creationTime = meta->integer("creation_timestamp");
    version.lastUpdateTime = meta->integer("last_updated_timestamp");
    version.tags = readPairs(root, folder / "tags");
    return version;
}

std::int64_t lastVersion(const fs::path& root, const fs::path& folder)
{
    std::int64_t last = 0;
    for (const auto& entry : entriesOf(root, folder)) {
        if (!isVersionFolder(entry.path()))
            continue;
        const auto number =
            versionNumberOf({}, entry.path().filename().string().substr(versionPrefix.size()));
        if (number)
            last = std::max(last, *number);
    }
    return last;
}

Result<std::vector<std::string>> readRegistry(const fs::path& root, const RegistrySink& sink,
                                              const std::stop_token& stop)
{
    Warnings warnings;
    for (const auto& entry : entriesOf(root, modelsFolder(root))) {
        std::error_code ignored;
        if (!entry.is_directory(ignored))
            continue;
        const auto model = readRegisteredModel(root, entry.path());
        if (!model) {
            warnings.add(tr("The model folder “%1” was left out: its meta.yaml is missing or "
                            "broken.")
                             .arg(QString::fromStdString(entry.path().string())));
            continue;
        }
        if (isPromptModel(model->tags))
            continue;
        RegistryBatch batch{*model, {}};
        for (const auto& child : entriesOf(root, entry.path())) {
            if (stop.stop_requested())
                return failure(cancelledError());
            if (!isVersionFolder(child.path()))
                continue;
            if (auto version = readModelVersion(root, child.path()))
                batch.versions.push_back(std::move(*version));
            if (batch.versions.size() < batchVersions)
                continue;
            if (auto done = sink({std::exchange(batch, RegistryBatch{*model, {}})}); !done)
                return failure(done.error());
        }
        if (auto done = sink({std::move(batch)}); !done)
            return failure(done.error());
    }
    return warnings.take();
}

std::string filesOfSource(const fs::path& root, const std::string& source)
{
    return resolved(root, source, 0);
}

std::string filesOfVersion(const fs::path& root, const fs::path& folder)
{
    return placeOf(root, folder, 0);
}

} // namespace binnacle::mlflow_files
