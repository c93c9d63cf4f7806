#include "services/rollout/guard_text.h"
#include "services/rollout/rollout_machine.h"

#include <QTest>

#include <random>
#include <tuple>

using namespace binnacle;
using Phase = RolloutPhase;
using Kind = RolloutAct::Kind;

namespace {

// A target as a value: what decide() sees of it, and what its acts do to it.
struct Target
{
    ServedState fresh = ServedState::Absent;
    ServedState old = ServedState::Ready;
    int percent = 0;
    int mirrored = 0;
    double freshP95 = 100;
    bool counted = true; // false: nobody measures
    bool reachable = true;
    bool smokePasses = true;
    std::optional<bool> smoke;

    void apply(const RolloutAct& act)
    {
        switch (act.kind) {
        case Kind::StandUp:
            if (fresh != ServedState::Failed)
                fresh = ServedState::Ready;
            break;
        case Kind::SmokeTest:
            smoke = smokePasses;
            break;
        case Kind::SetPercent:
            percent = act.percent;
            break;
        case Kind::SetMirror:
            mirrored = act.percent;
            break;
        case Kind::RemoveOld:
            old = ServedState::Absent;
            break;
        case Kind::RemoveNew:
            fresh = ServedState::Absent;
            percent = 0;
            break;
        case Kind::StandUpOld:
            old = ServedState::Ready;
            break;
        case Kind::Nothing:
            break;
        }
    }

    RolloutSight sight(std::int64_t now) const
    {
        RolloutSight seen;
        seen.now = now;
        seen.reachable = reachable;
        seen.fresh = fresh;
        seen.old = old;
        seen.percent = percent;
        seen.mirrored = mirrored;
        seen.smokePassed = smoke;
        if (counted) {
            seen.freshFigures = VersionFigures{200, 0, 50, freshP95, 200, 20, {}};
            if (percent < 100)
                seen.oldFigures = VersionFigures{200, 0, 50, 100, 200, 20, {}};
        }
        return seen;
    }
};

Rollout begin(Strategy strategy)
{
    Rollout rollout;
    rollout.plan.id = "0123456789abcdef";
    rollout.plan.fresh = {"wine", "2", "/models/2"};
    rollout.plan.old = ModelToServe{"wine", "1", "/models/1"};
    rollout.plan.strategy = strategy;
    rollout.plan.steps = stepsOf(strategy, {}, 20'000);
    rollout.plan.guards = {guardFromText("p95<=1.5x", 50).value()};
    rollout.plan.keepOldMs = strategy == Strategy::BlueGreen ? 30'000 : 0;
    return rollout;
}

constexpr std::int64_t interval = 10'000;

} // namespace

// The state machine of a rollout against a target that is a value.
class TestRolloutMachine : public QObject
{
    Q_OBJECT

    static void strategies()
    {
        QTest::addColumn<int>("strategy");
        for (const auto each : {Strategy::AllAtOnce, Strategy::BlueGreen, Strategy::Canary,
                                Strategy::AbTest, Strategy::Shadow})
            QTest::newRow(strategyName(each)) << static_cast<int>(each);
    }

    // Looks until it ends; `each` is called before a look and may change anything.
    template <class Each>
    static Rollout watch(Rollout rollout, Target& target, Each each, int mostLooks = 400)
    {
        std::int64_t now = 1'000'000;
        for (int look = 0; look < mostLooks && !isEnded(rollout.phase); ++look) {
            each(rollout, target, look);
            const auto decision = decide(rollout, target.sight(now));
            rollout = decision.rollout;
            target.apply(decision.act);
            now += interval;
        }
        return rollout;
    }
    static void choose(Rollout& rollout, Target&, int)
    {
        if (rollout.phase == Phase::Deciding)
            rollout.wish = RolloutWish::Advance;
    }

private slots:
    void aGoodVersionGetsAllOfTheTraffic_data() { strategies(); }
    void aGoodVersionGetsAllOfTheTraffic()
    {
        QFETCH(int, strategy);
        Target target;
        const auto ended = watch(begin(static_cast<Strategy>(strategy)), target, choose);
        QCOMPARE(ended.phase, Phase::Done);
        QCOMPARE(target.percent, 100);
        QCOMPARE(target.fresh, ServedState::Ready);
        QCOMPARE(target.old, ServedState::Absent);
        QVERIFY(ended.alarm.isEmpty());
    }

    void aBrokenGuardTakesTheTrafficBack_data() { strategies(); }
    void aBrokenGuardTakesTheTrafficBack()
    {
        QFETCH(int, strategy);
        Target target;
        target.freshP95 = 151; // at most 1.5 times 100
        const auto ended = watch(begin(static_cast<Strategy>(strategy)), target, choose);
        QCOMPARE(ended.phase, Phase::RolledBack);
        QCOMPARE(target.percent, 0);
        QCOMPARE(target.mirrored, 0);
        QCOMPARE(target.fresh, ServedState::Absent);
        QCOMPARE(target.old, ServedState::Ready);
        QVERIFY2(ended.reason.contains(QStringLiteral("151")), qPrintable(ended.reason));
    }

    void noDataIsNotHealthy_data() { strategies(); }
    void noDataIsNotHealthy()
    {
        QFETCH(int, strategy);
        Target target;
        target.counted = false;
        const auto held = watch(begin(static_cast<Strategy>(strategy)), target, choose, 200);
        QCOMPARE(held.phase, Phase::Holding);
        QVERIFY(held.paused);
        QVERIFY(!held.alarm.isEmpty());
        QCOMPARE(held.step, std::size_t(0));
    }

    void aFailedSmokeTestLetsNobodyIn()
    {
        Target target;
        target.smokePasses = false;
        int most = 0;
        const auto ended =
            watch(begin(Strategy::Canary), target,
                  [&](Rollout&, const Target& now, int) { most = std::max(most, now.percent); });
        QCOMPARE(ended.phase, Phase::RolledBack);
        QCOMPARE(most, 0);
    }

    // kill -9 at any look: the journal has the decision, the act was done, or was not, or its
    // answer was lost. The next watcher knows only the journal and the target.
    void aKillAtAnyLookEndsInTheSamePlace_data() { strategies(); }
    void aKillAtAnyLookEndsInTheSamePlace()
    {
        QFETCH(int, strategy);
        for (const bool good : {true, false}) {
            for (int kill = 0; kill < 40; ++kill) {
                for (const bool acted : {true, false}) {
                    Target target;
                    target.freshP95 = good ? 100 : 200;
                    auto rollout = begin(static_cast<Strategy>(strategy));
                    std::int64_t now = 1'000'000;
                    for (int look = 0; look < 400 && !isEnded(rollout.phase); ++look) {
                        choose(rollout, target, look);
                        const auto decision = decide(rollout, target.sight(now));
                        rollout = decision.rollout;
                        if (look != kill || acted)
                            target.apply(decision.act);
                        if (look == kill) {
                            target.smoke.reset(); // was only in memory
                            now += 3'600'000;     // an hour until somebody watches again
                        }
                        now += interval;
                        // Never more than the journal says may be there.
                        QVERIFY(target.percent <= rollout.wantedPercent().value_or(100) ||
                                rollout.phase == Phase::RollingBack);
                    }
                    QCOMPARE(rollout.phase, good ? Phase::Done : Phase::RolledBack);
                    QCOMPARE(target.percent, good ? 100 : 0);
                }
            }
        }
    }

    void timeThatNobodyWatchedDoesNotCount()
    {
        Target target;
        auto rollout = watch(begin(Strategy::Canary), target, [](Rollout&, Target&, int) {}, 5);
        QCOMPARE(rollout.phase, Phase::Holding);
        const auto held = rollout.phaseMs;
        rollout.plan.steps.front().holdMs = 3'600'000;
        for (const std::int64_t jump : {std::int64_t(86'400'000), std::int64_t(-86'400'000)}) {
            auto sight = target.sight(rollout.lastLook + jump);
            const auto after = decide(rollout, sight).rollout;
            QVERIFY(after.phaseMs >= held);
            QVERIFY(after.phaseMs <= held + 2 * interval);
            QCOMPARE(after.phase, Phase::Holding);
        }
    }

    void aWeightChangedFromOutsideIsAnAlarmAndSetAgain()
    {
        Target target;
        auto rollout = watch(begin(Strategy::Canary), target, [](Rollout&, Target&, int) {}, 5);
        target.percent = 80;
        const auto decision = decide(rollout, target.sight(rollout.lastLook + interval));
        QVERIFY(decision.rollout.alarm.contains(QStringLiteral("80")));
        QCOMPARE(decision.act, (RolloutAct{Kind::SetPercent, 5}));
    }

    void aTargetOutOfReachIsAnAlarmAndNothingIsDone()
    {
        Target target;
        auto rollout = watch(begin(Strategy::Canary), target, [](Rollout&, Target&, int) {}, 5);
        target.reachable = false;
        const auto decision = decide(rollout, target.sight(rollout.lastLook + interval));
        QVERIFY(!decision.rollout.alarm.isEmpty());
        QCOMPARE(decision.act.kind, Kind::Nothing);
        QCOMPARE(decision.rollout.phase, Phase::Holding);
        target.reachable = true;
        QCOMPARE(watch(decision.rollout, target, choose).phase, Phase::Done);
    }

    void aVersionThatDiesIsTakenBackAtOnce()
    {
        Target target;
        auto rollout = watch(begin(Strategy::Canary), target, [](Rollout&, Target&, int) {}, 5);
        target.fresh = ServedState::Failed;
        const auto decision = decide(rollout, target.sight(rollout.lastLook + interval));
        QCOMPARE(decision.rollout.phase, Phase::RollingBack);
        QCOMPARE(decision.act, (RolloutAct{Kind::SetPercent, 0}));
    }

    void theOldVersionIsStoodUpWhereItIsGone()
    {
        Target target;
        auto rollout = watch(begin(Strategy::Canary), target, [](Rollout&, Target&, int) {}, 5);
        target.old = ServedState::Absent;
        rollout.wish = RolloutWish::RollBack;
        const auto ended = watch(rollout, target, [](Rollout&, Target&, int) {});
        QCOMPARE(ended.phase, Phase::RolledBack);
        QCOMPARE(target.old, ServedState::Ready);
        QCOMPARE(target.percent, 0);
    }

    void aPersonPausesResumesAndAdvances()
    {
        Target target;
        auto rollout = watch(begin(Strategy::Canary), target, [](Rollout&, Target&, int) {}, 5);
        rollout.wish = RolloutWish::Pause;
        rollout = watch(rollout, target, [](Rollout&, Target&, int) {}, 50);
        QCOMPARE(rollout.phase, Phase::Holding);
        QVERIFY(rollout.paused);
        QCOMPARE(target.percent, 5);
        rollout.wish = RolloutWish::Advance;
        rollout = watch(rollout, target, [](Rollout&, Target&, int) {}, 2);
        QCOMPARE(target.percent, 25);
        // The brakes are on during a pause.
        rollout.wish = RolloutWish::Pause;
        target.freshP95 = 999;
        QCOMPARE(watch(rollout, target, [](Rollout&, Target&, int) {}).phase, Phase::RolledBack);
    }

    // Anything may happen at any time; what must hold does.
    void whateverHappensItIsNeverStuckOrSilent()
    {
        std::mt19937 random(7);
        const auto one = [&](int of) {
            return std::uniform_int_distribution<int>(0, of - 1)(random) == 0;
        };
        for (int round = 0; round < 500; ++round) {
            auto rollout = begin(static_cast<Strategy>(round % 5));
            Target target;
            std::int64_t now = 1'000'000;
            for (int look = 0; look < 300 && !isEnded(rollout.phase); ++look) {
                if (one(20) && target.fresh != ServedState::Absent)
                    target.percent = 50;
                if (one(30))
                    target.fresh = one(2) ? ServedState::Failed : ServedState::Unknown;
                target.reachable = !one(10);
                target.counted = !one(5);
                if (one(25))
                    rollout.wish = static_cast<RolloutWish>(random() % 5);
                const auto decision = decide(rollout, target.sight(now));
                rollout = decision.rollout;
                if (!one(6))
                    target.apply(decision.act);
                if (!target.reachable)
                    QVERIFY(!rollout.alarm.isEmpty() || isEnded(rollout.phase));
                now += one(50) ? -500'000 : interval;
            }
            // From here on the world is quiet, and a person decides.
            const auto split = std::pair(target.percent, target.mirrored);
            target = Target();
            target.fresh = ServedState::Ready;
            std::tie(target.percent, target.mirrored) = split;
            rollout.wish = RolloutWish::RollBack;
            const auto ended = watch(rollout, target, [](Rollout&, Target&, int) {});
            QVERIFY2(isEnded(ended.phase), phaseName(ended.phase));
            if (ended.phase == Phase::RolledBack)
                QCOMPARE(target.percent, 0);
        }
    }

    void guardsAreWrittenAsAPersonWould()
    {
        for (const char* text : {"error_rate<=0.01", "p95<=1.2x", "p99<=old+30", "throughput>=5",
                                 "promql:sum(rate(x{a=\"<=\"}[5m]))<=3"})
            QCOMPARE(guardText(guardFromText(text, 10).value()), QLatin1String(text));
        for (const char* text : {"", "p95", "p95<=", "p95>=3", "throughput<=3", "p96<=3",
                                 "p95<=nan", "promql:<=3", "p95<=3y"})
            QVERIFY2(!guardFromText(text, 10), text);
    }
};

QTEST_GUILESS_MAIN(TestRolloutMachine)
#include "test_rollout_machine.moc"
