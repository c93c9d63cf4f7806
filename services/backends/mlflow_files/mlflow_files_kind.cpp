#include "services/backends/local_artifacts.h"
#include "services/backends/mlflow_files/mlflow_files_backend.h"
#include "services/backends/mlflow_files/mlflow_files_registry.h"
#include "services/backends/mlflow_files/store_layout.h"

#include <algorithm>

namespace binnacle {

namespace fs = std::filesystem;

namespace {

bool holdsExperiments(const fs::path& folder)
{
    std::error_code error;
    const auto root = fs::canonical(folder, error);
    if (error)
        return false;
    const auto folders = mlflow_files::experimentFolders(root, nullptr);
    return std::ranges::any_of(folders, [](const auto& experiment) {
        const auto meta = mlflow_files::readMetaYaml(experiment.path);
        return meta && meta->values.contains("experiment_id") && meta->values.contains("name");
    });
}

std::optional<std::string> recognise(const std::string& address)
{
    try {
        std::error_code error;
        const auto named = pathOfFileUri(address);
        if (!named && (address.empty() || address.find("://") != std::string::npos))
            return std::nullopt;
        auto folder = fs::absolute(named ? *named : fs::path(address)).lexically_normal();
        if (!folder.has_filename())
            folder = folder.parent_path();
        if (!fs::is_directory(folder, error))
            return std::nullopt;
        if (folder.filename() == "mlruns" || holdsExperiments(folder))
            return folder.string();
        if (holdsExperiments(folder / "mlruns"))
            return (folder / "mlruns").string();
    } catch (const fs::filesystem_error&) {
        // A path that this system has no room for is no address of ours.
    }
    return std::nullopt;
}

} // namespace

TrackingBackendKind mlflowFilesKind()
{
    return {"mlflow-files", "mlruns folder", recognise,
            [](const Source& source) -> Result<std::shared_ptr<TrackingBackend>> {
                const auto named = pathOfFileUri(source.uri);
                return std::make_shared<MlflowFilesBackend>(named ? *named : fs::path(source.uri));
            },
            [](const Source& source) -> Result<std::shared_ptr<RegistryBackend>> {
                const auto named = pathOfFileUri(source.uri);
                return std::make_shared<MlflowFilesRegistry>(named ? *named : fs::path(source.uri));
            }};
}

} // namespace binnacle
