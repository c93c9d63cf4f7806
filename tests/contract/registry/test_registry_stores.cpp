// The model registries of mlflow.db and mlruns, in place.
#include "services/backends/mlflow_db/mlflow_db_registry.h"
#include "services/backends/mlflow_files/mlflow_files_registry.h"
#include "tests/contract/registry/registry_contract.h"

#include <QCoreApplication>
#include <QTest>

using namespace binnacle;

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    const QString environment = QStringLiteral(BINNACLE_CONTRACT_ENVIRONMENT);
#ifdef BINNACLE_DATABASE
    const QString file = folder.filePath(QStringLiteral("mlflow.db"));
    const QString uri = QStringLiteral("sqlite:///") + file;
    contract::RegistryContract suite(
        {.environment = environment,
         .trackingUri = uri,
         .folder = folder.path(),
         .storeUri = uri,
         .open = [&] { return std::make_shared<MlflowDbRegistry>(file.toStdString()); },
         .quickSeesLess = false});
#else
    const QString place = folder.filePath(QStringLiteral("mlruns"));
    contract::RegistryContract suite(
        {.environment = environment,
         .trackingUri = QStringLiteral("file://") + place,
         .folder = folder.path(),
         .storeUri = place,
         .open = [&] { return std::make_shared<MlflowFilesRegistry>(place.toStdString()); },
         .quickSeesLess = false,
         // MLflow's own client takes half a minute for each search among 10,000 of them.
         .versions = 300});
#endif
    return QTest::qExec(&suite, app.arguments());
}
