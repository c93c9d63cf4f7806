// binnacle-cli on registered models: those of an mlflow.db that MLflow's own client filled, and of
// the registry beside the workspace.

#include "tests/contract/cli/cli_process.h"
#include "tests/contract/common/contract_environment.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using namespace binnacle::contract;

class TestCliModels : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void modelsAndVersionsHaveMlflowsNames();
    void lineageGoesFromTheDatasetToTheAlias();
    void aModelThatIsNotThereIsAFailure();
    void aRunIsRegisteredBesideTheWorkspace();

private:
    QTemporaryDir folder_;
    CliProcess cli_{folder_.filePath(QStringLiteral("w.db"))};
    QString run_;
};

void TestCliModels::initTestCase()
{
    const QString uri =
        QStringLiteral("sqlite:///") + folder_.filePath(QStringLiteral("mlflow.db"));
    const auto said = runPython(QStringLiteral("mlflow3"),
                                {QStringLiteral(BINNACLE_TEST_FOLDER "/fill_models.py"), uri,
                                 folder_.filePath(QStringLiteral("artifacts"))});
    QVERIFY2(said.has_value(), said ? "" : qPrintable(said.error().message + said.error().detail));
    run_ = QString::fromUtf8(said->trimmed()).section(u'\n', -1);
    QCOMPARE(cli_({QStringLiteral("source"), QStringLiteral("add"), QStringLiteral("lab"), uri})
                 .exitCode,
             0);
    const auto synced = cli_({QStringLiteral("sync")});
    QVERIFY2(synced.exitCode == 0, synced.all());
}

void TestCliModels::modelsAndVersionsHaveMlflowsNames()
{
    const auto models = cli_({QStringLiteral("models"), QStringLiteral("--json")});
    QVERIFY2(models.exitCode == 0, models.all());
    QCOMPARE(models.array().size(), 1);
    const auto model = models.array().at(0).toObject();
    QCOMPARE(model[u"name"].toString(), QStringLiteral("wine quality"));
    QCOMPARE(model[u"registry"].toString(), QStringLiteral("lab"));
    QCOMPARE(model[u"description"].toString(), QStringLiteral("of Portugal"));
    QCOMPARE(model[u"tags"][u"team"].toString(), QStringLiteral("vision"));
    QCOMPARE(model[u"aliases"][u"champion"].toString(), QStringLiteral("2"));
    QCOMPARE(model[u"versions"].toInt(), 3);
    QVERIFY(model[u"creation_timestamp"].toInteger() > 0);
    QVERIFY(!model[u"alias_states"][0][u"since_exact"].toBool());

    const auto versions = cli_(
        {QStringLiteral("versions"), QStringLiteral("wine quality"), QStringLiteral("--json")});
    QVERIFY2(versions.exitCode == 0, versions.all());
    QCOMPARE(versions.array().size(), 3);
    const auto second = versions.array().at(1).toObject(); // the newest first
    QCOMPARE(second[u"version"].toString(), QStringLiteral("2"));
    QCOMPARE(second[u"aliases"][0].toString(), QStringLiteral("champion"));
    QCOMPARE(second[u"current_stage"].toString(), QStringLiteral("None"));
    QCOMPARE(second[u"run_id"].toString(), run_);
    QCOMPARE(second[u"source"].toString(), QStringLiteral("runs:/%1/model").arg(run_));
    QCOMPARE(second[u"status"].toString(), QStringLiteral("READY"));
    QCOMPARE(second[u"tags"][u"validation"].toString(), QStringLiteral("passed"));
    const auto one = cli_({QStringLiteral("versions"), QStringLiteral("wine quality"),
                           QStringLiteral("--limit"), QStringLiteral("1")});
    QVERIFY2(one.output.count('\n') == 2, one.all());
}

void TestCliModels::lineageGoesFromTheDatasetToTheAlias()
{
    const auto answer = cli_({QStringLiteral("lineage"), QStringLiteral("wine quality"),
                              QStringLiteral("champion"), QStringLiteral("--json")});
    QVERIFY2(answer.exitCode == 0, answer.all());
    QStringList kinds;
    for (const auto& node : answer.object()[u"nodes"].toArray())
        kinds << node[u"kind"].toString();
    kinds.sort();
    const QStringList expected{QStringLiteral("alias"), QStringLiteral("dataset"),
                               QStringLiteral("run"), QStringLiteral("version")};
    QCOMPARE(kinds, expected);
    QCOMPARE(answer.object()[u"edges"].toArray().size(), 3);
    const auto dot = cli_({QStringLiteral("lineage"), QStringLiteral("wine quality"),
                           QStringLiteral("2"), QStringLiteral("--dot")});
    QVERIFY2(dot.output.startsWith("digraph lineage {"), dot.all());
}

void TestCliModels::aModelThatIsNotThereIsAFailure()
{
    const auto answer = cli_({QStringLiteral("versions"), QStringLiteral("beer")});
    QCOMPARE(answer.exitCode, 1);
    QVERIFY(answer.errors.contains("beer"));
}

void TestCliModels::aRunIsRegisteredBesideTheWorkspace()
{
    const auto neither = cli_({QStringLiteral("register"), QStringLiteral("mine")});
    QCOMPARE(neither.exitCode, 2);
    const auto made = cli_({QStringLiteral("register"), QStringLiteral("mine"),
                            QStringLiteral("--run"), run_, QStringLiteral("--json")});
    QVERIFY2(made.exitCode == 0, made.all());
    QCOMPARE(made.object()[u"version"].toString(), QStringLiteral("1"));
    QCOMPARE(made.object()[u"run_id"].toString(), run_);
    QVERIFY(QFile::exists(folder_.filePath(QStringLiteral("models/registry.db"))));
    const auto versions =
        cli_({QStringLiteral("versions"), QStringLiteral("mine"), QStringLiteral("--json")});
    QVERIFY2(versions.exitCode == 0, versions.all());
    QVERIFY(versions.array().at(0)[u"tags"][u"binnacle.digest"].toString().startsWith(
        QStringLiteral("sha256:")));
    const auto synced = cli_({QStringLiteral("sync")});
    QVERIFY2(synced.exitCode == 0, synced.all());
    QCOMPARE(cli_({QStringLiteral("models"), QStringLiteral("--json")}).array().size(), 2);
}

QTEST_GUILESS_MAIN(TestCliModels)
#include "test_cli_models.moc"
