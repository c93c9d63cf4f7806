// The model registry of a real MLflow server.
#include "services/backends/mlflow_rest/mlflow_rest_registry.h"
#include "services/credentials/memory_credential_store.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/contract/registry/registry_contract.h"

#include <QCoreApplication>
#include <QTest>

using namespace binnacle;

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    contract::MlflowServer::Options options;
    options.environment = QStringLiteral(BINNACLE_CONTRACT_ENVIRONMENT);
    options.folder = folder.path();
    const auto server = contract::MlflowServer::start(options);
    if (!server)
        qFatal("%s", qPrintable(server.error().message + u' ' + server.error().detail));
    contract::RegistryContract suite(
        {.environment = options.environment,
         .trackingUri = (*server)->url(),
         .folder = folder.path(),
         .storeUri = QStringLiteral("sqlite:///") + folder.filePath(QStringLiteral("mlflow.db")),
         .open = [&] {
             return std::make_shared<MlflowRestRegistry>((*server)->address(),
                                                         std::make_shared<MemoryCredentialStore>());
         }});
    return QTest::qExec(&suite, app.arguments());
}
