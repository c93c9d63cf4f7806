#include "services/rollout/ab_test.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

// A/B tests of seeded samples beside what SciPy computes from the same numbers; the sizes that a
// plan asks for, tried by simulation.

using namespace binnacle;

namespace {

constexpr double alpha = 0.05;

bool near(double ours, const QJsonValue& theirs, double within = 1e-9)
{
    if (!theirs.isDouble())
        return std::isnan(ours);
    const double value = theirs.toDouble();
    return std::abs(ours - value) <= within * std::max(std::abs(ours), std::abs(value)) + 1e-14;
}

} // namespace

class AbTestContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output = python({QStringLiteral("20261125")});
        answers_ = QJsonDocument::fromJson(output).object();
        QCOMPARE(answers_[QStringLiteral("shares")].toArray().size(), 60);
    }

    void sharesAreToldApartAsByTheChiSquaredTestOfTheTable()
    {
        for (const auto& value : answers_[QStringLiteral("shares")].toArray()) {
            const auto told = value.toObject();
            const auto x = told[QStringLiteral("x")].toArray();
            const auto n = told[QStringLiteral("n")].toArray();
            const auto verdict = twoProportionTest({x[0].toInteger(), n[0].toInteger()},
                                                   {x[1].toInteger(), n[1].toInteger()}, alpha);
            QVERIFY(near(verdict.statistic * verdict.statistic, told[QStringLiteral("z2")], 1e-8));
            QVERIFY(near(verdict.pValue, told[QStringLiteral("p")], 1e-8));
            QVERIFY(near(verdict.low, told[QStringLiteral("low")], 1e-8));
            QVERIFY(near(verdict.high, told[QStringLiteral("high")], 1e-8));
            QCOMPARE(verdict.significant, told[QStringLiteral("p")].toDouble() < alpha);
        }
    }

    void meansAreToldApartByWelchsTest()
    {
        for (const auto& value : answers_[QStringLiteral("means")].toArray()) {
            const auto told = value.toObject();
            const auto side = [&told](int i) {
                return AbMoments{told[QStringLiteral("count")][i].toInteger(),
                                 told[QStringLiteral("mean")][i].toDouble(),
                                 told[QStringLiteral("variance")][i].toDouble()};
            };
            const auto verdict = welchTest(side(0), side(1), alpha);
            QVERIFY(near(verdict.statistic, told[QStringLiteral("t")]));
            QVERIFY(near(verdict.degreesOfFreedom, told[QStringLiteral("df")]));
            QVERIFY(near(verdict.pValue, told[QStringLiteral("p")], 1e-8));
            QVERIFY(near(verdict.low, told[QStringLiteral("low")]));
            QVERIFY(near(verdict.high, told[QStringLiteral("high")]));
        }
    }

    void aBrokenSplitIsFoundByTheChiSquaredTest()
    {
        for (const auto& value : answers_[QStringLiteral("ratios")].toArray()) {
            const auto told = value.toObject();
            std::vector<std::int64_t> arrived;
            std::vector<double> weights;
            for (const auto& each : told[QStringLiteral("arrived")].toArray())
                arrived.push_back(each.toInteger());
            for (const auto& each : told[QStringLiteral("weights")].toArray())
                weights.push_back(each.toDouble());
            const auto check = checkSampleRatio(arrived, weights);
            QVERIFY(near(check.statistic, told[QStringLiteral("statistic")]));
            QVERIFY(near(check.pValue, told[QStringLiteral("p")]));
        }
        const std::vector<std::int64_t> lopsided = {52'000, 48'000};
        const std::vector<double> halves = {50, 50};
        QVERIFY(checkSampleRatio(lopsided, halves).mismatch);
    }

    void thePlannedSizeHasThePlannedPower_data()
    {
        QTest::addColumn<double>("a");
        QTest::addColumn<double>("b");
        QTest::addColumn<double>("shareOfB");
        QTest::newRow("10 % against 12 %") << 0.10 << 0.12 << 0.5;
        QTest::newRow("half against less") << 0.50 << 0.47 << 0.5;
        QTest::newRow("a fifth of the traffic") << 0.30 << 0.33 << 0.2;
    }

    void thePlannedSizeHasThePlannedPower()
    {
        QFETCH(double, a);
        QFETCH(double, b);
        QFETCH(double, shareOfB);
        const AbPlan plan{alpha, 0.8, shareOfB};
        const auto size = sampleSizeForShares(a, b, plan);
        const auto power =
            python({QStringLiteral("power"), QString::number(a), QString::number(b),
                    QString::number(size.a), QString::number(size.b), QString::number(alpha)})
                .toDouble();
        QVERIFY2(std::abs(power - plan.power) < 0.02, qPrintable(QString::number(power)));
    }

    void whatHasNoAnswerIsNotANumber()
    {
        QVERIFY(std::isnan(twoProportionTest({0, 0}, {1, 10}, alpha).pValue));
        QVERIFY(std::isnan(twoProportionTest({10, 10}, {10, 10}, alpha).pValue)); // all succeeded
        QVERIFY(std::isnan(welchTest({1, 3, 0}, {9, 3, 1}, alpha).pValue));
        QVERIFY(std::isnan(welchTest({5, 3, 0}, {9, 3, 0}, alpha).pValue)); // nothing varies
        QVERIFY(!twoProportionTest({10, 10}, {10, 10}, alpha).significant);
        QCOMPARE(sampleSizeForShares(0.2, 0.2, {}).total(), 0);
        QVERIFY(std::isinf(secondsFor({100, 100}, 0, {})));
        QCOMPARE(secondsFor({100, 100}, 10, {}), 20.0);
    }

private:
    static QByteArray python(QStringList arguments)
    {
        arguments.prepend(QStringLiteral(ROLLOUT_SCRIPTS "/compute_ab_tests.py"));
        const auto output = contract::runPython(QStringLiteral("mlflow3"), arguments);
        if (!output)
            qWarning().noquote() << output.error().detail;
        return output.value_or(QByteArray());
    }

    QJsonObject answers_;
};

QTEST_GUILESS_MAIN(AbTestContract)
#include "ab_test_contract.moc"
