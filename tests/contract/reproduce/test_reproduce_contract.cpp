// The whole way: a training in a git repository, logged by the real client; mirrored; packed by
// binnacle-cli; and the script run for real in the Python environment that is there.

#include "tests/contract/cli/cli_process.h"
#include "tests/contract/common/contract_environment.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using namespace binnacle::contract;

namespace {

const QString environment = QStringLiteral("mlflow3");

struct Ended
{
    int code = -1;
    QByteArray output;
};

Ended runScript(const QString& program, const QStringList& arguments, const QString& venv = {},
                const QString& tracking = {})
{
    QProcess process;
    auto variables = pythonEnvironment();
    if (!venv.isEmpty())
        variables.insert(QStringLiteral("VENV"), venv);
    if (!tracking.isEmpty())
        variables.insert(QStringLiteral("MLFLOW_TRACKING_URI"), tracking);
    process.setProcessEnvironment(variables);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(200'000)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitCode(), process.readAll()};
}

QString stateOf(const QJsonObject& answer, const char* part)
{
    for (const auto entry : answer[u"parts"].toArray())
        if (entry[u"part"].toString() == QLatin1String(part))
            return entry[u"state"].toString();
    return {};
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestReproduceContract : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void theListSaysWhatIsKnown();
    void theScriptRepeatsTheRun();
    void aProjectIsStartedByItsEntryPoint();
    void anUnknownRepositoryIsSaidByTheScript();
    void badAddressesAreBadUsage();

private:
    QString place(const char* name) const { return folder_.filePath(QLatin1String(name)); }
    CliAnswer reproduce(const QStringList& words) const
    {
        return cli_(QStringList{QStringLiteral("reproduce")} + words +
                    QStringList{QStringLiteral("--json")});
    }

    QTemporaryDir folder_;
    QString repository_, uri_, runId_, projectRunId_, commit_;
    CliProcess cli_{folder_.filePath(QStringLiteral("workspace.db"))};
};

void TestReproduceContract::initTestCase()
{
    QVERIFY(QDir(folder_.path()).mkpath(QStringLiteral("code")));
    repository_ = place("code/points");
    uri_ = QStringLiteral("sqlite:///") + place("mlflow.db");
    const auto output =
        runPython(environment,
                  {QStringLiteral(REPRODUCE_SCRIPTS "/train_in_repository.py"), repository_, uri_});
    QVERIFY2(output, output ? "" : qPrintable(output.error().message));
    const auto told = QJsonDocument::fromJson(output->trimmed().split('\n').last()).object();
    runId_ = told[u"run_id"].toString();
    projectRunId_ = told[u"project_run_id"].toString();
    commit_ = told[u"commit"].toString();
    QVERIFY(!runId_.isEmpty() && commit_.size() == 40);
    QCOMPARE(cli_({QStringLiteral("source"), QStringLiteral("add"), QStringLiteral("lab"), uri_})
                 .exitCode,
             0);
    const auto synced = cli_({QStringLiteral("sync")});
    QVERIFY2(synced.exitCode == 0, synced.all());
}

void TestReproduceContract::theListSaysWhatIsKnown()
{
    const auto answer = reproduce({runId_});
    QVERIFY2(answer.exitCode == 0, answer.all());
    const auto object = answer.object();
    QCOMPARE(object[u"commit"].toString(), commit_);
    QCOMPARE(stateOf(object, "commit"), QStringLiteral("present"));
    QCOMPARE(stateOf(object, "environment"), QStringLiteral("present"));
    QCOMPARE(stateOf(object, "python"), QStringLiteral("present"));
    QCOMPARE(stateOf(object, "datasets"), QStringLiteral("present"));
    QCOMPARE(stateOf(object, "seeds"), QStringLiteral("present"));
    QCOMPARE(object[u"complete"].toBool(true), false);
}

void TestReproduceContract::theScriptRepeatsTheRun()
{
    const QString folder = place("repeat");
    const auto answer = reproduce(
        {runId_, QStringLiteral("--to"), folder, QStringLiteral("--repository"), repository_});
    QVERIFY2(answer.exitCode == 0, answer.all());
    const QString script = folder + QStringLiteral("/reproduce.sh");
    QCOMPARE(runScript(QStringLiteral("bash"), {QStringLiteral("-n"), script}).code, 0);
    const auto requirements = contentOf(folder + QStringLiteral("/environment/requirements.txt"));
    QVERIFY2(requirements.contains("mlflow==") && requirements.contains("scikit-learn=="),
             requirements);

    const QString venv = contractFolder() + u'/' + environment;
    const QString again = QStringLiteral("sqlite:///") + place("again.db");
    const auto prepared = runScript(script, {}, venv, again);
    QVERIFY2(prepared.code == 0, prepared.output);
    QVERIFY2(prepared.output.contains("points@") && prepared.output.contains(": the same"),
             prepared.output);
    QVERIFY2(prepared.output.contains("./src/train.py"), prepared.output);
    QVERIFY(prepared.output.contains("Nothing was started"));
    // Of the commit of the run, not of the newest one.
    QVERIFY(contentOf(folder + QStringLiteral("/work/code/src/train.py")).contains("log_input"));

    const auto ended = runScript(
        script, {QStringLiteral("--run"), QStringLiteral("--"), QStringLiteral("--epochs=3 x")},
        venv, again);
    QVERIFY2(ended.code == 0, ended.output);
    QVERIFY2(ended.output.contains("\"arguments\": [\"--epochs=3 x\"]"), ended.output);
    QVERIFY(!QFile::exists(place("owned")));
    QVERIFY(!QFile::exists(folder + QStringLiteral("/work/code/owned")));
    const auto first = dumpStore(environment, uri_, {runId_});
    QVERIFY(first.has_value());
    const auto repeated = dumpStore(environment, again);
    QVERIFY2(repeated, repeated ? "" : qPrintable(repeated.error().message));
    const auto run = (*repeated)[u"runs"].toArray().at(0);
    // The same figure, at another time.
    const auto accuracy = [](const QJsonValue& of) {
        return of[u"metrics"][u"accuracy"][u"value"];
    };
    QVERIFY(accuracy(run).isDouble());
    QCOMPARE(accuracy(run), accuracy((*first)[u"runs"].toArray().at(0)));
}

void TestReproduceContract::aProjectIsStartedByItsEntryPoint()
{
    const QString folder = place("project");
    const auto answer = reproduce({projectRunId_, QStringLiteral("--to"), folder,
                                   QStringLiteral("--repository"), repository_});
    QVERIFY2(answer.exitCode == 0, answer.all());
    QCOMPARE(stateOf(answer.object(), "entry"), QStringLiteral("present"));
    const auto ended = runScript(folder + QStringLiteral("/reproduce.sh"),
                                 {QStringLiteral("--run")}, contractFolder() + u'/' + environment,
                                 QStringLiteral("sqlite:///") + place("again2.db"));
    QVERIFY2(ended.code == 0, ended.output);
    QVERIFY2(ended.output.contains("weight 2.5"), ended.output);
}

void TestReproduceContract::anUnknownRepositoryIsSaidByTheScript()
{
    const QString folder = place("unknown");
    QCOMPARE(reproduce({runId_, QStringLiteral("--to"), folder}).exitCode, 0);
    const auto ended = runScript(folder + QStringLiteral("/reproduce.sh"), {});
    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.output.contains("REPOSITORY="), ended.output);
    const auto again = reproduce({runId_, QStringLiteral("--to"), folder});
    QCOMPARE(again.exitCode, 1);
    QVERIFY(again.errors.contains("not empty"));
}

void TestReproduceContract::badAddressesAreBadUsage()
{
    const auto answer = reproduce(
        {runId_, QStringLiteral("--repository"), QStringLiteral("ext::sh -c touch% owned")});
    QCOMPARE(answer.exitCode, 2);
}

QTEST_GUILESS_MAIN(TestReproduceContract)
#include "test_reproduce_contract.moc"
