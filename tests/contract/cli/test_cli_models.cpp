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

namespace {

constexpr const char* fill = R"(
import os, pathlib, sys, tempfile
from mlflow.data.meta_dataset import MetaDataset
from mlflow.data.http_dataset_source import HTTPDatasetSource
from mlflow.entities import DatasetInput, InputTag
from mlflow.tracking import MlflowClient
client = MlflowClient(sys.argv[1])
run = client.create_run(client.create_experiment("wines", sys.argv[2]), run_name="gbm")
dataset = MetaDataset(HTTPDatasetSource("http://data/wine.csv"), name="wine", digest="9f31c")
client.log_inputs(run.info.run_id, [DatasetInput(dataset._to_mlflow_entity(),
                                                 [InputTag("mlflow.data.context", "training")])])
with tempfile.TemporaryDirectory() as folder:
    (pathlib.Path(folder) / "MLmodel").write_text("flavors:\n  sklearn:\n    sklearn_version: 1.5.2\n")
    client.log_artifacts(run.info.run_id, folder, "model")
client.set_terminated(run.info.run_id)
client.create_registered_model("wine quality", {"team": "vision"}, "of Portugal")
for _ in range(3):
    client.create_model_version("wine quality", f"runs:/{run.info.run_id}/model", run.info.run_id,
                                tags={"validation": "passed"}, await_creation_for=0)
client.set_registered_model_alias("wine quality", "champion", "2")
print(run.info.run_id)
)";

} // namespace

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
    const auto said =
        runPython(QStringLiteral("mlflow3"), {QStringLiteral("-c"), QString::fromUtf8(fill), uri,
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
