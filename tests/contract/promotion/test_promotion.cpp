// Promotions on real MLflow servers, seen by MLflow's own client.
#include "tests/contract/cli/cli_process.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <memory>

using namespace binnacle;
using contract::CliAnswer;
using contract::CliProcess;

namespace {

QJsonObject gate(const QJsonObject& answer, const QString& name)
{
    for (const auto& item : answer.value(QLatin1String("gates")).toArray()) {
        if (item.toObject().value(QLatin1String("name")).toString() == name)
            return item.toObject();
    }
    return {};
}

QString stateOf(const QJsonObject& answer, const char* name)
{
    return gate(answer, QLatin1String(name)).value(QLatin1String("state")).toString();
}

} // namespace

class TestPromotion : public QObject
{
    Q_OBJECT

private slots:
    void onARealServer_data()
    {
        QTest::addColumn<QString>("environment");
        QTest::newRow("MLflow 3") << QStringLiteral("mlflow3");
        QTest::newRow("MLflow 2") << QStringLiteral("mlflow2");
    }

    void onARealServer()
    {
        QFETCH(QString, environment);
        const QTemporaryDir folder;
        contract::MlflowServer::Options options;
        options.environment = environment;
        options.folder = folder.path();
        auto server = contract::MlflowServer::start(options);
        QVERIFY2(server, server ? "" : qPrintable(server.error().message));
        const auto url = (*server)->url();
        const auto trained = contract::runPython(environment, {test("train_versions.py"), url});
        QVERIFY2(trained, trained ? "" : qPrintable(trained.error().message));

        const CliProcess cli(folder.filePath(QStringLiteral("workspace.db")));
        QCOMPARE(cli(words("source add lab") << url).exitCode, 0);
        auto answer = cli(words("sync"));
        QVERIFY2(answer.exitCode == 0, answer.all());

        // The second version lacks an input of the champion.
        answer = cli(words("promote wine 2 --alias champion --approver kim --reason try --json"));
        QVERIFY2(answer.exitCode == 3, answer.all());
        QCOMPARE(stateOf(answer.object(), "signature"), QStringLiteral("blocked"));
        QVERIFY(answer.object().value(QLatin1String("journal_entry")).isNull());
        QCOMPARE(holder(environment, url, "champion"), QStringLiteral("1"));

        // The third is better on the same data; nobody approves it at first.
        answer = cli(words("promote wine 3 --alias champion --json"));
        QVERIFY2(answer.exitCode == 3, answer.all());
        answer = cli(words("promote wine 3 --alias champion --approver kim --reason better --json "
                           "--dry-run"));
        QVERIFY2(answer.exitCode == 0, answer.all());
        QCOMPARE(stateOf(answer.object(), "metric"), QStringLiteral("passed"));
        QCOMPARE(stateOf(answer.object(), "signature"), QStringLiteral("passed"));
        QCOMPARE(holder(environment, url, "champion"), QStringLiteral("1"));

        const auto python = contract::python(environment);
        answer = cli(words("promote wine 3 --alias champion --approver kim --reason better --json "
                           "--tag released=yes --serve-env")
                     << python.section(QLatin1Char('/'), 0, -3));
        QVERIFY2(
            stateOf(answer.object(), "serves") == QStringLiteral("passed"),
            qPrintable(gate(answer.object(), QLatin1String("serves"))[QLatin1String("evidence")]
                           .toString()));
        QVERIFY2(answer.exitCode == 0, answer.all());
        const auto entry = answer.object().value(QLatin1String("journal_entry")).toString();
        QCOMPARE(entry.size(), 16);
        QCOMPARE(holder(environment, url, "champion"), QStringLiteral("3"));
        QCOMPARE(tag(environment, url, "3", "released"), QStringLiteral("yes"));

        answer = cli(words("undo --json") << entry);
        QVERIFY2(answer.exitCode == 0, answer.all());
        QCOMPARE(holder(environment, url, "champion"), QStringLiteral("1"));
        QVERIFY(tag(environment, url, "3", "released").isNull());
        QCOMPARE(cli(words("undo") << entry).exitCode, 1); // once

        // Of an alias that nobody held nothing is left.
        answer = cli(words("promote wine 3 --alias shadow --override all --reason first --json"));
        QVERIFY2(answer.exitCode == 0, answer.all());
        QCOMPARE(holder(environment, url, "shadow"), QStringLiteral("3"));
        answer =
            cli(words("undo") << answer.object().value(QLatin1String("journal_entry")).toString());
        QVERIFY2(answer.exitCode == 0, answer.all());
        QVERIFY(holder(environment, url, "shadow").isNull());

        answer = cli(words("delete-version wine 1 --yes"));
        QCOMPARE(answer.exitCode, 1);
        QVERIFY2(answer.errors.contains("champion"), answer.all());
        QVERIFY2(cli(words("audit --verify")).exitCode == 0, "the audit log is not whole");
        raceForAnAlias(environment, url, folder.path());

        (*server)->stop();
        answer = cli(words("promote wine 3 --alias champion --approver k --reason r --json"));
        QVERIFY2(answer.exitCode == 1, answer.all());
        QVERIFY2(!answer.object()
                      .value(QLatin1String("plan"))
                      .toObject()[QLatin1String("executable")]
                      .toBool(true),
                 answer.all());
    }

private:
    static QStringList words(const char* text)
    {
        return QString::fromUtf8(text).split(QLatin1Char(' '));
    }
    static QString test(const char* name)
    {
        return QStringLiteral(BINNACLE_TEST_FOLDER "/") + QLatin1String(name);
    }
    static QJsonObject model(const QString& environment, const QString& url)
    {
        const auto read = contract::runPython(environment, {test("read_model.py"), url});
        return read ? QJsonDocument::fromJson(*read).object() : QJsonObject();
    }
    static QString holder(const QString& environment, const QString& url, const char* alias)
    {
        const auto found = model(environment, url)
                               .value(QLatin1String("aliases"))
                               .toObject()
                               .value(QLatin1String(alias));
        return found.isUndefined() ? QString() : found.toVariant().toString();
    }
    static QString tag(const QString& environment, const QString& url, const char* version,
                       const char* key)
    {
        return model(environment, url)
            .value(QLatin1String("versions"))
            .toObject()
            .value(QLatin1String(version))
            .toObject()
            .value(QLatin1String(key))
            .toString();
    }

    // Two Binnacles, each with a workspace of its own. Whoever says “done” read its own version
    // just after it wrote; the one that the registry holds at the end is never the one that was
    // told that it is not.
    void raceForAnAlias(const QString& environment, const QString& url, const QString& folder)
    {
        std::map<QString, QString> workspaces;
        for (const char* version : {"2", "3"}) {
            const auto file = folder + QStringLiteral("/racer") + QLatin1String(version);
            workspaces[QLatin1String(version)] = file;
            const CliProcess cli(file);
            QCOMPARE(cli(words("source add lab") << url).exitCode, 0);
            QCOMPARE(cli(words("sync")).exitCode, 0);
        }
        int both = 0, refused = 0;
        for (int round = 0; round < 8; ++round) {
            std::map<QString, std::unique_ptr<QProcess>> racers;
            for (const auto& [version, file] : workspaces) {
                auto& racer = racers[version] = std::make_unique<QProcess>();
                racer->setProcessEnvironment(contract::pythonEnvironment());
                racer->start(QStringLiteral(BINNACLE_CLI),
                             words("promote wine") << version
                                                   << words("--alias race --override all --reason "
                                                            "race --json --workspace")
                                                   << file);
            }
            std::map<QString, QString> states;
            for (const auto& [version, racer] : racers) {
                QVERIFY(racer->waitForFinished(60'000));
                states[version] = QJsonDocument::fromJson(racer->readAllStandardOutput())
                                      .object()
                                      .value(QLatin1String("state"))
                                      .toString();
                QVERIFY2(!states[version].isEmpty(), racer->readAllStandardError());
            }
            const auto held = holder(environment, url, "race");
            QVERIFY(states.contains(held));
            QVERIFY2(states[held] == QStringLiteral("done"), qPrintable(states[held]));
            for (const auto& [version, state] : states) {
                both += version != held && state == QStringLiteral("done") ? 1 : 0;
                refused += state == QStringLiteral("failed") ? 1 : 0;
                // The loser was refused, overtaken, or did hold it in between.
                QVERIFY2(state == QStringLiteral("done") || state == QStringLiteral("overtaken") ||
                             state == QStringLiteral("failed"),
                         qPrintable(state));
            }
        }
        qInfo("8 races: %d refused, in %d both held it one after the other", refused, both);
    }
};

QTEST_GUILESS_MAIN(TestPromotion)
#include "test_promotion.moc"
