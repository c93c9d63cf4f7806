// The odd cases of a database in place: files that are none, locks, what changed since the last
// look. Tables are those of MLflow 2.22 as far as they are read.
#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "tests/unit/mlflow_db/open_files.h"

#include <sqlite3.h>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <map>
#include <set>
#include <thread>

using namespace binnacle;

namespace {

constexpr const char* tables = R"(
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO alembic_version VALUES ('0584bdc529eb');
CREATE TABLE experiments (experiment_id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(256),
  artifact_location VARCHAR(256), lifecycle_stage VARCHAR(32), creation_time BIGINT,
  last_update_time BIGINT);
CREATE TABLE experiment_tags (key VARCHAR(250), value VARCHAR(5000), experiment_id INTEGER);
CREATE TABLE runs (run_uuid VARCHAR(32) NOT NULL PRIMARY KEY, name VARCHAR(250),
  user_id VARCHAR(256), status VARCHAR(9), start_time BIGINT, end_time BIGINT,
  lifecycle_stage VARCHAR(20), artifact_uri VARCHAR(200), experiment_id INTEGER,
  deleted_time BIGINT);
CREATE TABLE metrics (key VARCHAR(250) NOT NULL, value FLOAT NOT NULL, timestamp BIGINT NOT NULL,
  run_uuid VARCHAR(32) NOT NULL, step BIGINT NOT NULL, is_nan BOOLEAN NOT NULL,
  PRIMARY KEY (key, timestamp, step, run_uuid, value, is_nan));
CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid);
CREATE TABLE latest_metrics (key VARCHAR(250) NOT NULL, value FLOAT NOT NULL, timestamp BIGINT,
  step BIGINT, is_nan BOOLEAN, run_uuid VARCHAR(32), PRIMARY KEY (key, run_uuid));
CREATE INDEX index_latest_metrics_run_uuid ON latest_metrics (run_uuid);
CREATE TABLE params (key VARCHAR(250) NOT NULL, value VARCHAR(8000), run_uuid VARCHAR(32),
  PRIMARY KEY (key, run_uuid));
CREATE INDEX index_params_run_uuid ON params (run_uuid);
CREATE TABLE tags (key VARCHAR(250) NOT NULL, value VARCHAR(8000), run_uuid VARCHAR(32),
  PRIMARY KEY (key, run_uuid));
CREATE INDEX index_tags_run_uuid ON tags (run_uuid);
INSERT INTO experiments VALUES (0, 'Default', './mlruns/0', 'active', 1, 2);
INSERT INTO runs VALUES ('a', 'run a', 'u', 'FINISHED', 10, 20, 'active', './x', 0, NULL),
  ('b', NULL, 'u', 'FINISHED', 30, 40, 'active', 's3://bucket/b', 0, NULL),
  ('c', 'run c', 'u', 'RUNNING', 20, NULL, 'active', 'mlflow-artifacts:/0/c/artifacts', 0, NULL);
INSERT INTO tags VALUES ('mlflow.runName', 'named by tag', 'b'), ('team', 'vision', 'a');
INSERT INTO params VALUES ('lr', '0.1', 'a');
INSERT INTO metrics VALUES ('loss', 1, 100, 'a', 0, 0), ('loss', 0, 101, 'a', 1, 1),
  ('loss', 1.7976931348623157e308, 102, 'a', 2, 0), ('loss', 5, 100, 'c', 0, 0);
INSERT INTO latest_metrics VALUES ('loss', 1.7976931348623157e308, 102, 2, 0, 'a'),
  ('loss', 5, 100, 0, 0, 'c');
)";

// A connection as a training has it.
class Writer
{
public:
    explicit Writer(const QString& file) { sqlite3_open(qUtf8Printable(file), &db_); }
    ~Writer() { sqlite3_close(db_); }
    bool exec(const char* sql)
    {
        return sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
    }
    int number(const std::string& sql)
    {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr);
        const int result =
            sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
        sqlite3_finalize(statement);
        return result;
    }

private:
    sqlite3* db_ = nullptr;
};

using Runs = std::map<std::string, Run>;

Result<RunScanResult> scan(TrackingBackend& backend, RunScan how, Runs& runs)
{
    runs.clear();
    return backend.scanRuns(std::move(how),
                            [&](std::vector<Run> batch) -> Result<void> {
                                for (auto& run : batch)
                                    runs[run.id] = run;
                                return {};
                            },
                            {});
}

std::set<std::string> idsOf(const Runs& runs)
{
    std::set<std::string> ids;
    for (const auto& [id, run] : runs)
        ids.insert(id);
    return ids;
}

SeriesData history(TrackingBackend& backend, const SeriesRequest& request)
{
    SeriesData result;
    const std::vector<SeriesRequest> requests{request};
    const auto done = backend.fetchHistories(requests,
                                             [&](SeriesData data) -> Result<void> {
                                                 result = std::move(data);
                                                 return {};
                                             },
                                             {});
    return done ? result : SeriesData{99, false, {}, {}};
}

} // namespace

class TestMlflowDb : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void whatIsNoDatabaseIsSaidClearly_data();
    void whatIsNoDatabaseIsSaidClearly();
    void anUnknownSchemaIsNamedAndNotRead();
    void aDamagedFileIsReported();
    void aFileThatIsGoneIsOutOfReach();
    void anExclusiveLockIsWaitedForAndCancelled();
    void aReadOnlyFileIsRead();
    void numbersThatSqlCanNotHold();
    void anUnchangedFileDeliversNothing();
    void changesAreFound();
    void aRunThatWentMakesAFullScan();
    void historiesGoOnFromTheirCursor();
    void aCursorOfAnotherFileIsNotTrusted();
    void artifactsElsewhereAreRefused();
    void tagsThatMlflowWouldRefuse();
    void aPurgeTakesTheRunAlone();
    void addresses();

private:
    QString path(const char* name) const { return folder_->filePath(QString::fromLatin1(name)); }
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<MlflowDbBackend> backend_;
};

void TestMlflowDb::init()
{
    backend_.reset();
    writer_.reset();
    folder_ = std::make_unique<QTemporaryDir>();
    writer_ = std::make_unique<Writer>(path("mlflow.db"));
    QVERIFY(writer_->exec(tables));
    backend_ = std::make_unique<MlflowDbBackend>(path("mlflow.db").toStdString());
}

void TestMlflowDb::whatIsNoDatabaseIsSaidClearly_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("word");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("holds no tables of MLflow");
    QTest::newRow("text") << QByteArray(5000, 'x') << QStringLiteral("is no SQLite database");
}

void TestMlflowDb::whatIsNoDatabaseIsSaidClearly()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, word);
    QFile file(path("other.db"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    MlflowDbBackend backend(file.fileName().toStdString());
    const auto probe = backend.probe({});
    QVERIFY(!probe);
    QCOMPARE(probe.error().kind, Error::Kind::Invalid);
    QVERIFY2(probe.error().message.contains(word), qPrintable(probe.error().message));
    QVERIFY(probe.error().message.contains(file.fileName()));
}

void TestMlflowDb::anUnknownSchemaIsNamedAndNotRead()
{
    QVERIFY(writer_->exec("UPDATE alembic_version SET version_num = 'ffffffffffff'"));
    Runs runs;
    const auto scanned = scan(*backend_, {}, runs);
    QVERIFY(!scanned);
    QCOMPARE(scanned.error().kind, Error::Kind::Unsupported);
    QVERIFY(scanned.error().message.contains(QStringLiteral("ffffffffffff")));
    QVERIFY(!backend_->setTag("a", "team", "x", {}));
    QVERIFY(writer_->exec("UPDATE alembic_version SET version_num = '451aebb31d03'"));
    QVERIFY(backend_->probe({}).error().message.contains(QStringLiteral("mlflow db upgrade")));
    QVERIFY(writer_->exec("UPDATE alembic_version SET version_num = '0584bdc529eb'; "
                          "ALTER TABLE runs DROP COLUMN deleted_time"));
    QCOMPARE(backend_->probe({}).error().kind, Error::Kind::Unsupported);
}

void TestMlflowDb::aDamagedFileIsReported()
{
    writer_.reset();
    QFile file(path("mlflow.db"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(4096);
    file.write(QByteArray(int(file.size()) - 4096, char(0xA5)));
    file.close();
    Runs runs;
    const auto scanned = scan(*backend_, {}, runs);
    QVERIFY(!scanned);
    QCOMPARE(scanned.error().kind, Error::Kind::Storage);
    QVERIFY2(scanned.error().message.contains(QStringLiteral("damaged")),
             qPrintable(scanned.error().message));
}

void TestMlflowDb::aFileThatIsGoneIsOutOfReach()
{
    writer_.reset();
    QVERIFY(QFile::remove(path("mlflow.db")));
    QCOMPARE(backend_->probe({}).error().kind, Error::Kind::Network);
    QVERIFY(!QFile::exists(path("mlflow.db"))); // nothing was created
}

void TestMlflowDb::anExclusiveLockIsWaitedForAndCancelled()
{
    QVERIFY(writer_->exec("BEGIN EXCLUSIVE"));
    std::stop_source stop;
    const auto began = std::chrono::steady_clock::now();
    const std::filesystem::path file(path("mlflow.db").toStdString());
    const int opened = timesOpen(file);
    std::jthread cancel([&] {
        awaitOpening(file, opened);
        stop.request_stop();
    });
    const auto probe = backend_->probe(stop.get_token());
    QVERIFY(!probe);
    QCOMPARE(probe.error().kind, Error::Kind::Cancelled);
    QVERIFY(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(600));
    // Released while a reader waits: the reader goes on.
    std::jthread release([&] {
        awaitOpening(file, opened);
        writer_->exec("COMMIT");
    });
    QVERIFY(backend_->probe({}));
}

void TestMlflowDb::aReadOnlyFileIsRead()
{
    for (const char* mode : {"PRAGMA journal_mode = delete", "PRAGMA journal_mode = wal"}) {
        init();
        QVERIFY(writer_->exec(mode));
        writer_.reset();
        QFile file(path("mlflow.db"));
        QVERIFY(file.setPermissions(QFileDevice::ReadOwner));
        QVERIFY(
            QFile(folder_->path()).setPermissions(QFileDevice::ReadOwner | QFileDevice::ExeOwner));
        Runs runs;
        const auto scanned = scan(*backend_, {}, runs);
        QFile(folder_->path())
            .setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner |
                            QFileDevice::ExeOwner);
        QVERIFY2(scanned, qPrintable(scanned ? QString() : scanned.error().message));
        QCOMPARE(runs.size(), std::size_t(3));
    }
}

void TestMlflowDb::numbersThatSqlCanNotHold()
{
    const auto data = history(*backend_, {"a", "loss", {}});
    QCOMPARE(data.points.size(), std::size_t(3));
    QCOMPARE(data.points[0].value, 1.0);
    QVERIFY(std::isnan(data.points[1].value));
    QVERIFY(std::isinf(data.points[2].value));
    const auto run = backend_->run("b", {});
    QVERIFY(run);
    QCOMPARE(run->name, std::string("named by tag"));
    QVERIFY(run->endTime);
    QVERIFY(!backend_->run("c", {})->endTime);
}

void TestMlflowDb::anUnchangedFileDeliversNothing()
{
    // A file written within the last two seconds may change on the same clock tick: its age is set.
    QFile file(path("mlflow.db"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-60),
                             QFileDevice::FileModificationTime));
    file.close();
    Runs runs;
    const auto first = scan(*backend_, {}, runs);
    QVERIFY(first);
    QVERIFY(first->complete);
    QCOMPARE(runs.size(), std::size_t(3));
    const auto second = scan(*backend_, {false, first->cursor, {"c"}}, runs);
    QVERIFY(second);
    QVERIFY(!second->complete);
    QVERIFY(runs.empty());
    QCOMPARE(second->cursor, first->cursor);
    // Another process has no memory of the runs, but the file tells that it is the same.
    MlflowDbBackend other(path("mlflow.db").toStdString());
    const auto third = scan(other, {false, first->cursor, {}}, runs);
    QVERIFY(third);
    QVERIFY(runs.empty());
}

void TestMlflowDb::changesAreFound()
{
    Runs runs;
    auto last = scan(*backend_, {}, runs);
    QVERIFY(last);
    const auto changedBy = [&](const char* sql) {
        if (!writer_->exec(sql))
            return std::set<std::string>{"the statement failed"};
        last = scan(*backend_, {false, last->cursor, {}}, runs);
        return last && !last->complete ? idsOf(runs) : std::set<std::string>{"a full scan"};
    };
    using Ids = std::set<std::string>;
    QCOMPARE(changedBy("UPDATE tags SET value = 'speech' WHERE run_uuid = 'a'"), Ids{"a"});
    QCOMPARE(*findValue(runs["a"].tags, "team"), std::string("speech"));
    QCOMPARE(changedBy("DELETE FROM tags WHERE run_uuid = 'a'"), Ids{"a"});
    QVERIFY(runs["a"].tags.empty());
    QCOMPARE(changedBy("UPDATE tags SET value = 'other name' WHERE run_uuid = 'b'"), Ids{"b"});
    QCOMPARE(runs["b"].name, std::string("other name"));
    QCOMPARE(changedBy("UPDATE runs SET lifecycle_stage = 'deleted' WHERE run_uuid = 'a'"),
             Ids{"a"});
    QCOMPARE(runs["a"].lifecycle, Lifecycle::Deleted);
    QCOMPARE(changedBy("INSERT INTO params VALUES ('depth', '3', 'b')"), Ids{"b"});
    QCOMPARE(changedBy("INSERT INTO metrics VALUES ('loss', 4, 200, 'b', 1, 0); INSERT INTO "
                       "latest_metrics VALUES ('loss', 4, 200, 1, 0, 'b')"),
             Ids{"b"});
    QCOMPARE(runs["b"].metrics.at(0).point.value, 4.0);
    QCOMPARE(changedBy("INSERT INTO runs VALUES ('d', 'new', 'u', 'RUNNING', 50, NULL, 'active', "
                       "'', 0, NULL)"),
             Ids{"d"});
    QCOMPARE(changedBy("UPDATE experiments SET name = 'Renamed'"), Ids{});
}

void TestMlflowDb::aRunThatWentMakesAFullScan()
{
    Runs runs;
    const auto first = scan(*backend_, {}, runs);
    QVERIFY(writer_->exec("DELETE FROM metrics WHERE run_uuid = 'c'; DELETE FROM latest_metrics "
                          "WHERE run_uuid = 'c'; DELETE FROM runs WHERE run_uuid = 'c'"));
    const auto second = scan(*backend_, {false, first->cursor, {"c"}}, runs);
    QVERIFY(second);
    QVERIFY(second->complete);
    QCOMPARE(idsOf(runs), (std::set<std::string>{"a", "b"}));
}

void TestMlflowDb::historiesGoOnFromTheirCursor()
{
    const auto first = history(*backend_, {"a", "loss", {}});
    QVERIFY(!first.append);
    QVERIFY(writer_->exec("INSERT INTO metrics VALUES ('loss', 9, 90, 'a', 9, 0), ('acc', 1, 1, "
                          "'a', 1, 0)"));
    const auto second = history(*backend_, {"a", "loss", first.cursor});
    QVERIFY(second.append);
    QCOMPARE(second.points.size(), std::size_t(1));
    QCOMPARE(second.points[0].value, 9.0);
    const auto third = history(*backend_, {"a", "loss", second.cursor});
    QVERIFY(third.append && third.points.empty());
    QCOMPARE(third.cursor, second.cursor);
}

void TestMlflowDb::aCursorOfAnotherFileIsNotTrusted()
{
    const auto first = history(*backend_, {"a", "loss", {}});
    // Rows numbered anew in another order, as an upgrade that copies the table may do.
    QVERIFY(writer_->exec("CREATE TABLE copy AS SELECT * FROM metrics ORDER BY value; DELETE FROM "
                          "metrics; INSERT INTO metrics SELECT * FROM copy"));
    const auto second = history(*backend_, {"a", "loss", first.cursor});
    std::multiset<std::int64_t> steps;
    for (const auto& point : second.points)
        steps.insert(point.step);
    QVERIFY(!second.append);
    QCOMPARE(steps, (std::multiset<std::int64_t>{0, 1, 2}));
    for (const char* cursor : {"nonsense", "1 2 3", "9223372036854775807 0 0 0", "-1 0 0 0 0"})
        QCOMPARE(history(*backend_, {"a", "loss", cursor}).points.size(), std::size_t(3));
}

void TestMlflowDb::artifactsElsewhereAreRefused()
{
    const auto cloud = backend_->listArtifacts("b", "", {});
    QVERIFY(!cloud);
    QCOMPARE(cloud.error().kind, Error::Kind::Unsupported);
    const auto served = backend_->listArtifacts("c", "", {});
    QCOMPARE(served.error().kind, Error::Kind::Unsupported);
    QVERIFY(served.error().message.contains(QStringLiteral("server")));
    // A relative address is looked for beside the database; nothing was logged yet.
    const auto local = backend_->listArtifacts("a", "", {});
    QVERIFY(local);
    QVERIFY(local->empty());
}

void TestMlflowDb::tagsThatMlflowWouldRefuse()
{
    for (const std::string key : {"", "../x", "/abs", "a//b", "a/", ".", "tab\t", "semi;colon"}) {
        const auto set = backend_->setTag("a", key, "v", {});
        QVERIFY2(!set && set.error().kind == Error::Kind::Invalid, key.c_str());
    }
    QVERIFY(!backend_->setTag("a", std::string(251, 'k'), "v", {}));
    QVERIFY(!backend_->setTag("a", "long", std::string(8001, 'v'), {}));
    QVERIFY(backend_->setTag("a", "schlüssel/名前", "v", {}));
    QVERIFY(backend_->deleteRun("a", {}));
    QCOMPARE(backend_->setTag("a", "team", "v", {}).error().kind, Error::Kind::Conflict);
}

// Many points go in several short transactions; tables that name a run are told what becomes of
// them by the schema; the points of other runs stay.
void TestMlflowDb::aPurgeTakesTheRunAlone()
{
    QVERIFY(writer_->exec("CREATE TABLE issues (id INTEGER PRIMARY KEY, source_run_id VARCHAR(32) "
                          "REFERENCES runs (run_uuid) ON DELETE SET NULL)"));
    QVERIFY(writer_->exec("INSERT INTO issues VALUES (1, 'a'), (2, 'c')"));
    QVERIFY(
        writer_->exec("WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < "
                      "12000) INSERT INTO metrics SELECT 'loss', i, i, 'a', i, 0 FROM n"));
    QCOMPARE(backend_->purgeRun("a", {}).error().kind, Error::Kind::Conflict);
    QCOMPARE(history(*backend_, {"a", "loss", {}}).points.size(), std::size_t(12'001));
    QVERIFY(backend_->deleteRun("a", {}));
    // “./x” is no folder of this run alone.
    const auto elsewhere = backend_->purgeRun("a", {});
    QCOMPARE(elsewhere.error().kind, Error::Kind::Unsupported);
    QVERIFY(elsewhere.error().message.contains(QStringLiteral("mlflow gc")));
    QVERIFY(writer_->exec("UPDATE runs SET artifact_uri = './a/artifacts' WHERE run_uuid = 'a'"));
    QVERIFY(QDir(folder_->path()).mkpath(QStringLiteral("a/artifacts/model")));
    const auto purged = backend_->purgeRun("a", {});
    QVERIFY2(purged, purged ? "" : qPrintable(purged.error().detail));
    QVERIFY(!QDir(path("a")).exists());
    QCOMPARE(backend_->run("a", {}).error().kind, Error::Kind::NotFound);
    QVERIFY(history(*backend_, {"a", "loss", {}}).points.empty());
    QCOMPARE(history(*backend_, {"c", "loss", {}}).points.size(), std::size_t(1));
    for (const char* table : {"metrics", "latest_metrics", "params", "tags"})
        QCOMPARE(
            writer_->number(std::string("SELECT count(*) FROM ") + table + " WHERE run_uuid = 'a'"),
            0);
    QCOMPARE(writer_->number("SELECT count(*) FROM issues WHERE source_run_id IS NULL"), 1);
    QCOMPARE(writer_->number("SELECT count(*) FROM issues"), 2);
}

void TestMlflowDb::addresses()
{
    const auto kind = mlflowDbKind();
    const auto file = path("mlflow.db").toStdString();
    for (const auto& address : {file, "sqlite:///" + file, "file://" + file})
        QCOMPARE(kind.recognise(address).value_or(""), "sqlite:///" + file);
    QVERIFY(!kind.recognise(folder_->path().toStdString()));
    QVERIFY(!kind.recognise("https://example.org"));
    QFile other(path("other.db"));
    QVERIFY(other.open(QIODevice::WriteOnly));
    QVERIFY(!kind.recognise(other.fileName().toStdString()));
    const auto opened = kind.open(Source{{}, "s", kind.kind, "sqlite:///" + file});
    QVERIFY(opened);
    QVERIFY((*opened)->probe({}));
    QCOMPARE((*opened)->watchPaths().at(0).string(), file);
}

QTEST_GUILESS_MAIN(TestMlflowDb)
#include "test_mlflow_db.moc"
