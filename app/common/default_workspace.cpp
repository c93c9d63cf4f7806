#include "app/common/default_workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace binnacle {

void setApplicationNames()
{
    QCoreApplication::setOrganizationName(QStringLiteral("binnacle"));
    QCoreApplication::setApplicationName(QStringLiteral("binnacle"));
    QCoreApplication::setApplicationVersion(QStringLiteral(BINNACLE_VERSION));
}

std::filesystem::path defaultWorkspacePath()
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return std::filesystem::path(
        QDir(data).filePath(QStringLiteral("binnacle/workspace.db")).toStdString());
}

std::filesystem::path sampleWorkspacePath()
{
    const QStringList folders = {
        QDir(QCoreApplication::applicationDirPath())
            .filePath(QStringLiteral("../share/binnacle/sample")),
        QStringLiteral(BINNACLE_SOURCE_SAMPLE),
    };
    for (const QString& folder : folders) {
        const QString file = QDir(folder).filePath(QStringLiteral("workspace.db"));
        if (QFile::exists(file))
            return QDir::cleanPath(file).toStdString();
    }
    return {};
}

} // namespace binnacle
