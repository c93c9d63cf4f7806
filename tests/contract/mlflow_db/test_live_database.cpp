// mlflow.db while MLflow's own client writes to it, and at every schema that its migrations make.
#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "services/backends/mlflow_db/schema.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <map>

using namespace binnacle;

namespace {

QString here(const QString& script)
{
    return QStringLiteral(BINNACLE_TEST_FOLDER "/") + script;
}

// What a mirror keeps: runs, and of each series the points and the cursor.
class SmallMirror
{
public:
    explicit SmallMirror(TrackingBackend& backend) : backend_(backend) {}

    Result<void> pass()
    {
        auto scanned = backend_.scanRuns({cursor_.empty(), cursor_, {}},
                                         [&](std::vector<Run> runs) -> Result<void> {
                                             for (auto& run : runs)
                                                 runs_[run.id] = std::move(run);
                                             return {};
                                         },
                                         {});
        if (!scanned)
            return failure(scanned.error());
        cursor_ = scanned->cursor;
        std::vector<SeriesRequest> requests;
        for (const auto& [id, run] : runs_) {
            for (const auto& metric : run.metrics)
                requests.push_back({id, metric.key, cursors_[id + metric.key]});
        }
        return backend_.fetchHistories(
            requests,
            [&](SeriesData data) -> Result<void> {
                const auto& request = requests[data.request];
                auto& points = points_[request.runId][request.metricKey];
                if (!data.append)
                    points.clear();
                points.insert(points.end(), data.points.begin(), data.points.end());
                cursors_[request.runId + request.metricKey] = data.cursor;
                return {};
            },
            {});
    }

    const Run& run(const std::string& id) { return runs_[id]; }
    std::size_t count(const std::string& id)
    {
        std::size_t sum = 0;
        for (const auto& [key, points] : points_[id])
            sum += points.size();
        return sum;
    }
    const auto& runs() const { return runs_; }

private:
    TrackingBackend& backend_;
    std::string cursor_;
    std::map<std::string, Run> runs_;
    std::map<std::string, std::string> cursors_;
    std::map<std::string, std::map<std::string, std::vector<MetricPoint>>> points_;
};

QByteArray why(const Result<void>& result)
{
    return result ? QByteArray() : (result.error().message + result.error().detail).toUtf8();
}

} // namespace

class TestLiveDatabase : public QObject
{
    Q_OBJECT
private slots:
    void everyNamedRevisionIsRead_data();
    void everyNamedRevisionIsRead();
    void aTrainingIsNeverKeptWaiting_data();
    void aTrainingIsNeverKeptWaiting();
};

void TestLiveDatabase::everyNamedRevisionIsRead_data()
{
    QTest::addColumn<QString>("release");
    QTest::newRow("MLflow 2.22") << QStringLiteral("mlflow2");
    QTest::newRow("MLflow 3.17") << QStringLiteral("mlflow3");
}

void TestLiveDatabase::everyNamedRevisionIsRead()
{
    QFETCH(QString, release);
    const QTemporaryDir folder;
    const auto made =
        contract::runPython(release, {here(QStringLiteral("migrate_store.py")), folder.path()});
    QVERIFY2(made, made ? "" : qPrintable(made.error().message));
    const auto chain = QJsonDocument::fromJson(made->trimmed().split('\n').last()).array();
    QVERIFY(chain.size() >= 28);
    int read = 0;
    for (qsizetype i = 0; i < chain.size(); ++i) {
        const auto id = chain[i].toString();
        const auto* revision = mlflow_db::findRevision(id.toStdString());
        QVERIFY2(revision, qPrintable(id));
        // The same order as MLflow's own chain.
        QCOMPARE(qsizetype(revision - mlflow_db::schemaRevisions().data()), i);
        MlflowDbBackend backend(folder.filePath(id + QStringLiteral(".db")).toStdString());
        const auto probe = backend.probe({});
        if (revision->releases.empty()) {
            QVERIFY2(!probe, qPrintable(id));
            QCOMPARE(probe.error().kind, Error::Kind::Unsupported);
            QVERIFY(probe.error().message.contains(id));
            continue;
        }
        QVERIFY2(probe, qPrintable(id));
        QVERIFY(QString::fromStdString(probe->product).contains(id));
        ++read;
        SmallMirror mirror(backend);
        const auto passed = mirror.pass();
        QVERIFY2(passed, why(passed));
        QCOMPARE(mirror.runs().size(), std::size_t(1));
        const auto& run = mirror.runs().begin()->second;
        QCOMPARE(run.name, std::string("first"));
        QCOMPARE(run.params, (std::vector<KeyValue>{{"lr", "0.1"}}));
        QCOMPARE(run.metrics.at(0).point.value, 0.25);
        QCOMPARE(mirror.count(run.id), std::size_t(3));
        const auto experiments = backend.experiments({});
        QVERIFY(experiments);
        QCOMPARE(experiments->at(0).tags, (std::vector<KeyValue>{{"team", "vision"}}));
        const auto tagged = backend.setTag(run.id, "note", "seen", {});
        QVERIFY2(tagged, why(tagged));
        QCOMPARE(*findValue(backend.run(run.id, {})->tags, "note"), std::string("seen"));
    }
    QVERIFY(read >= 10);
}

void TestLiveDatabase::aTrainingIsNeverKeptWaiting_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("rollback journal") << QStringLiteral("delete");
    QTest::newRow("write-ahead log") << QStringLiteral("wal");
}

// Mirrors without pause, passes over all histories from the beginning included, while the client
// logs. MLflow's client gives up after five seconds; the longest batch must be far from that.
void TestLiveDatabase::aTrainingIsNeverKeptWaiting()
{
    QFETCH(QString, mode);
    const QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("mlflow.db"));
    QProcess training;
    training.setProcessEnvironment(contract::pythonEnvironment());
    training.start(contract::python(QStringLiteral("mlflow3")),
                   {here(QStringLiteral("write_live.py")), file, mode, QStringLiteral("80")});
    QByteArray said;
    while (!said.contains("ready")) {
        QVERIFY2(training.waitForReadyRead(60'000), training.readAllStandardError().constData());
        said += training.readAllStandardOutput();
    }
    MlflowDbBackend backend(file.toStdString());
    SmallMirror mirror(backend);
    int passes = 0;
    while (training.state() == QProcess::Running) {
        SmallMirror fromTheBeginning(backend);
        for (auto* one : {&mirror, &fromTheBeginning}) {
            const auto passed = one->pass();
            QVERIFY2(passed, why(passed));
        }
        ++passes;
        training.waitForFinished(1);
    }
    QVERIFY2(training.exitCode() == 0, training.readAllStandardError().constData());
    said += training.readAllStandardOutput();
    const auto result = QJsonDocument::fromJson(said.trimmed().split('\n').last()).object();
    QVERIFY(mirror.pass());
    const auto live = result[u"run"].toString().toStdString();
    QCOMPARE(mirror.count(live), std::size_t(result[u"points"].toInteger()));
    QCOMPARE(mirror.run(live).status, RunStatus::Finished);
    QCOMPARE(*findValue(mirror.run(live).tags, "batch"), std::string("79"));
    QVERIFY(passes >= 2);
    qInfo("%d passes, longest batch of the training %.3f s", passes, result[u"longest"].toDouble());
    QVERIFY(result[u"longest"].toDouble() < 3.0);
}

QTEST_GUILESS_MAIN(TestLiveDatabase)
#include "test_live_database.moc"
