// Runs deleted for good in place: held, row by row and file by file, against what MLflow's own
// command for it (“mlflow gc”) leaves of a copy of the same store.
#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "services/backends/mlflow_files/mlflow_files_backend.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace binnacle;
namespace fs = std::filesystem;

namespace {

template <class T>
QByteArray why(const Result<T>& result)
{
    return result
               ? QByteArray()
               : (result.error().message + QStringLiteral(" | ") + result.error().detail).toUtf8();
}

Result<QJsonObject> contentOf(const QString& environment, const QString& folder)
{
    const auto said = contract::runPython(
        environment, {QStringLiteral(BINNACLE_TEST_FOLDER "/store_content.py"), folder});
    if (!said)
        return failure(said.error());
    return QJsonDocument::fromJson(*said).object();
}

void copyOver(const fs::path& from, const fs::path& to)
{
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
}

} // namespace

class TestPurge : public QObject
{
    Q_OBJECT
private slots:
    void leavesWhatMlflowGcLeaves_data();
    void leavesWhatMlflowGcLeaves();
};

void TestPurge::leavesWhatMlflowGcLeaves_data()
{
    QTest::addColumn<QString>("environment");
    QTest::addColumn<bool>("database");
    QTest::newRow("mlflow.db of MLflow 3") << QStringLiteral("mlflow3") << true;
    QTest::newRow("mlflow.db of MLflow 2") << QStringLiteral("mlflow2") << true;
    QTest::newRow("mlruns of MLflow 3") << QStringLiteral("mlflow3") << false;
    QTest::newRow("mlruns of MLflow 2") << QStringLiteral("mlflow2") << false;
}

void TestPurge::leavesWhatMlflowGcLeaves()
{
    QFETCH(QString, environment);
    QFETCH(bool, database);
    const QTemporaryDir folder;
    const QString place = folder.filePath(QStringLiteral("store"));
    const fs::path store(place.toStdString()), kept(folder.path().toStdString() + "/kept");
    fs::create_directory(store);
    const QString uri =
        (database ? QStringLiteral("sqlite:///%1/mlflow.db") : QStringLiteral("file://%1/mlruns"))
            .arg(place);
    const auto filled = contract::fillStore(environment, uri, true);
    QVERIFY2(filled, why(filled));

    const auto kind = database ? mlflowDbKind() : mlflowFilesKind();
    const auto address = kind.recognise(uri.toStdString());
    QVERIFY(address);
    const auto opened = kind.open(Source{{}, "store", kind.kind, *address});
    QVERIFY2(opened, why(opened));
    auto& backend = **opened;
    QVERIFY(backend.capabilities().purgeRuns);

    // A training with a picture, one with a model, a child of a sweep, and one deleted before.
    QStringList runs{(*filled)[u"sgd"][0].toString(), (*filled)[u"with_model"].toString(),
                     (*filled)[u"children"][0].toString()};
    const auto refused = backend.purgeRun(runs[0].toStdString(), {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Conflict);
    for (const auto& run : runs)
        QVERIFY(backend.deleteRun(run.toStdString(), {}));
    runs << (*filled)[u"deleted"].toString();
    const auto mlflow = [&](const char* what, const QString& ids) {
        return contract::runPython(environment,
                                   {QStringLiteral(BINNACLE_TEST_FOLDER "/mlflow_gc.py"),
                                    QString::fromLatin1(what), uri, ids});
    };
    const auto restored = mlflow("restore", (*filled)[u"deleted_experiment"].toString());
    QVERIFY2(restored, why(restored));
    copyOver(store, kept);

    const auto collected = mlflow("gc", runs.join(u','));
    QVERIFY2(collected, why(collected));
    const auto expected = contentOf(environment, place);
    QVERIFY2(expected, why(expected));

    copyOver(kept, store);
    const auto before = contentOf(environment, place);
    for (const auto& run : runs) {
        const auto purged = backend.purgeRun(run.toStdString(), {});
        QVERIFY2(purged, why(purged));
        QCOMPARE(backend.run(run.toStdString(), {}).error().kind, Error::Kind::NotFound);
        QCOMPARE(backend.purgeRun(run.toStdString(), {}).error().kind, Error::Kind::NotFound);
    }
    const auto left = contentOf(environment, place);
    QVERIFY2(left, why(left));
    QVERIFY(*before != *left);
    QCOMPARE((*left)[u"files"].toObject().keys(), (*expected)[u"files"].toObject().keys());
    QCOMPARE((*left)[u"files"], (*expected)[u"files"]);
    const auto tables = (*expected)[u"tables"].toObject();
    QCOMPARE(tables.isEmpty(), !database);
    for (const auto& table : tables.keys())
        QVERIFY2((*left)[u"tables"][table] == tables[table], qPrintable(table));
}

QTEST_GUILESS_MAIN(TestPurge)
#include "test_purge.moc"
