#include "services/backends/mlflow_files/purge.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/local_removal.h"

namespace binnacle::mlflow_files {

namespace fs = std::filesystem;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

// Whether the artifacts lie in the run's own folder, here or where the store was before.
bool keepsArtifactsInside(const RunFolder& folder, const Run& run, const fs::path& base)
{
    const auto root = localArtifactRoot(run.artifactUri, base);
    if (!root)
        return false;
    const auto named = root->lexically_normal();
    const auto ofRun = named.parent_path();
    return named.filename() == "artifacts" && ofRun.filename() == folder.id &&
           ofRun.parent_path().filename() == folder.experiment;
}

} // namespace

Result<void> purgeRun(const RunFolder& folder, const Run& run, const fs::path& base,
                      const std::stop_token& stop)
{
    if (run.lifecycle != Lifecycle::Deleted)
        return failure(notInTrash(run.id));
    std::error_code error;
    if (!fs::is_directory(fs::symlink_status(folder.path, error)))
        return failure(Error::Kind::Invalid,
                       tr("“%1” is a link: the run was kept.")
                           .arg(QString::fromStdString(folder.path.string())));
    if (!keepsArtifactsInside(folder, run, base)) {
        if (auto removed = removeRunArtifacts(run, base, stop); !removed)
            return removed;
    }
    std::vector<fs::path> parts;
    for (fs::directory_iterator it(folder.path, error), end; !error && it != end;
         it.increment(error)) {
        if (it->path().filename() != "meta.yaml")
            parts.push_back(it->path());
    }
    for (const auto& part : parts) {
        if (auto removed = removeTree(part, stop); !removed)
            return removed;
    }
    return removeTree(folder.path, stop);
}

} // namespace binnacle::mlflow_files
