// The contract suite against a real MLflow server over REST, one executable a version.

#include "services/backends/mlflow_rest/mlflow_rest_backend.h"
#include "services/credentials/memory_credential_store.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/contract/common/tracking_contract.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace binnacle;
using namespace binnacle::contract;

namespace {

int runSuite(const QString& environment)
{
    const QTemporaryDir folder;
    MlflowServer::Options options;
    options.environment = environment;
    options.folder = folder.path();
    const auto server = MlflowServer::start(options);
    if (!server) {
        std::fprintf(stderr, "%s\n", qPrintable(server.error().message));
        return 1;
    }
    const QString url = (*server)->url();
    const auto ids = fillStore(environment, url, false);
    const auto expected = ids ? dumpStore(environment, url) : ids;
    if (!expected) {
        std::fprintf(stderr, "%s\n", qPrintable(expected.error().message));
        return 1;
    }
    const auto backend = std::make_shared<MlflowRestBackend>(
        url.toStdString(), std::make_shared<MemoryCredentialStore>());
    TrackingContract suite(
        {QStringLiteral("MLflow server, ") + environment, backend, environment, url, *expected});
    return QTest::qExec(&suite);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    return runSuite(QStringLiteral(MLFLOW_ENVIRONMENT));
}
