// kill -9 between any two writes of every strategy, of a good version and of one that a guard takes
// back: whoever watches next picks it up where the target is, and ends in the same place.
#include "services/rollout/guard_text.h"
#include "services/rollout/rollout_journal.h"
#include "services/workspace/audit_log.h"
#include "tests/fault/rollout/file_target.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

using namespace binnacle;

class TestRolloutKill : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        workspace_ = Workspace::open(file("workspace.db").toStdString()).value();
        target_ = std::make_unique<FileTarget>(file("target.json"));
    }

    void itEndsInTheSamePlace_data()
    {
        QTest::addColumn<int>("strategy");
        QTest::addColumn<bool>("good");
        for (const auto each : {Strategy::AllAtOnce, Strategy::BlueGreen, Strategy::Canary,
                                Strategy::AbTest, Strategy::Shadow}) {
            for (const bool good : {true, false})
                QTest::addRow("%s, %s", strategyName(each), good ? "good" : "slow")
                    << static_cast<int>(each) << good;
        }
    }

    void itEndsInTheSamePlace()
    {
        QFETCH(int, strategy);
        QFETCH(bool, good);
        int kills = 0;
        for (int at = 1;; ++at) {
            const auto id = begin(static_cast<Strategy>(strategy), good);
            const bool killed = watch(id, at) == -1;
            if (killed) {
                ++kills;
                nothingIsHidden(id);
                QCOMPARE(watch(id, 0), 0);
            }
            const auto record = RolloutJournal(workspace_).find(id).value();
            QCOMPARE(record.rollout.phase, good ? RolloutPhase::Done : RolloutPhase::RolledBack);
            QVERIFY(!record.watched);
            const auto state = target_->read();
            QCOMPARE(state.keys(), QStringList{good ? QStringLiteral("2") : QStringLiteral("1")});
            QCOMPARE(percent(good ? "2" : "1"), 100.0);
            if (!killed)
                break;
        }
        QVERIFY(kills >= 15);
        QVERIFY(AuditLog(workspace_).verify().value().whole);
        qInfo("%d kills", kills);
    }

    void twoWatchersNeverActAtOnce()
    {
        for (int round = 0; round < 10; ++round) {
            const auto id = begin(Strategy::Canary, true);
            std::vector<std::unique_ptr<QProcess>> watchers;
            for (int i = 0; i < 3; ++i)
                watchers.push_back(start(id, 0));
            int done = 0, refused = 0;
            for (auto& each : watchers) {
                QVERIFY(each->waitForFinished(60'000));
                done += each->exitCode() == 0 ? 1 : 0;
                refused += each->exitCode() == 4 ? 1 : 0;
            }
            QCOMPARE(done + refused, 3);
            QVERIFY(done >= 1);
            // Each act is in the journal once, in order.
            QStringList acts;
            const auto events = RolloutJournal(workspace_).events(id).value();
            for (const auto& event : events) {
                if (event.kind == RolloutEvent::Kind::Act)
                    acts.append(event.sentence);
            }
            QCOMPARE(acts,
                     (QStringList{QStringLiteral("stand-up"), QStringLiteral("set-percent"),
                                  QStringLiteral("set-percent"), QStringLiteral("remove-old")}));
        }
    }

    void aSecondRolloutOfTheModelIsRefused()
    {
        const auto id = begin(Strategy::Canary, true);
        const auto second = RolloutJournal(workspace_).open(plan(Strategy::Canary, true));
        QVERIFY(!second);
        QCOMPARE(second.error().kind, Error::Kind::Conflict);
        QCOMPARE(watch(id, 0), 0);
        const auto late = RolloutJournal(workspace_).wish(id, RolloutWish::Pause);
        QVERIFY(!late);
    }

private:
    QString file(const char* name) const { return folder_.filePath(QLatin1String(name)); }

    static RolloutPlan plan(Strategy strategy, bool good)
    {
        RolloutPlan plan;
        plan.target = TargetId{1};
        plan.targetName = "file";
        plan.fresh = {"wine", "2", good ? "quick" : "slow"};
        plan.old = ModelToServe{"wine", "1", "quick"};
        plan.strategy = strategy;
        plan.steps = stepsOf(strategy, {20}, 20);
        plan.guards = {guardFromText("p95<=1.5x", 50).value()};
        plan.intervalMs = 10;
        plan.windowMs = 10;
        plan.keepOldMs = strategy == Strategy::BlueGreen ? 20 : 0;
        plan.smokeTest = false;
        return plan;
    }

    // Version 1 serves; the rollout of version 2 is written down.
    std::string begin(Strategy strategy, bool good)
    {
        target_->write({});
        const ModelToServe old{"wine", "1", "quick"};
        (void)target_->standUp(old, {});
        (void)target_->setPercent({old, std::nullopt, 100}, {});
        return RolloutJournal(workspace_).open(plan(strategy, good)).value().plan.id;
    }

    double percent(const char* version) const
    {
        return target_->read()
            .value(QLatin1String(version))
            .toObject()
            .value(QLatin1String("percent"))
            .toDouble();
    }

    // The traffic is never where the journal does not say that it may be.
    void nothingIsHidden(const std::string& id)
    {
        const auto rollout = RolloutJournal(workspace_).find(id).value().rollout;
        QVERIFY(percent("2") <= rollout.wantedPercent().value_or(100) ||
                rollout.phase == RolloutPhase::RollingBack);
        QVERIFY(percent("1") + percent("2") == 100);
    }

    std::unique_ptr<QProcess> start(const std::string& id, int killAt) const
    {
        auto process = std::make_unique<QProcess>();
        process->start(QStringLiteral(BINNACLE_ROLLOUT_CHILD),
                       {file("workspace.db"), file("target.json"), QString::fromStdString(id),
                        QString::number(killAt)});
        return process;
    }
    // Its exit code; -1: it was killed.
    int watch(const std::string& id, int killAt) const
    {
        const auto process = start(id, killAt);
        if (!process->waitForFinished(60'000))
            process->kill();
        return process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -1;
    }

    QTemporaryDir folder_;
    std::shared_ptr<Workspace> workspace_;
    std::unique_ptr<FileTarget> target_;
};

QTEST_GUILESS_MAIN(TestRolloutKill)
#include "test_rollout_kill.moc"
