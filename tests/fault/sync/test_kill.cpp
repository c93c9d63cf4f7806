#include "services/workspace/outbox_store.h"
#include "services/workspace/workspace.h"
#include "tests/fault/sync/fault_stores.h"
#include "tests/fault/sync/store_truth.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <random>

using namespace binnacle;
using namespace binnacle::testing;

namespace {
constexpr int kills = 60;
constexpr unsigned seed = 20250614;
} // namespace

// kill -9 at random moments of a sync, while the store goes on growing and edits are made.
class TestKill : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QCOMPARE(store_.make(200, 4, 250), QString()); }

    void nothingIsLostOrDoubled()
    {
        const int whole = timeOfAWholePass();
        std::mt19937 random(seed);
        int killed = 0;
        int finished = 0;
        for (int round = 0; killed < kills; ++round) {
            QProcess child;
            start(child, random() % 2 == 0);
            const auto wait = static_cast<int>(2 + random() % static_cast<unsigned>(whole));
            if (!child.waitForFinished(wait)) {
                child.kill(); // SIGKILL
                QVERIFY(child.waitForFinished());
            }
            // A pass may also end by itself between the wait and the signal.
            if (child.exitStatus() == QProcess::NormalExit) {
                QVERIFY2(child.exitCode() == 0, child.readAllStandardError().constData());
                QCOMPARE(difference(), QString());
                ++finished;
                ++workspaceNo_; // begin anew, so that kills also meet the first pass
                continue;
            }
            ++killed;
            trainOn(random);
            editARun(random, round);
        }
        QProcess child;
        start(child, true);
        QVERIFY(child.waitForFinished(60'000));
        QVERIFY2(child.exitCode() == 0, child.readAllStandardError().constData());
        QCOMPARE(difference(), QString());
        qInfo("%d kills, %d passes that ended in between", killed, finished);
    }

private:
    QString workspace() const { return store_.path(QStringLiteral("w%1.db").arg(workspaceNo_)); }

    // Milliseconds, and a little more: kills are spread over all of it on any machine.
    int timeOfAWholePass()
    {
        QElapsedTimer clock;
        clock.start();
        QProcess child;
        start(child, true);
        const bool ended = child.waitForFinished(60'000) && child.exitCode() == 0;
        const auto taken = static_cast<int>(clock.elapsed());
        const QString wrong = ended ? difference() : QStringLiteral("the first pass failed");
        if (!wrong.isEmpty())
            qWarning().noquote() << wrong;
        ++workspaceNo_;
        return taken + taken / 5;
    }

    void start(QProcess& child, bool full) const
    {
        QStringList arguments{workspace(), store_.file()};
        if (full)
            arguments.append(QStringLiteral("--full"));
        child.start(QStringLiteral(BINNACLE_SYNC_CHILD), arguments);
        QVERIFY(child.waitForStarted());
    }

    QString difference() const
    {
        const auto opened = Workspace::open(workspace().toStdString());
        if (!opened)
            return opened.error().message;
        if (!OutboxStore(*opened).list().value().empty())
            return QStringLiteral("an edit is still in the outbox");
        return differenceFromTruth(workspace().toStdString(), store_.file().toStdString());
    }

    void trainOn(std::mt19937& random) const
    {
        SQLite::Database db(store_.file().toStdString(), SQLite::OPEN_READWRITE, 5000);
        const auto running = runningRuns(db);
        logPoints(db, running[random() % running.size()], "val/metric_0",
                  static_cast<int>(1 + random() % 20));
    }

    // Through the workspace that the killed process left behind.
    void editARun(std::mt19937& random, int round) const
    {
        const auto opened = Workspace::open(workspace().toStdString());
        QVERIFY2(opened.has_value(), "the workspace does not open after a kill");
        const auto run = (*opened)->read([&](auto& db) -> Result<std::int64_t> {
            SQLite::Statement row(db, "SELECT id FROM run WHERE lifecycle = 0 LIMIT 1 OFFSET ?");
            row.bind(1, static_cast<std::int64_t>(random() % 50));
            return row.executeStep() ? row.getColumn(0).getInt64() : 0;
        });
        if (!run || *run == 0)
            return; // killed before the first run was there
        Edit edit;
        edit.run = RunRowId{*run};
        edit.kind = Edit::Kind::SetTag;
        edit.key = "round";
        edit.value = std::to_string(round);
        QVERIFY(OutboxStore(*opened).add(edit).has_value());
    }

    FaultStore store_;
    int workspaceNo_ = 0;
};

QTEST_GUILESS_MAIN(TestKill)
#include "test_kill.moc"
