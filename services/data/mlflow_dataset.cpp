#include "services/data/mlflow_dataset.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <filesystem>
#include <system_error>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

// JSON of an object; older clients wrote the bare address.
QString addressIn(const std::string& source)
{
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(source)).object();
    for (const char* name : {"uri", "url", "path", "table"})
        if (const auto text = object[QLatin1String(name)].toString(); !text.isEmpty())
            return text;
    return object.isEmpty() ? QString::fromStdString(source) : QString();
}

} // namespace

Result<std::string> fileOfMlflowSource(const std::string& sourceType, const std::string& source)
{
    const auto address = addressIn(source);
    if (address.isEmpty() || sourceType == "code")
        return failure(Error::Kind::Unsupported,
                       tr("It was made in memory: the run does not say where it came from."));
    const QUrl url(address);
    const bool remote = url.scheme().size() > 1 && !url.isLocalFile();
    if (sourceType == "hugging_face")
        return failure(Error::Kind::Unsupported,
                       tr("It is %1 of Hugging Face: not on this machine.").arg(address));
    if (remote)
        return failure(
            Error::Kind::Unsupported,
            tr("It is at %1: not on this machine.").arg(url.toString(QUrl::RemoveUserInfo)));
    const auto path = url.isLocalFile() ? url.toLocalFile() : address;
    if (!path.startsWith(QLatin1Char('/')))
        return failure(Error::Kind::Unsupported,
                       tr("“%1” is relative to a folder that the run does not name.").arg(path));
    std::error_code error;
    if (!std::filesystem::exists(path.toStdString(), error))
        return failure(Error::Kind::NotFound, tr("%1 is not on this machine.").arg(path));
    return path.toStdString();
}

} // namespace binnacle
