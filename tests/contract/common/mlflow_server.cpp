#include "tests/contract/common/mlflow_server.h"

#include "services/http/http_client.h"
#include "tests/contract/common/contract_environment.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QHostAddress>
#include <QTcpServer>

#include <csignal>
#include <unistd.h>

namespace binnacle::contract {

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost, 0);
    return server.serverPort();
}

Result<std::unique_ptr<MlflowServer>> MlflowServer::start(const Options& options)
{
    const QString interpreter = python(options.environment);
    if (interpreter.isEmpty())
        return failure(Error::Kind::NotFound,
                       QStringLiteral("There is no Python environment %1/%2: run the set-up.")
                           .arg(contractFolder(), options.environment));
    std::unique_ptr<MlflowServer> server(new MlflowServer);
    server->port_ = options.port > 0 ? options.port : freePort();
    auto variables = pythonEnvironment();
    for (const auto& line : options.variables)
        variables.insert(line.section(u'=', 0, 0), line.section(u'=', 1));
    const QString store = options.backendStore.isEmpty()
                              ? QStringLiteral("sqlite:///%1/mlflow.db").arg(options.folder)
                              : options.backendStore;
    auto& process = server->process_;
    // The job runners of 3.x are a dozen more processes that no test asks anything of.
    variables.insert(QStringLiteral("MLFLOW_SERVER_ENABLE_JOB_EXECUTION"), QStringLiteral("false"));
    process.setProcessEnvironment(variables);
    process.setWorkingDirectory(options.folder);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setProcessChannelMode(QProcess::MergedChannels);
    const QString log = options.folder + QStringLiteral("/server.log");
    process.setStandardOutputFile(log);
    process.setChildProcessModifier([] { ::setsid(); }); // the workers are ended with it
    process.start(
        interpreter,
        QStringList{QStringLiteral("-m"), QStringLiteral("mlflow"), QStringLiteral("server"),
                    QStringLiteral("--host"), QStringLiteral("127.0.0.1"), QStringLiteral("--port"),
                    QString::number(server->port_), QStringLiteral("--workers"),
                    QString::number(options.workers), QStringLiteral("--backend-store-uri"), store,
                    QStringLiteral("--artifacts-destination"),
                    options.folder + QStringLiteral("/artifacts")} +
            options.arguments);
    process.waitForStarted();
    server->group_ = process.processId();

    QElapsedTimer timer;
    timer.start();
    while (!server->healthy()) {
        if (process.waitForFinished(100) || timer.elapsed() > options.secondsToStart * 1000) {
            QFile file(log);
            const bool read = file.open(QIODevice::ReadOnly);
            return failure(Error::Kind::Network,
                           QStringLiteral("The server of %1 did not start: %2")
                               .arg(options.environment,
                                    read ? QString::fromUtf8(file.readAll().right(3000)) : log));
        }
    }
    return server;
}

bool MlflowServer::healthy() const
{
    HttpOptions options;
    options.retries = 0;
    HttpClient client(options);
    const auto answer = client.send(HttpRequest::get(address() + "/health"), {});
    return answer && answer->ok();
}

void MlflowServer::stop()
{
    if (group_ <= 0)
        return;
    ::kill(static_cast<pid_t>(-group_), SIGKILL);
    process_.waitForFinished();
    group_ = 0;
}

MlflowServer::~MlflowServer()
{
    stop();
}

} // namespace binnacle::contract
