#include "services/compare/line_curve.h"
#include "services/compare/packed_curve.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

using namespace binnacle;

// Curves of all points: reduced to bands, and kept in little memory.
class TestLineCurve : public QObject
{
    Q_OBJECT
private slots:
    void bandsHoldWhatTheirPointsDo_data();
    void bandsHoldWhatTheirPointsDo();
    void packedLosesNothing_data();
    void packedLosesNothing();
    void packedIsSmall();
};

namespace {

using Values = std::vector<double>;

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

bool sameBits(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// Each point added by itself.
std::vector<LineBand> oneByOne(const Values& x, const Values& y, const AxisRange& stretch,
                               std::size_t buckets)
{
    LineReducer reducer(stretch, buckets, false);
    for (std::size_t i = 0; i < x.size(); ++i)
        reducer.add(linePoint(x[i], y[i]));
    return reducer.take();
}

bool sameBand(const LineBand& a, const LineBand& b)
{
    const auto same = [](double left, double right) {
        return left == right || (std::isnan(left) && std::isnan(right));
    };
    return a.firstX == b.firstX && a.lastX == b.lastX && a.minX == b.minX && a.maxX == b.maxX &&
           same(a.min, b.min) && same(a.max, b.max) && same(a.first, b.first) &&
           same(a.last, b.last) && a.count == b.count && a.nanCount == b.nanCount &&
           a.infCount == b.infCount;
}

} // namespace

void TestLineCurve::bandsHoldWhatTheirPointsDo_data()
{
    QTest::addColumn<Values>("x");
    QTest::addColumn<Values>("y");
    std::mt19937 random(20261125);
    std::normal_distribution<double> normal(0, 1);
    Values steps, uneven, wild, broken, nothing;
    double at = 0.5;
    for (int i = 0; i < 20'000; ++i) {
        steps.push_back(i + 1);
        at += random() % 7 == 0 ? 0 : std::abs(normal(random));
        uneven.push_back(at);
        wild.push_back(normal(random) * (random() % 100 == 0 ? 1e300 : 1));
        broken.push_back(random() % 3 == 0 ? none : random() % 50 == 0 ? -infinite : 0.25);
        nothing.push_back(none);
    }
    QTest::newRow("steps") << steps << wild;
    QTest::newRow("uneven, some equal") << uneven << wild;
    QTest::newRow("NaN and infinities") << steps << broken;
    QTest::newRow("all NaN") << uneven << nothing;
}

void TestLineCurve::bandsHoldWhatTheirPointsDo()
{
    QFETCH(Values, x);
    QFETCH(Values, y);
    for (const bool log : {false, true}) {
        for (const auto& [from, to] : {std::pair(x.front(), x.back()), std::pair(x[500], x[19'000]),
                                       std::pair(x[9'000], x[12'345] + 0.25)}) {
            for (const std::size_t buckets : {1, 7, 600}) {
                const AxisRange stretch{from, to, log};
                const auto ours = reduceCurve(x, y, stretch, buckets);
                const auto theirs = oneByOne(x, y, stretch, buckets);
                QCOMPARE(ours.size(), theirs.size());
                for (std::size_t i = 0; i < ours.size(); ++i)
                    QVERIFY(sameBand(ours[i], theirs[i]));
            }
        }
    }
}

void TestLineCurve::packedLosesNothing_data()
{
    QTest::addColumn<Values>("x");
    QTest::addColumn<Values>("y");
    QTest::newRow("nothing") << Values{} << Values{};
    QTest::newRow("one point") << Values{7} << Values{0.1};
    QTest::newRow("floats in steps") << Values{-4, -2, 0, 2} << Values{0.5, 0.25, none, -infinite};
    QTest::newRow("doubles") << Values{0, 1, 2} << Values{0.1, 0.2, 0.3};
    QTest::newRow("uneven") << Values{0, 1, 3, 3} << Values{1, 2, 3, 4};
    QTest::newRow("beyond whole numbers") << Values{1e300, 2e300} << Values{1e300, 1e-300};
    QTest::newRow("fractions") << Values{0.1, 0.2, 0.30000000000000004} << Values{1, 1, 1};
    QTest::newRow("zeros of both signs") << Values{0, 1} << Values{0.0, -0.0};
    QTest::newRow("too small for a float") << Values{0, 1} << Values{1e-46, 1e39};
    QTest::newRow("least and greatest step") << Values{-9.2e18, 9.2e18} << Values{1, 2};
}

void TestLineCurve::packedLosesNothing()
{
    QFETCH(Values, x);
    QFETCH(Values, y);
    LineCurve curve{x, y, y, {}, std::vector<std::uint32_t>(x.size(), 3)};
    const auto back = PackedCurve(curve).unpacked();
    QCOMPARE(back.x, x);
    QCOMPARE(back.y.size(), y.size());
    for (std::size_t i = 0; i < y.size(); ++i)
        QVERIFY(sameBits(back.y[i], y[i]) && sameBits(back.low[i], y[i]));
    QVERIFY(back.high.empty());
    QCOMPARE(back.runs, curve.runs);
}

void TestLineCurve::packedIsSmall()
{
    LineCurve floats, doubles;
    for (int i = 0; i < 100'000; ++i) {
        floats.x.push_back(10 * i);
        floats.y.push_back(static_cast<double>(static_cast<float>(1.0 / (1 + i))));
        doubles.x.push_back(i);
        doubles.y.push_back(1.0 / (1 + i));
    }
    QVERIFY(PackedCurve(floats).bytes() < 401'000);
    QVERIFY(PackedCurve(doubles).bytes() < 801'000);
}

QTEST_GUILESS_MAIN(TestLineCurve)
#include "test_line_curve.moc"
