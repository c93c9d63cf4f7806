#include "tests/contract/cli/cli_process.h"

#include <QJsonDocument>
#include <QProcess>

namespace binnacle::contract {

QJsonArray CliAnswer::array() const
{
    return QJsonDocument::fromJson(output).array();
}

QJsonObject CliAnswer::object() const
{
    return QJsonDocument::fromJson(output).object();
}

CliAnswer CliProcess::operator()(QStringList arguments) const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto* display : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(display));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(BINNACLE_CLI),
                  QStringList{QStringLiteral("--workspace"), workspace_} + arguments);
    if (!process.waitForFinished(mostMilliseconds_)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return {code, process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace binnacle::contract
