#include "services/data/versions/git_program.h"

#include <QCoreApplication>
#include <QProcess>
#include <QProcessEnvironment>

namespace binnacle {

Result<QByteArray> askGit(const std::string& folder, const QStringList& arguments,
                          const std::stop_token& stop)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GIT_OPTIONAL_LOCKS"), QStringLiteral("0"));
    environment.insert(QStringLiteral("GIT_TERMINAL_PROMPT"), QStringLiteral("0"));
    environment.insert(QStringLiteral("GIT_LITERAL_PATHSPECS"), QStringLiteral("1"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    QProcess git;
    git.setProcessEnvironment(environment);
    git.setProgram(QStringLiteral("git"));
    git.setArguments(QStringList{QStringLiteral("-C"), QString::fromStdString(folder),
                                 QStringLiteral("--no-pager"), QStringLiteral("-c"),
                                 QStringLiteral("core.fsmonitor=false"), QStringLiteral("-c"),
                                 QStringLiteral("core.hooksPath=/dev/null"), QStringLiteral("-c"),
                                 QStringLiteral("core.quotePath=false")} +
                     arguments);
    git.start(QIODevice::ReadOnly);
    if (!git.waitForStarted())
        return failure(Error::Kind::NotFound,
                       QCoreApplication::translate("data", "The program git is not installed."));
    QByteArray output;
    while (git.state() != QProcess::NotRunning) {
        git.waitForReadyRead(100);
        output += git.readAllStandardOutput();
        if (stop.stop_requested()) {
            git.kill();
            git.waitForFinished();
            return failure(cancelledError());
        }
    }
    output += git.readAllStandardOutput();
    if (git.exitStatus() == QProcess::NormalExit && git.exitCode() == 0)
        return output;
    const auto said = QString::fromUtf8(git.readAllStandardError()).trimmed();
    return failure(Error::Kind::NotFound,
                   QCoreApplication::translate("data", "git has no answer for %1: %2")
                       .arg(QString::fromStdString(folder), said.section(QLatin1Char('\n'), 0, 0)),
                   said);
}

} // namespace binnacle
