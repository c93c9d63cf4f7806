#include "services/reproduce/reproduce_script.h"
#include "services/reproduce/reproduction_folder.h"
#include "services/reproduce/shell_quote.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

namespace {

using State = ReproductionPart::State;

RunDetail trainedRun()
{
    RunDetail detail;
    detail.experimentName = "wine";
    detail.sourceName = "lab";
    detail.run.id = "0123456789abcdef0123456789abcdef";
    detail.run.name = "wine-gbm-007";
    detail.run.params = {{"lr", "0.1"}, {"random_state", "7"}};
    detail.run.tags = {{"mlflow.source.name", "/home/a/wine/src/train.py"},
                       {"mlflow.source.type", "LOCAL"},
                       {"mlflow.source.git.commit", "4be21d0c2f7a9e55aa00bb11cc22dd33ee44ff55"},
                       {"mlflow.source.git.repoURL", "https://me:secret@git.example.com/wine.git"}};
    detail.run.datasets = {
        {"wine", "9f31c0de", "local", "{\"uri\": \"wine.csv\"}", "{}", "{}", "training"}};
    return detail;
}

QByteArray bash(const QByteArray& script, const QStringList& options = {})
{
    QProcess process;
    process.start(QStringLiteral("bash"), options);
    process.write(script);
    process.closeWriteChannel();
    if (!process.waitForFinished(20'000))
        qFatal("bash did not end");
    return process.readAllStandardOutput() + process.readAllStandardError() +
           QByteArray(process.exitCode() == 0 ? "" : "failed");
}

// Texts that try to leave their quotes.
const std::vector<std::string> hostile = {"$(touch owned)",
                                          "`touch owned`",
                                          "'; touch owned; '",
                                          "\"; touch owned; \"",
                                          "a\ntouch owned\n",
                                          "\\'; touch owned #",
                                          "-rf /",
                                          "{a,b} *  ~ !! $HOME ${IFS}",
                                          "와인 🍷",
                                          std::string("zero\0byte", 9)};

} // namespace

// What a repeat of a run needs, and the script that restores it.
class TestReproduction : public QObject
{
    Q_OBJECT
private slots:
    void partsSayWhatIsThereAndWhatIsMissing()
    {
        const auto run = reproductionOf(
            trainedRun(), {{"model/requirements.txt", "requirements.txt", "mlflow==3.17.2\n"},
                           {"model/python_env.yaml", "python_env.yaml",
                            "python: 3.11.2\nbuild_dependencies:\n- pip==23.0.1\n"}});
        QCOMPARE(run.part("repository")->state, State::Present);
        QCOMPARE(run.part("commit")->state, State::Present);
        QCOMPARE(run.part("changes")->state, State::Partial);
        QCOMPARE(run.part("entry")->state, State::Partial);
        QCOMPARE(run.part("environment")->state, State::Present);
        QCOMPARE(run.part("python")->value, QStringLiteral("3.11.2"));
        QCOMPARE(run.part("datasets")->value, QStringLiteral("wine@9f31c0de"));
        QCOMPARE(run.part("seeds")->value, QStringLiteral("random_state = 7"));
        QCOMPARE(run.missing(), 2U);
        QCOMPARE(run.repository, std::string("https://git.example.com/wine.git"));
    }

    void aRunThatSaysNothingLacksEverything()
    {
        RunDetail detail;
        detail.run.id = "x";
        const auto run = reproductionOf(detail, {}, {}, "The server is out of reach.");
        QCOMPARE(run.missing(), run.parts.size());
        QVERIFY(run.part("environment")->advice.contains(QStringLiteral("out of reach")));
        for (const auto& part : run.parts)
            QVERIFY2(!part.advice.isEmpty(), part.key.c_str());
    }

    void addressesThatCouldRunACommandAreRefused_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("safe");
        const auto row = [](const char* address, bool safe) {
            QTest::newRow(address) << QString::fromLatin1(address) << safe;
        };
        row("https://git.example.com/a.git", true);
        row("ssh://git@git.example.com/a.git", true);
        row("git@git.example.com:team/a.git", true);
        row("/data/repos/a", true);
        row("file:///data/repos/a", true);
        row("--upload-pack=touch owned", false);
        row("ext::sh -c touch% owned", false);
        row("ext::sh", false);
        row("fd::17", false);
        row("ssh://-oProxyCommand=touch/a", false);
        row("git@-oProxyCommand=x:a", false);
        row("https://a b", false);
        row("", false);
    }
    void addressesThatCouldRunACommandAreRefused()
    {
        QFETCH(QString, address);
        QFETCH(bool, safe);
        QCOMPARE(isSafeRepository(address.toStdString()), safe);
    }

    void seedsAreKnownByTheirNames()
    {
        for (const char* key : {"seed", "SEED", "random_state", "model.seed", "data_seed",
                                "seed_everything", "torch-seed"})
            QVERIFY2(looksLikeSeed(key), key);
        for (const char* key : {"seeds_used", "seedling", "reseeded", "lr"})
            QVERIFY2(!looksLikeSeed(key), key);
    }

    void quotedTextIsThatText()
    {
        for (const auto& text : hostile) {
            std::string expected = text;
            std::erase(expected, '\0');
            const auto said =
                bash(QByteArray::fromStdString("printf '%s' " + shellQuoted(text) + "\n"));
            QCOMPARE(said, QByteArray::fromStdString(expected));
        }
        QCOMPARE(
            bash("set -- " +
                 QByteArray::fromStdString(shellQuoted(std::vector<std::string>{"", "a b", "'"})) +
                 "; echo $#"),
            QByteArray("3\n"));
    }

    void noValueOfARunBecomesACommand_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("type");
        for (std::size_t i = 0; i < hostile.size(); ++i) {
            for (const char* type : {"LOCAL", "PROJECT", "NOTEBOOK", "JOB"})
                QTest::addRow("%zu %s", i, type)
                    << QByteArray::fromStdString(hostile[i]) << QString::fromLatin1(type);
        }
    }
    // The script is really run, with every value hostile, where `git` and Python do nothing.
    void noValueOfARunBecomesACommand()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, type);
        const std::string value = text.toStdString();
        RunDetail detail = trainedRun();
        detail.run.id = detail.run.name = detail.experimentName = detail.sourceName = value;
        detail.run.params = {{value, value}, {"seed", value}};
        detail.run.tags = {{"mlflow.source.name", value + "#" + value},
                           {"mlflow.source.type", type.toStdString()},
                           {"mlflow.project.entryPoint", value},
                           {"mlflow.source.git.branch", value},
                           {"mlflow.source.git.diff", value},
                           {"mlflow.source.git.commit", "4be21d0c2f7a9e55"},
                           {"mlflow.source.git.repoURL", "https://git.example.com/" + value}};
        detail.run.datasets = {{value, value, value, value, value, value, value}};
        const auto run = reproductionOf(
            detail, {{value + "/requirements.txt", "requirements.txt", value},
                     {"m/python_env.yaml", "python_env.yaml", "python: \"" + value + "\""}});
        const QTemporaryDir folder;
        QVERIFY(writeReproduction(run, folder.filePath(QStringLiteral("repeat")).toStdString()));
        QDir place(folder.filePath(QStringLiteral("repeat")));
        const QString script = place.filePath(QStringLiteral("reproduce.sh"));
        QCOMPARE(bash({}, {QStringLiteral("-n"), script}), QByteArray());

        QDir(folder.path()).mkpath(QStringLiteral("bin"));
        QDir(folder.path()).mkpath(QStringLiteral("repeat/work/code/.git"));
        QDir(folder.path()).mkpath(QStringLiteral("repeat/work/venv/bin"));
        for (const char* name : {"bin/git", "bin/python3", "repeat/work/venv/bin/python"}) {
            QFile fake(folder.filePath(QLatin1String(name)));
            QVERIFY(fake.open(QIODevice::WriteOnly));
            fake.write("#!/bin/sh\nexit 0\n");
            fake.setPermissions(fake.permissions() | QFile::ExeOwner | QFile::ExeUser);
        }
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("PATH"), folder.filePath(QStringLiteral("bin")) + u':' +
                                                       environment.value(QStringLiteral("PATH")));
        environment.insert(QStringLiteral("REPOSITORY"), QStringLiteral("https://x/y"));
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(folder.path());
        process.start(script, {QStringLiteral("--run")});
        QVERIFY(process.waitForFinished(20'000));
        QVERIFY(process.readAllStandardOutput().contains("== Code"));
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("owned"))));
        QVERIFY(!QFile::exists(place.filePath(QStringLiteral("owned"))));
        QVERIFY(!QFile::exists(place.filePath(QStringLiteral("work/code/owned"))));
    }

    void folderHoldsWhatWasPromisedAndIsNeverWrittenOver()
    {
        const auto run = reproductionOf(trainedRun(),
                                        {{"model/requirements.txt", "requirements.txt", "mlflow\n"},
                                         {"../../x/MLmodel", "MLmodel", "flavors: {}\n"}});
        const QTemporaryDir folder;
        const QString place = folder.filePath(reproductionFolderName(run));
        QVERIFY(place.endsWith(QStringLiteral("reproduce-wine-gbm-007-01234567")));
        QVERIFY(writeReproduction(run, place.toStdString()));
        const QDir dir(place);
        for (const char* name :
             {"README.md", "reproduce.sh", "run.json", "params.json", "datasets.json",
              "check_datasets.py", "environment/requirements.txt",
              "environment/model-1/requirements.txt", "environment/model-2/MLmodel"})
            QVERIFY2(dir.exists(QLatin1String(name)), name);
        QFile params(dir.filePath(QStringLiteral("params.json")));
        QVERIFY(params.open(QIODevice::ReadOnly));
        QCOMPARE(QJsonDocument::fromJson(params.readAll())[u"random_state"].toString(),
                 QStringLiteral("7"));
        QFile readme(dir.filePath(QStringLiteral("README.md")));
        QVERIFY(readme.open(QIODevice::ReadOnly));
        QVERIFY(readme.readAll().contains("Missing for a faithful repeat"));
        const auto again = writeReproduction(run, place.toStdString());
        QVERIFY(!again);
        QCOMPARE(again.error().kind, Error::Kind::Conflict);
    }

    void scriptLooksForTheFileWithinTheRepository()
    {
        const auto run = reproductionOf(trainedRun(), {});
        QVERIFY(reproduceScript(run).find("script=/home/a/wine/src/train.py") != std::string::npos);
        auto climbing = trainedRun();
        climbing.run.tags[0].value = "../../../etc/cron.daily/x.py";
        QCOMPARE(reproductionOf(climbing, {}).script, std::string("etc/cron.daily/x.py"));
    }

    void pythonIsTakenFromWhereItIsSaid()
    {
        QCOMPARE(pythonVersionIn({{"m/conda.yaml", "conda.yaml",
                                   "dependencies:\n- python=3.10.1\n- pip:\n  - mlflow\n"}}),
                 std::string("3.10.1"));
        QCOMPARE(pythonVersionIn({{"m/MLmodel", "MLmodel",
                                   "flavors:\n  python_function:\n    python_version: 3.9.18\n"}}),
                 std::string("3.9.18"));
        QVERIFY(pythonVersionIn({{"m/MLmodel", "MLmodel", ": ["}}).empty());
    }
};

QTEST_GUILESS_MAIN(TestReproduction)
#include "test_reproduction.moc"
