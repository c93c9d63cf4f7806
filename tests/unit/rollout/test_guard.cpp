#include "services/rollout/guard.h"

#include <QTest>

#include <limits>

using namespace binnacle;
using Outcome = GuardVerdict::Outcome;

// What must hold while the traffic of a new version grows. No data is never healthy.
class TestGuard : public QObject
{
    Q_OBJECT

    static VersionFigures figures(double requests, double errors, double p95)
    {
        return {requests, errors, p95 / 2, p95, p95 * 2, requests / 10, {{"up", 1}}};
    }

private slots:
    void judges_data()
    {
        QTest::addColumn<int>("figure");
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("bound");
        QTest::addColumn<int>("outcome");
        const auto row = [](const char* name, Guard::Figure figure, Guard::Bound kind, double bound,
                            Outcome outcome) {
            QTest::newRow(name) << static_cast<int>(figure) << static_cast<int>(kind) << bound
                                << static_cast<int>(outcome);
        };
        using F = Guard::Figure;
        using B = Guard::Bound;
        // New: 200 requests, 4 errors (2 %), p95 120 ms, 20/s. Old: 1 % errors, p95 100 ms, 40/s.
        row("p95 at its bound", F::P95, B::Absolute, 120, Outcome::Holds);
        row("p95 above it", F::P95, B::Absolute, 119, Outcome::Broken);
        row("p95 20 % over the old", F::P95, B::TimesOld, 1.2, Outcome::Holds);
        row("p95 more than 10 % over the old", F::P95, B::TimesOld, 1.1, Outcome::Broken);
        row("errors one point over the old", F::ErrorRate, B::OverOld, 0.01, Outcome::Holds);
        row("errors more than half a point", F::ErrorRate, B::OverOld, 0.005, Outcome::Broken);
        row("throughput from below", F::Throughput, B::Absolute, 20, Outcome::Holds);
        row("too little throughput", F::Throughput, B::TimesOld, 0.6, Outcome::Broken);
    }

    void judges()
    {
        QFETCH(int, figure);
        QFETCH(int, kind);
        QFETCH(double, bound);
        QFETCH(int, outcome);
        Guard guard;
        guard.figure = static_cast<Guard::Figure>(figure);
        guard.kind = static_cast<Guard::Bound>(kind);
        guard.bound = bound;
        const auto verdict = judge(guard, figures(200, 4, 120), figures(400, 4, 100));
        QCOMPARE(static_cast<int>(verdict.outcome), outcome);
        QVERIFY(!verdict.sentence.isEmpty());
    }

    void whatIsNotKnownIsNotHealthy()
    {
        Guard guard;
        guard.figure = Guard::Figure::P95;
        guard.bound = 100;
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(judge(guard, figures(none, 0, 50), {}).outcome, Outcome::Unknown);
        QCOMPARE(judge(guard, figures(200, 0, none), {}).outcome, Outcome::Unknown);
        QCOMPARE(judge(guard, figures(49, 0, 500), {}).outcome, Outcome::TooFew);
        guard.kind = Guard::Bound::TimesOld; // nothing served before
        QCOMPARE(judge(guard, figures(200, 0, 50), {}).outcome, Outcome::Unknown);
        guard = {Guard::Figure::Expression, Guard::Bound::Absolute, 1, 50, "up"};
        QCOMPARE(judge(guard, figures(200, 0, 50), {}).outcome, Outcome::Holds);
        guard.expression = "absent";
        QCOMPARE(judge(guard, figures(200, 0, 50), {}).outcome, Outcome::Unknown);
    }

    void theWorstDecides()
    {
        const auto of = [](Outcome outcome) { return GuardVerdict{outcome, 0, 0, {}}; };
        QCOMPARE(worst({}), Outcome::Holds);
        QCOMPARE(worst({of(Outcome::Holds), of(Outcome::TooFew)}), Outcome::TooFew);
        QCOMPARE(worst({of(Outcome::TooFew), of(Outcome::Unknown)}), Outcome::Unknown);
        QCOMPARE(worst({of(Outcome::Unknown), of(Outcome::Broken)}), Outcome::Broken);
    }
};

QTEST_APPLESS_MAIN(TestGuard)
#include "test_guard.moc"
