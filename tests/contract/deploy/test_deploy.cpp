// Real MLflow model servers behind a real HAProxy, moved by the real executable under a constant
// load: a slow version and a wrong one are taken back by themselves, a good one takes over without
// a failed request.
#include "tests/contract/cli/cli_process.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/contract/deploy/constant_load.h"
#include "tests/contract/deploy/haproxy_process.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace binnacle;
using contract::CliAnswer;

class TestDeploy : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto made = contract::runPython(
            QStringLiteral("mlflow3"),
            {QStringLiteral(BINNACLE_TEST_FOLDER "/make_versions.py"), file("versions")});
        QVERIFY2(made, made ? "" : qPrintable(made.error().message));
        front_ = QStringLiteral("http://127.0.0.1:%1").arg(contract::freePort());
        const auto python = contract::python(QStringLiteral("mlflow3"));
        auto answer = cli({QStringLiteral("targets"), QStringLiteral("add"), QStringLiteral("prod"),
                           QStringLiteral("haproxy"), file("runtime.sock"), QStringLiteral("--set"),
                           QStringLiteral("front=") + front_, QStringLiteral("--set"),
                           QStringLiteral("environment=") + python.section(u'/', 0, -3)});
        QVERIFY2(answer.exitCode == 0, answer.all());
        answer = cli({QStringLiteral("targets"), QStringLiteral("config"), QStringLiteral("prod")});
        QVERIFY2(answer.exitCode == 0, answer.all());
        QFile configuration(file("haproxy.cfg"));
        QVERIFY(configuration.open(QIODevice::WriteOnly));
        configuration.write(answer.output);
        configuration.close();
        const auto fault = haproxy_.start(file("haproxy.cfg"), file("runtime.sock"));
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }

    void aPlanIsReadableAndChangesNothing()
    {
        const auto answer = deploy("1", "all-at-once", {"--plan", "--json"});
        QVERIFY2(answer.exitCode == 0, answer.all());
        const auto changes = answer.object().value(QLatin1String("changes")).toArray();
        QVERIFY2(changes.size() >= 3, answer.all());
        QVERIFY2(answer.output.contains("mlflow models serve"), answer.all());
        QVERIFY2(answer.output.contains("set server models/"), answer.all());
        QCOMPARE(percents(), QJsonObject());
    }

    void theFirstVersionTakesAllOfTheTraffic()
    {
        const auto answer = deploy("1", "all-at-once", {"--hold", "0s", "--json"});
        QVERIFY2(answer.exitCode == 0, answer.all());
        QCOMPARE(percents(), (QJsonObject{{QStringLiteral("1"), 100.0}}));
        load_ = std::make_unique<contract::ConstantLoad>(
            front_.toStdString() + "/invocations",
            std::vector<std::string>{body(1), body(7), body(150)}, 4, 60);
        QTRY_VERIFY_WITH_TIMEOUT(load_->requests() > 20, 60'000);
    }

    void aSlowVersionIsTakenBackOnItsLatency()
    {
        (void)load_->takeTally();
        const auto answer = canary("2", {"--guard", "p95<=2.5x"});
        QVERIFY2(answer.exitCode == 3, answer.all());
        QVERIFY2(answer.errors.contains("p95 latency"), answer.all());
        QCOMPARE(percents(), (QJsonObject{{QStringLiteral("1"), 100.0}}));
        const auto tally = load_->takeTally();
        QVERIFY2(tally.failed == 0, tally.lastFailure.c_str());
    }

    void aWrongVersionIsTakenBackOnItsErrors()
    {
        const auto answer = canary("3", {"--guard", "error_rate<=old+0.05"});
        QVERIFY2(answer.exitCode == 3, answer.all());
        QVERIFY2(answer.errors.contains("error rate"), answer.all());
        QCOMPARE(percents(), (QJsonObject{{QStringLiteral("1"), 100.0}}));
        const auto tally = load_->takeTally();
        QVERIFY2(tally.failed > 0, "no caller met the wrong version");
        QVERIFY(tally.failed < tally.requests / 2);
    }

    void aGoodVersionGoesByCanaryToAllOfTheTraffic()
    {
        (void)load_->takeTally();
        const auto answer =
            canary("4", {"--guard", "error_rate<=0.01", "--guard", "p99<=20x", "--json"});
        QVERIFY2(answer.exitCode == 0, answer.all());
        QCOMPARE(percents(), (QJsonObject{{QStringLiteral("4"), 100.0}}));
        const auto tally = load_->takeTally();
        QVERIFY2(tally.failed == 0, tally.lastFailure.c_str());
        QVERIFY2(tally.bodies.size() == 6, "both versions answered on the way");
    }

    void blueGreenSwitchesWithoutAFailedRequest()
    {
        const auto answer =
            deploy("1", "blue-green",
                   {"--hold", "2s", "--keep-old", "3s", "--interval", "500ms", "--window", "3s",
                    "--guard", "error_rate<=0.01", "--min-requests", "10", "--json"});
        QVERIFY2(answer.exitCode == 0, answer.all());
        QCOMPARE(percents(), (QJsonObject{{QStringLiteral("1"), 100.0}}));
        const auto tally = load_->takeTally();
        QVERIFY2(tally.failed == 0, tally.lastFailure.c_str());
        QVERIFY2(tally.requests > 50, "there was no load");
        // The split that was journaled is the one that callers met.
        const auto events = cli(words("rollout status --json")).array();
        QVERIFY(events.size() >= 5);
    }

    void theAuditLogTellsOfEachChange()
    {
        const auto answer = cli(words("audit --json"));
        QVERIFY2(answer.output.contains("rollout-set-percent"), answer.all());
        QVERIFY2(cli(words("audit --verify")).exitCode == 0, "the audit log is not whole");
    }

    void cleanupTestCase()
    {
        load_.reset();
        haproxy_.stop();
        QDirIterator pids(file("serving"), {QStringLiteral("pid")}, QDir::Files,
                          QDirIterator::Subdirectories);
        while (pids.hasNext()) {
            QFile pid(pids.next());
            if (pid.open(QIODevice::ReadOnly))
                ::kill(-static_cast<pid_t>(pid.readAll().toLongLong()), SIGKILL);
        }
    }

private:
    QString file(const char* name) const { return folder_.filePath(QLatin1String(name)); }
    static QStringList words(const char* text) { return QString::fromUtf8(text).split(u' '); }
    static std::string body(int x)
    {
        return R"({"dataframe_split":{"columns":["x"],"data":[[)" + std::to_string(x) + ".0]]}}";
    }
    CliAnswer cli(const QStringList& arguments) const
    {
        return contract::CliProcess(file("workspace.db"), 300'000)(arguments);
    }
    CliAnswer deploy(const char* version, const char* strategy,
                     std::initializer_list<const char*> more) const
    {
        QStringList arguments{QStringLiteral("deploy"),
                              QStringLiteral("double"),
                              QLatin1String(version),
                              QStringLiteral("--target"),
                              QStringLiteral("prod"),
                              QStringLiteral("--strategy"),
                              QLatin1String(strategy),
                              QStringLiteral("--source"),
                              file("versions") + u'/' + QLatin1String(version)};
        for (const auto* each : more)
            arguments.append(QLatin1String(each));
        if (!arguments.contains(QStringLiteral("--interval")))
            arguments << words("--interval 1s");
        return cli(arguments);
    }
    CliAnswer canary(const char* version, std::initializer_list<const char*> more) const
    {
        QStringList arguments{QStringLiteral("deploy"), QStringLiteral("double"),
                              QLatin1String(version), QStringLiteral("--source"),
                              file("versions") + u'/' + QLatin1String(version)};
        arguments << words("--target prod --strategy canary --steps 30,70 --hold 3s --interval 1s "
                           "--window 8s --min-requests 10");
        for (const auto* each : more)
            arguments.append(QLatin1String(each));
        return cli(arguments);
    }
    // The share of each version that is there, as the target tells.
    QJsonObject percents() const
    {
        QJsonObject shares;
        const auto answer = cli(words("targets show prod double --json")).object();
        for (const auto& each : answer.value(QLatin1String("versions")).toArray())
            shares[each.toObject().value(QLatin1String("version")).toString()] =
                each.toObject().value(QLatin1String("percent"));
        return shares;
    }

    QTemporaryDir folder_;
    QString front_;
    contract::HaproxyProcess haproxy_;
    std::unique_ptr<contract::ConstantLoad> load_;
};

QTEST_GUILESS_MAIN(TestDeploy)
#include "test_deploy.moc"
