// What serves where, by the journal of rollouts.
#include "services/rollout/rollout_journal.h"
#include "services/workspace/deployments.h"
#include "services/workspace/target_store.h"

#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

namespace {

struct Desk
{
    QTemporaryDir folder;
    std::shared_ptr<Workspace> workspace =
        Workspace::open(folder.filePath(QStringLiteral("workspace.db")).toStdString()).value();
    RolloutJournal journal{workspace};
    TargetId gateway =
        TargetStore(workspace).add({{}, "gateway", "haproxy", "/run/haproxy.sock", {}}).value();

    Rollout begin(const char* version, const char* old)
    {
        RolloutPlan plan;
        plan.target = gateway;
        plan.targetName = "gateway";
        plan.fresh = {"wine", version, "/models"};
        if (old)
            plan.old = ModelToServe{"wine", old, "/models"};
        plan.steps = stepsOf(Strategy::Canary, {}, 0);
        return journal.open(plan).value();
    }
    bool reach(Rollout& rollout, RolloutPhase phase)
    {
        rollout.phase = phase;
        const auto holder = journal.take(rollout.plan.id, 60'000);
        return holder &&
               journal.write(rollout, RolloutWish::None, *holder, 60'000, {}, {}).has_value() &&
               journal.release(rollout.plan.id, *holder).has_value();
    }
    // "version", with "+" while a rollout is on
    QStringList serving() const
    {
        QStringList found;
        const auto deployments = readDeployments(workspace).value();
        for (const auto& deployment : deployments)
            found.append(QString::fromStdString(deployment.version) +
                         (deployment.inRollout ? QStringLiteral("+") : QString()));
        return found;
    }
};

} // namespace

class TestDeployments : public QObject
{
    Q_OBJECT

private slots:
    void theNewestRolloutTells()
    {
        Desk desk;
        QCOMPARE(desk.serving(), QStringList());
        auto first = desk.begin("1", nullptr);
        QCOMPARE(desk.serving(), QStringList()); // nothing was done yet
        QVERIFY(desk.reach(first, RolloutPhase::StandingUp));
        QCOMPARE(desk.serving(), QStringList{QStringLiteral("1+")});
        QVERIFY(desk.reach(first, RolloutPhase::Done));
        QCOMPARE(desk.serving(), QStringList{QStringLiteral("1")});
        const auto now = QDateTime::currentMSecsSinceEpoch(); // by which rollouts are told apart
        QTRY_VERIFY(QDateTime::currentMSecsSinceEpoch() > now);

        auto second = desk.begin("2", "1");
        QCOMPARE(desk.serving(), QStringList{QStringLiteral("1")});
        QVERIFY(desk.reach(second, RolloutPhase::Holding));
        QCOMPARE(desk.serving(), (QStringList{QStringLiteral("2+"), QStringLiteral("1+")}));
        QVERIFY(desk.reach(second, RolloutPhase::RolledBack));
        QCOMPARE(desk.serving(), QStringList{QStringLiteral("1")});
    }

    void aTargetThatWasRemovedServesNothing()
    {
        Desk desk;
        auto rollout = desk.begin("1", nullptr);
        QVERIFY(desk.reach(rollout, RolloutPhase::Done));
        const auto served = readDeployments(desk.workspace).value();
        QCOMPARE(served.size(), std::size_t(1));
        QCOMPARE(served[0].target, std::string("gateway"));
        QCOMPARE(served[0].model, std::string("wine"));
        QVERIFY(TargetStore(desk.workspace).remove("gateway"));
        QCOMPARE(desk.serving(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestDeployments)
#include "test_deployments.moc"
