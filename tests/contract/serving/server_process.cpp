#include "tests/contract/serving/server_process.h"

#include "services/http/http_client.h"
#include "tests/contract/common/contract_environment.h"

#include <QElapsedTimer>
#include <QFile>

#include <csignal>

#include <unistd.h>

namespace binnacle::contract {

QString ServerProcess::start(const QString& program, const QStringList& arguments,
                             const QString& log, const QString& healthUrl)
{
    process_.setProcessEnvironment(pythonEnvironment());
    process_.setProcessChannelMode(QProcess::MergedChannels);
    process_.setStandardOutputFile(log);
    process_.setChildProcessModifier([] { ::setsid(); });
    process_.start(program, arguments);
    if (!process_.waitForStarted())
        return process_.errorString();
    session_ = process_.processId();
    HttpOptions options;
    options.retries = 0;
    HttpClient client(options);
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        const auto answer = client.send(HttpRequest::get(healthUrl.toStdString()), {});
        if (answer && answer->ok())
            return {};
        if (process_.waitForFinished(200) || timer.elapsed() > 180'000) {
            QFile said(log);
            return said.open(QIODevice::ReadOnly) ? QString::fromUtf8(said.readAll().right(3'000))
                                                  : QStringLiteral("it does not start");
        }
    }
}

void ServerProcess::stop()
{
    if (session_ <= 0)
        return;
    ::kill(static_cast<pid_t>(-session_), SIGKILL);
    process_.waitForFinished();
    session_ = 0;
}

} // namespace binnacle::contract
