// The sync over an mlflow.db that MLflow's client fills and goes on writing to.
#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "tests/contract/sync/sync_contract.h"

#include <QCoreApplication>
#include <QFile>
#include <QTest>

using namespace binnacle;

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("mlflow.db"));
    const QString away = folder.filePath(QStringLiteral("unplugged.db"));
    contract::SyncContract suite(
        {.environment = QStringLiteral("mlflow3"),
         .trackingUri = QStringLiteral("sqlite:///") + file,
         .open = [&] { return std::make_shared<MlflowDbBackend>(file.toStdString()); },
         .goOffline = [&] { QFile::rename(file, away); },
         .comeBack = [&] { QFile::rename(away, file); }});
    return QTest::qExec(&suite, app.arguments());
}
