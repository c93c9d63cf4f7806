// The sync over a real MLflow server, which is killed for a while.
#include "services/backends/mlflow_rest/mlflow_rest_backend.h"
#include "services/credentials/environment_credentials.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/contract/sync/sync_contract.h"

#include <QCoreApplication>
#include <QTest>

using namespace binnacle;

namespace {

// One server that can be stopped and started again at the same address.
struct Server
{
    contract::MlflowServer::Options options;
    std::unique_ptr<contract::MlflowServer> running;

    bool start()
    {
        auto started = contract::MlflowServer::start(options);
        if (!started) {
            qCritical().noquote() << started.error().message;
            return false;
        }
        running = std::move(*started);
        options.port = running->port();
        return true;
    }
};

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    Server server;
    server.options.environment = QStringLiteral(BINNACLE_CONTRACT_ENVIRONMENT);
    server.options.folder = folder.path();
    if (!server.start())
        return 1;
    const QString url = server.running->url();
    contract::SyncContract suite({.environment = server.options.environment,
                                  .trackingUri = url,
                                  .open =
                                      [&] {
                                          return std::make_shared<MlflowRestBackend>(
                                              url.toStdString(),
                                              std::make_shared<EnvironmentCredentials>());
                                      },
                                  .goOffline = [&] { server.running->stop(); },
                                  .comeBack = [&] { server.start(); }});
    return QTest::qExec(&suite, app.arguments());
}
