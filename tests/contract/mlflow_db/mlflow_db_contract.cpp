// mlflow.db, written by MLflow's client, read and edited in place.
#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "tests/contract/common/local_store_contract.h"

#include <QCoreApplication>
#include <QTemporaryDir>

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    return binnacle::contract::runLocalStoreContract(
        binnacle::mlflowDbKind(), QStringLiteral(BINNACLE_CONTRACT_ENVIRONMENT),
        QStringLiteral("sqlite:///") + folder.filePath(QStringLiteral("mlflow.db")),
        app.arguments());
}
