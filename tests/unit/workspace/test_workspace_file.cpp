#include "tests/unit/workspace/workspace_fixture.h"

#include "services/workspace/schema.h"

#include <QFile>
#include <QSignalSpy>

#include <sys/resource.h>

#include <csignal>

using namespace binnacle;
using namespace binnacle::test;

// The workspace as a file: made, opened again, refused where it is not ours, and honest where the
// disk is full.
class TestWorkspaceFile : public QObject
{
    Q_OBJECT
private slots:
    void keepsWhatWasWritten();
    void refusesAFileThatIsNoWorkspace();
    void refusesANewerSchema();
    void anEarlierWorkspaceArrivesAtTheSameSchema();
    void datasetsOfAnEarlierWorkspaceStay();
    void saysThatAFileIsDamaged();
    void namesAFolderThatCanNotBeMade();
    void announcesOnlyRealChanges();
    void rollsBackWhenTheDiskIsFull();
    void noticesAnotherProcess();
    void knowsWhichRunsCommitsWrote();
    void forgetsRunsWhenTooManyWereWritten();
};

void TestWorkspaceFile::keepsWhatWasWritten()
{
    WorkspaceFixture fixture;
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("aaa1")}));
    fixture.workspace.reset();
    const auto again = Workspace::open(fixture.file());
    VERIFY_RESULT(again);
    const auto detail = RunReader(*again).detail(RunReader(*again).find("aaa1").value());
    VERIFY_RESULT(detail);
    QCOMPARE(detail->run.name, std::string("wine-aaa1"));
    QCOMPARE(detail->run.datasets.size(), 1U);
}

void TestWorkspaceFile::refusesAFileThatIsNoWorkspace()
{
    QTemporaryDir dir;
    const auto file = std::filesystem::path(dir.path().toStdString()) / "other.db";
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE runs(run_uuid TEXT)");
    const auto opened = Workspace::open(file);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Error::Kind::Unsupported);
    QVERIFY(opened.error().message.contains(u"not a Binnacle workspace"));
}

void TestWorkspaceFile::refusesANewerSchema()
{
    WorkspaceFixture fixture;
    fixture.workspace.reset();
    SQLite::Database(fixture.file().string(), SQLite::OPEN_READWRITE)
        .exec("PRAGMA user_version = " + std::to_string(schemaVersion() + 1));
    const auto opened = Workspace::open(fixture.file());
    QVERIFY(!opened);
    QVERIFY(opened.error().message.contains(u"newer Binnacle"));
}

namespace {

std::vector<std::string> schemaOf(const std::filesystem::path& file)
{
    SQLite::Database db(file.string(), SQLite::OPEN_READONLY);
    SQLite::Statement row(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
    std::vector<std::string> all;
    while (row.executeStep())
        all.push_back(row.getColumn(0).getString());
    return all;
}

} // namespace

// The bundled sample was written by an earlier Binnacle: a step that was changed after it was
// released shows here.
void TestWorkspaceFile::anEarlierWorkspaceArrivesAtTheSameSchema()
{
    WorkspaceFixture fixture;
    fixture.workspace.reset();
    const QTemporaryDir dir;
    const auto file = std::filesystem::path(dir.path().toStdString()) / "sample.db";
    std::filesystem::copy_file(BINNACLE_SAMPLE, file);
    std::filesystem::permissions(file, std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    auto opened = Workspace::open(file);
    VERIFY_RESULT(opened);
    opened->reset();
    QVERIFY(schemaOf(file) == schemaOf(fixture.file()));
}

void TestWorkspaceFile::datasetsOfAnEarlierWorkspaceStay()
{
    const QTemporaryDir dir;
    const auto file = std::filesystem::path(dir.path().toStdString()) / "earlier.db";
    {
        SQLite::Database db(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        for (std::size_t step = 0; step < 4; ++step)
            db.exec(schemaSteps()[step]);
        db.exec("PRAGMA user_version = 4; PRAGMA application_id = " +
                std::to_string(workspaceApplicationId));
        db.exec("INSERT INTO data_version VALUES (7, '/data/wine.csv', 'abc', 'csv', 178, 1, 2, "
                "NULL); INSERT INTO data_check VALUES (9, 7, 'rules', 1, '{}', 3)");
    }
    VERIFY_RESULT(Workspace::open(file));
    SQLite::Database db(file.string(), SQLite::OPEN_READONLY);
    SQLite::Statement row(db, "SELECT v.path, v.table_name, c.id FROM data_check c JOIN "
                              "data_version v ON v.id = c.version");
    QVERIFY(row.executeStep());
    QCOMPARE(row.getColumn(0).getString(), std::string("/data/wine.csv"));
    QCOMPARE(row.getColumn(1).getString(), std::string());
    QCOMPARE(row.getColumn(2).getInt(), 9);
}

void TestWorkspaceFile::saysThatAFileIsDamaged()
{
    QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("workspace.db"));
    QFile bytes(file);
    QVERIFY(bytes.open(QIODevice::WriteOnly));
    bytes.write(QByteArray(8192, 'x'));
    bytes.close();
    const auto opened = Workspace::open(file.toStdString());
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Error::Kind::Storage);
    QVERIFY(opened.error().message.contains(u"damaged"));
    QVERIFY(opened.error().message.contains(file));
}

void TestWorkspaceFile::namesAFolderThatCanNotBeMade()
{
    const auto opened = Workspace::open("/proc/no-such-folder/workspace.db");
    QVERIFY(!opened);
    QVERIFY(opened.error().message.contains(u"/proc/no-such-folder/workspace.db"));
}

void TestWorkspaceFile::announcesOnlyRealChanges()
{
    WorkspaceFixture fixture;
    QSignalSpy changed(&fixture.workspace->events(), &WorkspaceEvents::runsChanged);
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("aaa1")}));
    QCOMPARE(changed.count(), 1);
    const auto generation = fixture.workspace->generation();
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("aaa1")}));
    VERIFY_RESULT(fixture.mirror().removeRunsExcept({"aaa1"}));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(fixture.workspace->generation(), generation);
}

void TestWorkspaceFile::rollsBackWhenTheDiskIsFull()
{
    WorkspaceFixture fixture;
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("aaa1")}));
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{256 * 1024, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    std::vector<Run> many;
    for (int i = 0; i < 5000; ++i)
        many.push_back(wineRun("run" + std::to_string(i)));
    const auto written = fixture.mirror().putRuns(many);
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, Error::Kind::Storage);
    QVERIFY(written.error().message.contains(u"full"));
    // Nothing of the batch is there, what was there before is, and writing goes on.
    QCOMPARE(SourceStore(fixture.workspace).state(fixture.source)->runs, 1);
    VERIFY_RESULT(fixture.mirror().putRuns(many));
    QCOMPARE(SourceStore(fixture.workspace).state(fixture.source)->runs, 5001);
}

void TestWorkspaceFile::noticesAnotherProcess()
{
    WorkspaceFixture fixture;
    QSignalSpy changed(&fixture.workspace->events(), &WorkspaceEvents::runsChanged);
    fixture.workspace->pollOtherProcesses();
    QCOMPARE(changed.count(), 0);
    const auto other = Workspace::open(fixture.file()).value();
    VERIFY_RESULT(MirrorWriter(other, fixture.source).putRuns({wineRun("bbb2")}));
    fixture.workspace->pollOtherProcesses();
    QCOMPARE(changed.count(), 1);
}

void TestWorkspaceFile::knowsWhichRunsCommitsWrote()
{
    WorkspaceFixture fixture;
    const auto& log = fixture.workspace->runChanges();
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("aaa1"), wineRun("aaa2"), wineRun("aaa3")}));
    const auto version = log.version();
    QCOMPARE(log.since(version).rows, std::vector<std::int64_t>());

    auto changed = wineRun("aaa2");
    changed.tags = {{"team", "speech"}};
    VERIFY_RESULT(fixture.mirror().putRuns({wineRun("aaa1"), changed})); // one is as it was
    const auto removed = raw(fixture.row("aaa3"));
    VERIFY_RESULT(fixture.mirror().removeRuns({"aaa3"}));
    const auto rows = log.since(version).rows;
    QCOMPARE(rows, (std::vector<std::int64_t>{raw(fixture.row("aaa2")), removed}));

    const auto before = log.version();
    const auto failed =
        fixture.workspace->write(+Workspace::Subject::Runs, [](auto& db) -> Result<void> {
            db.exec("UPDATE run SET name = 'never'");
            return failure(cancelledError());
        });
    QVERIFY(!failed);
    QCOMPARE(log.version(), before);
}

void TestWorkspaceFile::forgetsRunsWhenTooManyWereWritten()
{
    WorkspaceFixture fixture;
    const auto& log = fixture.workspace->runChanges();
    std::vector<Run> runs;
    for (int i = 0; i < 60'000; ++i) {
        Run run;
        run.id = std::to_string(i);
        run.experimentId = "1";
        runs.push_back(run);
    }
    const auto version = log.version();
    VERIFY_RESULT(fixture.mirror().putRuns(runs));
    QVERIFY(!log.since(version).rows);
    QVERIFY(log.since(log.version()).rows);

    // Written by somebody else: nobody here knows which.
    const auto ours = log.version();
    SQLite::Database(fixture.file().string(), SQLite::OPEN_READWRITE)
        .exec("UPDATE run SET name = 'theirs' WHERE id = 1");
    fixture.workspace->pollOtherProcesses();
    QVERIFY(!log.since(ours).rows);
}

QTEST_GUILESS_MAIN(TestWorkspaceFile)
#include "test_workspace_file.moc"
