// An mlruns folder, written by MLflow's client, read and edited in place.
#include "services/backends/mlflow_files/mlflow_files_backend.h"
#include "tests/contract/common/local_store_contract.h"

#include <QCoreApplication>
#include <QTemporaryDir>

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    return binnacle::contract::runLocalStoreContract(
        binnacle::mlflowFilesKind(), QStringLiteral(BINNACLE_CONTRACT_ENVIRONMENT),
        QStringLiteral("file://") + folder.filePath(QStringLiteral("mlruns")), app.arguments());
}
