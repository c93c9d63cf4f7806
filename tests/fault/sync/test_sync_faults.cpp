#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "services/sync/mirror_pass.h"
#include "services/workspace/source_store.h"
#include "tests/fault/sync/fault_stores.h"
#include "tests/fault/sync/store_truth.h"
#include "tests/unit/mlflow_db/open_files.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <sys/resource.h>

#include <chrono>
#include <thread>

using namespace binnacle;
using namespace binnacle::testing;

namespace {

struct Mirror
{
    std::shared_ptr<Workspace> workspace;
    Source source;

    static Mirror of(const QString& file, const QString& store)
    {
        Mirror mirror;
        mirror.workspace = Workspace::open(file.toStdString()).value();
        mirror.source = {{}, "store", "mlflow-db", "sqlite:///" + store.toStdString()};
        const SourceStore sources(mirror.workspace);
        if (const auto known = sources.find("store"))
            mirror.source = *known;
        else
            mirror.source.id = sources.add(mirror.source).value();
        return mirror;
    }
    Result<SyncProgress> pass(const QString& store, std::stop_token stop = {}) const
    {
        return MirrorPass(workspace, std::make_shared<MlflowDbBackend>(store.toStdString()), source)
            .run(true, HistoryMode::All, {}, {}, stop);
    }
};

void overwrite(const QString& path, qint64 from, qint64 count)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(from));
    QCOMPARE(file.write(QByteArray(static_cast<int>(count), '\x5a')), count);
}

} // namespace

// Disks, files and databases that fail in the middle of a sync.
class TestSyncFaults : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QCOMPARE(store_.make(120, 3, 200), QString()); }

    void init()
    {
        file_ = store_.path(
            QStringLiteral("%1.db").arg(QLatin1StringView(QTest::currentTestFunction())));
    }

    void aFullDiskIsSaidAndNothingSavedIsLost()
    {
        {
            const auto mirror = Mirror::of(file_, store_.file());
            // SQLite's own bound gives the very error of a full disk: SQLITE_FULL.
            QVERIFY(mirror.workspace
                        ->write(0,
                                [](auto& db) -> Result<void> {
                                    db.execAndGet("PRAGMA max_page_count = 120");
                                    return {};
                                })
                        .has_value());
            const auto pass = mirror.pass(store_.file());
            QVERIFY(!pass);
            QCOMPARE(pass.error().kind, Error::Kind::Storage);
            QVERIFY2(pass.error().message.contains(QStringLiteral("full")),
                     qPrintable(pass.error().message));
            QVERIFY(pass.error().message.contains(file_));
        }
        const auto again = Mirror::of(file_, store_.file());
        const auto pass = again.pass(store_.file());
        QVERIFY2(pass.has_value(), pass ? "" : qPrintable(pass.error().message));
        QCOMPARE(differenceFromTruth(file_.toStdString(), store_.file().toStdString()), QString());
    }

    // The same from outside: the process may not write beyond a size.
    void aFileThatMayNotGrowIsSaidToo()
    {
        QProcess child;
        child.setChildProcessModifier([] {
            const rlimit limit{600'000, 600'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });
        child.start(QStringLiteral(BINNACLE_SYNC_CHILD),
                    {file_, store_.file(), QStringLiteral("--full")});
        QVERIFY(child.waitForFinished(60'000));
        const auto said = QString::fromUtf8(child.readAllStandardError());
        QCOMPARE(child.exitStatus(), QProcess::NormalExit);
        QCOMPARE(child.exitCode(), 1);
        QVERIFY2(said.contains(QStringLiteral("disk")) && said.contains(file_), qPrintable(said));
        QCOMPARE(said.count(u'\n'), 1);

        const auto mirror = Mirror::of(file_, store_.file());
        QVERIFY(mirror.pass(store_.file()).has_value());
        QCOMPARE(differenceFromTruth(file_.toStdString(), store_.file().toStdString()), QString());
    }

    void aWorkspaceThatIsNoDatabaseIsSaidSo()
    {
        QVERIFY(Mirror::of(file_, store_.file()).pass(store_.file()).has_value());
        overwrite(file_, 0, 4096);
        const auto opened = Workspace::open(file_.toStdString());
        QVERIFY(!opened);
        QVERIFY(opened.error().message.contains(file_));
        QVERIFY2(opened.error().kind == Error::Kind::Storage ||
                     opened.error().kind == Error::Kind::Unsupported,
                 qPrintable(opened.error().message));
    }

    void aWorkspaceDamagedInItsMiddleEndsThePassInWords()
    {
        QVERIFY(Mirror::of(file_, store_.file()).pass(store_.file()).has_value());
        overwrite(file_, 4096, QFileInfo(file_).size() - 4096);
        const auto opened = Workspace::open(file_.toStdString());
        if (!opened) {
            QVERIFY(opened.error().message.contains(QStringLiteral("damaged")));
            return;
        }
        const auto sources = SourceStore(*opened).list();
        QVERIFY(!sources);
        QCOMPARE(sources.error().kind, Error::Kind::Storage);
        QVERIFY(sources.error().message.contains(QStringLiteral("damaged")));
    }

    void aLockedSourceIsTriedAgain()
    {
        const auto mirror = Mirror::of(file_, store_.file());
        {
            SQLite::Database holder(store_.file().toStdString(), SQLite::OPEN_READWRITE);
            holder.exec("BEGIN EXCLUSIVE");
            std::stop_source stop;
            QElapsedTimer clock;
            clock.start();
            const std::filesystem::path source(store_.file().toStdString());
            const int opened = timesOpen(source);
            std::jthread impatient([&] {
                awaitOpening(source, opened);
                stop.request_stop();
            });
            const auto cancelled = mirror.pass(store_.file(), stop.get_token());
            QVERIFY(!cancelled);
            QVERIFY2(clock.elapsed() < 1000, "a locked source must not hold up a cancel");
            const auto locked = mirror.pass(store_.file());
            QVERIFY(!locked);
            QCOMPARE(locked.error().kind, Error::Kind::Network);
            QVERIFY(locked.error().message.contains(store_.file()));
            holder.exec("ROLLBACK");
        }
        QVERIFY(mirror.pass(store_.file()).has_value());
        QCOMPARE(differenceFromTruth(file_.toStdString(), store_.file().toStdString()), QString());
    }

    void aDamagedSourceLeavesTheMirrorAsItWas()
    {
        const QString copy = store_.path(QStringLiteral("damaged-mlflow.db"));
        QVERIFY(QFile::copy(store_.file(), copy));
        const auto mirror = Mirror::of(file_, copy);
        QVERIFY(mirror.pass(copy).has_value());
        overwrite(copy, 8192, QFileInfo(copy).size() - 8192);
        const auto pass = mirror.pass(copy);
        QVERIFY(!pass);
        QVERIFY(pass.error().message.contains(copy));
        QVERIFY(!pass.error().message.contains(file_)); // the workspace is not to blame
        QCOMPARE(SourceStore(mirror.workspace).state(mirror.source.id)->reach,
                 SourceState::Reach::Failed);
        QCOMPARE(differenceFromTruth(file_.toStdString(), store_.file().toStdString()), QString());
    }

    void aSourceThatIsGoneLeavesTheMirrorAsItWas()
    {
        const QString copy = store_.path(QStringLiteral("gone-mlflow.db"));
        QVERIFY(QFile::copy(store_.file(), copy));
        const auto mirror = Mirror::of(file_, copy);
        QVERIFY(mirror.pass(copy).has_value());
        QVERIFY(QFile::remove(copy));
        const auto pass = mirror.pass(copy);
        QVERIFY(!pass);
        QCOMPARE(pass.error().kind, Error::Kind::Network);
        QVERIFY(!QFile::exists(copy)); // looking for it does not make it
        QCOMPARE(differenceFromTruth(file_.toStdString(), store_.file().toStdString()), QString());
    }

private:
    FaultStore store_;
    QString file_;
};

QTEST_GUILESS_MAIN(TestSyncFaults)
#include "test_sync_faults.moc"
