#include "app/common/default_workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

namespace binnacle {

void setApplicationNames()
{
    QCoreApplication::setApplicationName(QStringLiteral("binnacle"));
    QCoreApplication::setApplicationVersion(QStringLiteral(BINNACLE_VERSION));
}

std::filesystem::path defaultWorkspacePath()
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return std::filesystem::path(
        QDir(data).filePath(QStringLiteral("binnacle/workspace.binnacle")).toStdString());
}

QString sampleFolder()
{
    const QStringList places = {
        QDir(QCoreApplication::applicationDirPath())
            .filePath(QStringLiteral("../share/binnacle/sample")),
        QStringLiteral(BINNACLE_SOURCE_SAMPLE),
    };
    for (const QString& place : places) {
        if (QDir(place).exists())
            return QDir(place).canonicalPath();
    }
    return {};
}

} // namespace binnacle
