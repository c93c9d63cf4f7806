#include "services/backends/local_artifacts.h"
#include "services/backends/tensorboard/tensorboard_backend.h"

namespace binnacle {

namespace fs = std::filesystem;

namespace {

// A folder path or a file:// address of one, as an absolute path without a trailing slash.
std::optional<std::string> folderFrom(const std::string& address)
{
    const auto named = pathOfFileUri(address);
    const fs::path path = named ? *named : fs::path(address);
    if (path.empty())
        return std::nullopt;
    std::error_code error;
    auto absolute = fs::absolute(path, error).lexically_normal();
    if (error || !fs::is_directory(absolute, error))
        return std::nullopt;
    if (!absolute.has_filename())
        absolute = absolute.parent_path();
    return absolute.string();
}

} // namespace

TrackingBackendKind tensorboardKind()
{
    TrackingBackendKind kind;
    kind.kind = "tensorboard";
    kind.title = QCoreApplication::translate("binnacle", "TensorBoard log folder").toStdString();
    kind.recognise = [](const std::string& address) -> std::optional<std::string> {
        auto folder = folderFrom(address);
        if (!folder || !tfevents::looksLikeLogDir(*folder))
            return std::nullopt;
        return folder;
    };
    kind.open = [](const Source& source) -> Result<std::shared_ptr<TrackingBackend>> {
        return std::make_shared<TensorboardBackend>(source.uri);
    };
    return kind;
}

} // namespace binnacle
