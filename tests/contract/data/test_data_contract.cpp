// Profiles by the command line beside pandas' and NumPy's figures, over files that pandas and
// pyarrow wrote; rules over them.

#include "services/workspace/dataset_store.h"
#include "services/workspace/evidence_store.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/source_store.h"
#include "tests/contract/cli/cli_process.h"
#include "tests/contract/common/contract_environment.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace binnacle;
using namespace binnacle::contract;

namespace {

constexpr double tolerance = 1e-9;

bool close(double a, double b)
{
    return a == b || std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

QByteArray differs(const QString& column, const char* fact, double ours, double theirs)
{
    return QStringLiteral("%1.%2: %3, pandas has %4")
        .arg(column, QLatin1String(fact))
        .arg(ours, 0, 'g', 17)
        .arg(theirs, 0, 'g', 17)
        .toUtf8();
}

QJsonObject columnNamed(const QJsonObject& profile, const QString& name)
{
    for (const auto column : profile[u"columns"].toArray())
        if (column[u"name"].toString() == name)
            return column.toObject();
    return {};
}

} // namespace

class TestDataContract : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void profilesAreThoseOfPandas_data();
    void profilesAreThoseOfPandas();
    void repeatedRowsAndCorrelationsAreThoseOfPandas();
    void partitionedFoldersOfPyarrowOpen();
    void featherIsRefusedWithAdvice();
    void learntRulesHoldAndFailWithExitCodeThree();
    void aCheckIsKeptAndPutToAModelVersion();
    void whatIsLeftOutIsSaid();

private:
    QString file(const QString& name) const { return folder_.filePath(name); }
    CliAnswer cli(const QStringList& arguments) const
    {
        return CliProcess(folder_.filePath(QStringLiteral("workspace.db")))(arguments);
    }
    void compareColumn(const QString& name, const QJsonObject& ours, const QJsonObject& theirs);

    QTemporaryDir folder_;
    QJsonObject expected_;
};

void TestDataContract::initTestCase()
{
    const auto output =
        runPython(QStringLiteral("mlflow3"),
                  {QStringLiteral(DATA_SCRIPTS "/profile_datasets.py"), folder_.path()});
    QVERIFY2(output, output ? "" : qPrintable(output.error().message));
    expected_ = QJsonDocument::fromJson(output->trimmed().split('\n').last()).object();
    QVERIFY(!expected_.isEmpty());
}

void TestDataContract::profilesAreThoseOfPandas_data()
{
    QTest::addColumn<QString>("name");
    const auto files = expected_[u"files"].toObject();
    for (auto entry = files.begin(); entry != files.end(); ++entry)
        QTest::newRow(qPrintable(entry.key())) << entry.key();
}

void TestDataContract::compareColumn(const QString& name, const QJsonObject& ours,
                                     const QJsonObject& theirs)
{
    QCOMPARE(ours[u"missing"].toInteger(), theirs[u"missing"].toInteger());
    QVERIFY2(ours[u"distinct_exact"].toBool(), qPrintable(name));
    QVERIFY2(
        ours[u"distinct"].toInteger() == theirs[u"distinct"].toInteger(),
        differs(name, "distinct", ours[u"distinct"].toDouble(), theirs[u"distinct"].toDouble()));
    for (const char* fact : {"min", "max", "mean", "std"}) {
        const auto key = QLatin1String(fact);
        if (!theirs.contains(key))
            continue;
        if (theirs[key].isString())
            QCOMPARE(ours[key].toString(), theirs[key].toString());
        else
            QVERIFY2(close(ours[key].toDouble(), theirs[key].toDouble()),
                     differs(name, fact, ours[key].toDouble(), theirs[key].toDouble()));
    }
    const auto quantiles = theirs[u"quantiles"].toObject();
    for (auto entry = quantiles.begin(); entry != quantiles.end(); ++entry) {
        const double value = ours[u"quantiles"][entry.key()].toDouble();
        QVERIFY2(close(value, entry->toDouble()),
                 differs(name, "quantile", value, entry->toDouble()));
    }
    if (theirs.contains(u"outliers")) {
        QCOMPARE(ours[u"outliers"][u"low"].toInteger(), theirs[u"outliers"][0].toInteger());
        QCOMPARE(ours[u"outliers"][u"high"].toInteger(), theirs[u"outliers"][1].toInteger());
        qint64 ourRows = 0;
        qint64 moved = 0; // a value at an edge may fall to either side
        for (int i = 0; i < 32; ++i) {
            ourRows += ours[u"histogram"][i].toInteger();
            moved +=
                std::abs(ours[u"histogram"][i].toInteger() - theirs[u"histogram"][i].toInteger());
        }
        QVERIFY2(moved <= std::max<qint64>(4, ourRows / 1000) ||
                     theirs[u"distinct"].toInteger() < 100,
                 differs(name, "histogram", static_cast<double>(moved), 0));
    }
    if (theirs.contains(u"lengths")) {
        for (const char* fact : {"min", "max", "mean"})
            QVERIFY(close(ours[u"lengths"][QLatin1String(fact)].toDouble(),
                          theirs[u"lengths"][QLatin1String(fact)].toDouble()));
        QCOMPARE(ours[u"top_values"][0][u"value"], theirs[u"top"][u"value"]);
        QCOMPARE(ours[u"top_values"][0][u"count"].toInteger(),
                 theirs[u"top"][u"count"].toInteger());
    }
}

void TestDataContract::profilesAreThoseOfPandas()
{
    QFETCH(QString, name);
    const auto answer = cli({QStringLiteral("profile"), file(name), QStringLiteral("--json")});
    QVERIFY2(answer.exitCode == 0, answer.all());
    const auto profile = answer.object();
    const auto theirs = expected_[u"files"][name].toObject();
    QCOMPARE(profile[u"rows"].toInteger(), theirs[u"rows"].toInteger());
    const auto columns = theirs[u"columns"].toObject();
    QCOMPARE(profile[u"columns"].toArray().size(), columns.size());
    for (auto entry = columns.begin(); entry != columns.end(); ++entry) {
        compareColumn(entry.key(), columnNamed(profile, entry.key()), entry->toObject());
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(entry.key()));
    }
}

void TestDataContract::repeatedRowsAndCorrelationsAreThoseOfPandas()
{
    const auto iris = cli({QStringLiteral("profile"), file(QStringLiteral("iris.jsonl")),
                           QStringLiteral("--json"), QStringLiteral("--whole")});
    QVERIFY2(iris.exitCode == 0, iris.all());
    QCOMPARE(iris.object()[u"duplicate_rows"].toInteger(), expected_[u"duplicates"].toInteger());
    const auto real = cli({QStringLiteral("profile"), file(QStringLiteral("real.parquet")),
                           QStringLiteral("--json"), QStringLiteral("--whole")});
    const auto ours = real.object()[u"correlation"][u"matrix"].toArray();
    const auto theirs = expected_[u"correlation"].toArray();
    QCOMPARE(ours.size(), theirs.size());
    for (qsizetype i = 0; i < theirs.size(); ++i)
        for (qsizetype k = 0; k < theirs.size(); ++k)
            QVERIFY(std::abs(ours[i][k].toDouble() - theirs[i][k].toDouble()) < 1e-9);
}

void TestDataContract::partitionedFoldersOfPyarrowOpen()
{
    const auto answer =
        cli({QStringLiteral("profile"), file(QStringLiteral("parts")), QStringLiteral("--json")});
    QVERIFY2(answer.exitCode == 0, answer.all());
    QCOMPARE(answer.object()[u"rows"].toInteger(), 150);
    QCOMPARE(columnNamed(answer.object(), QStringLiteral("target"))[u"distinct"].toInteger(), 3);
}

void TestDataContract::featherIsRefusedWithAdvice()
{
    const auto answer = cli({QStringLiteral("profile"), file(QStringLiteral("iris.feather"))});
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.errors.contains("Parquet"), answer.errors);
}

void TestDataContract::learntRulesHoldAndFailWithExitCodeThree()
{
    const auto learnt = cli({QStringLiteral("rules"), QStringLiteral("learn"),
                             file(QStringLiteral("generated.parquet"))});
    QVERIFY2(learnt.exitCode == 0, learnt.all());
    QFile rules(file(QStringLiteral("rules.yml")));
    QVERIFY(rules.open(QIODevice::WriteOnly));
    rules.write(learnt.output);
    rules.close();
    const QStringList same{QStringLiteral("check"), file(QStringLiteral("generated.parquet")),
                           QStringLiteral("--rules"), rules.fileName(), QStringLiteral("--json")};
    const auto held = cli(same);
    QVERIFY2(held.exitCode == 0, held.all());
    QVERIFY(held.object()[u"passed"].toBool());
    const auto page = file(QStringLiteral("check.html"));
    const auto failed =
        cli({QStringLiteral("check"), file(QStringLiteral("real.csv")), QStringLiteral("--rules"),
             rules.fileName(), QStringLiteral("--json"), QStringLiteral("--html"), page});
    QVERIFY2(failed.exitCode == 3, failed.all());
    QVERIFY(!failed.object()[u"passed"].toBool());
    QFile html(page);
    QVERIFY(html.open(QIODevice::ReadOnly));
    QVERIFY(!html.readAll().contains("<script"));
    QVERIFY(rules.open(QIODevice::WriteOnly));
    rules.write("columns:\n  a: {mim: 1}\n");
    rules.close();
    const auto wrong = cli(same);
    QCOMPARE(wrong.exitCode, 1);
    QVERIFY2(wrong.errors.contains("Line 2, column 7"), wrong.errors);
}

void TestDataContract::aCheckIsKeptAndPutToAModelVersion()
{
    const auto workspace = *Workspace::open(file(QStringLiteral("workspace.db")).toStdString());
    const auto source = *SourceStore(workspace).add({{}, "lab", "mlflow-db", "sqlite:///lab.db"});
    RegisteredModel model;
    model.name = "wine";
    model.aliases = {{"champion", "2"}};
    ModelVersion version;
    version.model = "wine";
    version.version = "2";
    const RegistryWriter writer(workspace, source);
    QVERIFY(writer.putModels({model}, 1000).has_value());
    QVERIFY(writer.putVersions({version}, 1000).has_value());
    QFile rules(file(QStringLiteral("wrong.yml")));
    QVERIFY(rules.open(QIODevice::WriteOnly));
    rules.write("rows: {min: 1000}\n");
    rules.close();
    const auto data = file(QStringLiteral("iris.jsonl"));
    const auto answer =
        cli({QStringLiteral("check"), data, QStringLiteral("--rules"), rules.fileName(),
             QStringLiteral("--attach"), QStringLiteral("wine"), QStringLiteral("champion")});
    QVERIFY2(answer.exitCode == 3, answer.all());
    const auto evidence = EvidenceStore(workspace).of(source, "wine", "2");
    QCOMPARE(evidence->size(), 1U);
    QCOMPARE(evidence->front().kind, std::string("quality"));
    QVERIFY(!evidence->front().passed);
    const auto versions = DatasetStore(workspace).versions(data.toStdString());
    QCOMPARE(versions->size(), 1U);
    QCOMPARE(evidence->front().datasetDigest, versions->front().digest);
    QCOMPARE(DatasetStore(workspace).checks(versions->front().row)->size(), 1U);
    const auto unknown =
        cli({QStringLiteral("check"), data, QStringLiteral("--rules"), rules.fileName(),
             QStringLiteral("--attach"), QStringLiteral("beer"), QStringLiteral("1")});
    QCOMPARE(unknown.exitCode, 1);
    QVERIFY2(unknown.errors.contains("beer"), unknown.errors);
}

void TestDataContract::whatIsLeftOutIsSaid()
{
    QFile damaged(file(QStringLiteral("damaged.csv")));
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write("a,b\n1,2\n3\n4,5\n");
    damaged.close();
    const auto answer =
        cli({QStringLiteral("profile"), damaged.fileName(), QStringLiteral("--json")});
    QVERIFY2(answer.exitCode == 0, answer.all());
    QCOMPARE(answer.object()[u"rows"].toInteger(), 2);
    QCOMPARE(answer.object()[u"report"][u"rejected_rows"].toInteger(), 1);
    QVERIFY2(answer.errors.contains("line 3"), answer.errors);
}

QTEST_GUILESS_MAIN(TestDataContract)
#include "test_data_contract.moc"
