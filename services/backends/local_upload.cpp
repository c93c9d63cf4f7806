#include "services/backends/local_upload.h"

#include "services/backends/local_artifacts.h"
#include "services/backends/local_removal.h"

#include <QUuid>

#include <algorithm>

namespace binnacle {

namespace fs = std::filesystem;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

tl::unexpected<Error> notMade(const fs::path& folder, const std::error_code& why)
{
    return failure(Error::Kind::Storage, tr("The folder “%1” can not be made: %2.")
                                             .arg(QString::fromStdString(folder.string()),
                                                  QString::fromStdString(why.message())));
}

} // namespace

bool staysBelow(const std::string& path)
{
    const fs::path relative(path);
    return !path.empty() && relative.is_relative() && path.find('\0') == std::string::npos &&
           std::ranges::none_of(relative, [](const auto& step) { return step == ".."; });
}

Result<std::string> newLocalFolder(const fs::path& parent)
{
    const auto folder = parent / QUuid::createUuid().toString(QUuid::Id128).toStdString();
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return notMade(folder, error);
    return fs::absolute(folder, error).lexically_normal().string();
}

Result<void> removeLocalFolder(const fs::path& parent, const std::string& folder,
                               const std::stop_token& stop)
{
    const fs::path path(folder);
    std::error_code error;
    if (path.parent_path() != fs::absolute(parent, error).lexically_normal() ||
        !staysBelow(path.filename().string()))
        return failure(Error::Kind::Invalid, tr("“%1” is not one of the folders of copied models.")
                                                 .arg(QString::fromStdString(folder)));
    return removeTree(path, stop);
}

Result<void> putLocalFile(const std::string& folder, const std::string& path, const fs::path& file,
                          const TransferSink& progress, const std::stop_token& stop)
{
    if (!staysBelow(path))
        return failure(
            Error::Kind::Invalid,
            tr("“%1” is no path inside a model's folder.").arg(QString::fromStdString(path)));
    const auto target = fs::path(folder) / path;
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (error)
        return notMade(target.parent_path(), error);
    fs::remove(target, error); // what an upload that was cut left there is written anew
    const auto source = fs::absolute(file, error);
    return copyLocalArtifact(source.parent_path(), source.filename().string(), target, progress,
                             stop);
}

} // namespace binnacle
