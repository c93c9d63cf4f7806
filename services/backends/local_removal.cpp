#include "services/backends/local_removal.h"

#include "services/backends/local_artifacts.h"

#include <vector>

namespace binnacle {

namespace fs = std::filesystem;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

QString shown(const fs::path& path)
{
    return QString::fromStdString(path.string());
}

Error notRemoved(const fs::path& path, const std::error_code& why)
{
    return {
        Error::Kind::Storage,
        tr("“%1” can not be deleted: %2.").arg(shown(path), QString::fromStdString(why.message())),
        {}};
}

// Listed before anything is removed, so that no folder stays open on the way down.
Result<std::vector<fs::path>> childrenOf(const fs::path& folder)
{
    std::vector<fs::path> children;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        children.push_back(it->path());
    if (error)
        return failure(notRemoved(folder, error));
    return children;
}

} // namespace

Result<void> removeTree(const fs::path& path, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return failure(cancelledError());
    std::error_code error;
    const auto status = fs::symlink_status(path, error);
    if (status.type() == fs::file_type::not_found)
        return {};
    if (fs::is_directory(status)) {
        const auto children = childrenOf(path);
        if (!children)
            return failure(children.error());
        for (const auto& child : *children) {
            if (auto removed = removeTree(child, stop); !removed)
                return removed;
        }
    }
    fs::remove(path, error);
    if (error)
        return failure(notRemoved(path, error));
    return {};
}

Result<void> removeRunArtifacts(const Run& run, const fs::path& base, const std::stop_token& stop)
{
    const auto elsewhere = [&] {
        return failure(
            Error::Kind::Unsupported,
            tr("The artifacts of the run %1 lie in “%2”, which Binnacle does not delete, "
               "so nothing was: purge this run with “mlflow gc”.")
                .arg(QString::fromStdString(run.id), QString::fromStdString(run.artifactUri)));
    };
    if (run.artifactUri.empty())
        return {};
    const auto root = localArtifactRoot(run.artifactUri, base);
    if (!root)
        return elsewhere();
    auto folder = root->lexically_normal();
    if (!folder.has_filename())
        folder = folder.parent_path();
    const auto ofRun = folder.parent_path();
    if (folder.filename() != "artifacts" || ofRun.filename() != run.id)
        return elsewhere();
    std::error_code error;
    const auto status = fs::symlink_status(ofRun, error);
    if (status.type() == fs::file_type::not_found)
        return {};
    if (!fs::is_directory(status))
        return failure(Error::Kind::Invalid,
                       tr("“%1” is a link: its artifacts are not deleted, and the run was kept.")
                           .arg(shown(ofRun)));
    if (auto removed = removeTree(folder, stop); !removed)
        return removed;
    fs::remove(ofRun, error); // where nothing else is in it
    return {};
}

Error notInTrash(const std::string& runId)
{
    return {Error::Kind::Conflict,
            tr("The run %1 is not in the trash of its source, so it is not deleted for good.")
                .arg(QString::fromStdString(runId)),
            {}};
}

} // namespace binnacle
