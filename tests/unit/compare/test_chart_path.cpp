#include "services/compare/chart_axis.h"
#include "services/compare/chart_path.h"
#include "services/compare/metric_chart.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace binnacle;

// Axes, and the way from bands to pixels.
class TestChartPath : public QObject
{
    Q_OBJECT
private slots:
    void ticksAreRound_data();
    void ticksAreRound();
    void ticksSurviveExtremes_data();
    void ticksSurviveExtremes();
    void rangesAreNeverEmpty();
    void logAxis();
    void everySpikeStaysInThePath();
    void atMostFourPointsForEachColumn();
    void nanBreaksTheLineAndIsMarked();
    void infinitiesAreMarkedAtTheirEnd();
    void aSinglePointIsADot();
    void valuesNotPositiveOnALogAxis();
    void valueAxisTakesWhatIsInSight();
};

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

HistoryBand point(std::int64_t step, double value)
{
    HistoryBand band;
    band.firstStep = band.lastStep = band.minStep = band.maxStep = step;
    band.first = band.last = band.min = band.max = value;
    band.count = 1;
    if (std::isnan(value))
        band.nanCount = 1;
    if (std::isinf(value))
        band.infCount = 1;
    return band;
}

std::vector<HistoryBand> points(const std::vector<double>& values)
{
    std::vector<HistoryBand> bands;
    for (std::size_t i = 0; i < values.size(); ++i)
        bands.push_back(point(static_cast<std::int64_t>(i), values[i]));
    return bands;
}

QStringList labels(const std::vector<AxisTick>& ticks)
{
    QStringList texts;
    for (const auto& tick : ticks)
        texts << QString::fromStdString(tick.label);
    return texts;
}

} // namespace

void TestChartPath::ticksAreRound_data()
{
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    QTest::addColumn<int>("wanted");
    QTest::addColumn<bool>("whole");
    QTest::addColumn<QString>("expected");
    QTest::newRow("unit") << 0.0 << 1.0 << 4 << false << "0.0 0.5 1.0";
    QTest::newRow("unit, finer") << 0.0 << 1.0 << 5 << false << "0.0 0.2 0.4 0.6 0.8 1.0";
    QTest::newRow("steps") << 0.0 << 10000.0 << 5 << true << "0 2k 4k 6k 8k 10k";
    QTest::newRow("million") << 0.0 << 1e6 << 5 << true << "0 0.2M 0.4M 0.6M 0.8M 1.0M";
    QTest::newRow("near") << 5749.0 << 5752.0 << 6 << true << "5749 5750 5751 5752";
    QTest::newRow("near, far out")
        << 1000000.0 << 1000004.0 << 4 << true << "1000000 1000001 1000002 1000003 1000004";
    QTest::newRow("negative") << -1.0 << 1.0 << 4 << false << "-1.0 -0.5 0.0 0.5 1.0";
    QTest::newRow("small") << 0.0 << 4e-5 << 4 << false << "0 1e-05 2e-05 3e-05 4e-05";
}

void TestChartPath::ticksAreRound()
{
    QFETCH(double, from);
    QFETCH(double, to);
    QFETCH(int, wanted);
    QFETCH(bool, whole);
    QFETCH(QString, expected);
    QCOMPARE(labels(axisTicks({from, to, false}, wanted, whole)).join(u' '), expected);
}

void TestChartPath::ticksSurviveExtremes_data()
{
    QTest::addColumn<double>("smallest");
    QTest::addColumn<double>("greatest");
    QTest::newRow("1e300") << -1e300 << 1e300;
    QTest::newRow("1e-300") << 1e-300 << 3e-300;
    QTest::newRow("largest") << -std::numeric_limits<double>::max()
                             << std::numeric_limits<double>::max();
    QTest::newRow("equal") << 0.25 << 0.25;
    QTest::newRow("equal, great") << 1e17 << 1e17;
    QTest::newRow("zero") << 0.0 << 0.0;
    QTest::newRow("one ulp") << 1.0 << std::nextafter(1.0, 2.0);
}

void TestChartPath::ticksSurviveExtremes()
{
    QFETCH(double, smallest);
    QFETCH(double, greatest);
    const auto range = paddedRange(smallest, greatest, false);
    QVERIFY(std::isfinite(range.from) && std::isfinite(range.to));
    QVERIFY(range.from < range.to);
    const auto ticks = axisTicks(range, 5);
    QVERIFY(ticks.size() >= 2);
    QVERIFY(ticks.size() <= 24);
    for (const auto& tick : ticks)
        QVERIFY(range.position(tick.value) > -0.01 && range.position(tick.value) < 1.01);
    auto texts = labels(ticks);
    QCOMPARE(texts.removeDuplicates(), 0);
}

void TestChartPath::rangesAreNeverEmpty()
{
    QCOMPARE(stepAxis(std::nullopt), (AxisRange{0, 1, false}));
    QCOMPARE(stepAxis(std::pair<std::int64_t, std::int64_t>(7, 7)), (AxisRange{6.5, 7.5, false}));
    const auto padded = paddedRange(0, 1, false);
    QVERIFY(padded.from < 0 && padded.from > -0.1 && padded.to > 1 && padded.to < 1.1);
}

void TestChartPath::logAxis()
{
    const AxisRange range{0.001, 10, true};
    QCOMPARE(range.position(0.1), 0.5);
    QCOMPARE(range.value(0.5), 0.1);
    QVERIFY(std::isinf(range.position(0)));
    QCOMPARE(labels(axisTicks(range, 5)).join(u' '), QStringLiteral("0.001 0.01 0.1 1 10"));
    QVERIFY(axisTicks({2, 3, true}, 5).size() >= 2);
    const auto wide = axisTicks(paddedRange(1e-300, 1e300, true), 5);
    QVERIFY(wide.size() >= 2 && wide.size() <= 10);
    QVERIFY(std::isfinite(paddedRange(5e-324, 1.7e308, true).to));
}

void TestChartPath::everySpikeStaysInThePath()
{
    // 100,000 points of noise with 40 single-point spikes, drawn 800 pixels wide.
    std::mt19937 random(20261123);
    std::uniform_real_distribution<double> noise(0.0, 0.1);
    std::vector<double> values(100'000);
    for (auto& value : values)
        value = noise(random);
    std::vector<std::size_t> spikes;
    for (std::size_t i = 0; i < 40; ++i)
        spikes.push_back(1'234 + i * 2'417);
    for (const auto at : spikes)
        values[at] = 1.0;

    const PlotSize size{800, 300};
    const auto path = chartPath(points(values), {0, 99'999, false}, {0, 1, false}, size);
    QCOMPARE(path.strokes.size(), std::size_t(1));
    for (const auto at : spikes) {
        const double x = static_cast<double>(at) / 99'999 * 800;
        QVERIFY(std::ranges::any_of(path.strokes[0], [x](const PathPoint& each) {
            return std::abs(each.x - x) <= 1 && each.y == 0;
        }));
    }
}

void TestChartPath::atMostFourPointsForEachColumn()
{
    std::vector<double> values;
    for (int i = 0; i < 50'000; ++i)
        values.push_back(std::sin(i * 0.37));
    const auto path =
        chartPath(points(values), {0, 49'999, false}, {-1, 1, false}, PlotSize{500, 100});
    QVERIFY(path.pointCount() <= 4 * 501);
}

void TestChartPath::nanBreaksTheLineAndIsMarked()
{
    const auto path = chartPath(points({0, 1, notANumber, 1, 0}), {0, 4, false}, {0, 1, false},
                                PlotSize{400, 100});
    QCOMPARE(path.strokes.size(), std::size_t(2));
    QCOMPARE(path.strokes[0].size(), std::size_t(2));
    QCOMPARE(path.strokes[0][1], (PathPoint{100, 0}));
    QCOMPARE(path.strokes[1][0], (PathPoint{300, 0}));
    QCOMPARE(path.marks.size(), std::size_t(1));
    QCOMPARE(path.marks[0], (PathMark{PathMark::Kind::NaN, 200}));
    // A band with a NaN between its ends goes on, and is marked as well.
    HistoryBand band = point(1, 0.5);
    band.lastStep = 3;
    band.count = 3;
    band.nanCount = 1;
    const auto within = chartPath(std::vector{point(0, 0), band, point(4, 1)}, {0, 4, false},
                                  {0, 1, false}, PlotSize{400, 100});
    QCOMPARE(within.strokes.size(), std::size_t(1));
    QCOMPARE(within.marks.size(), std::size_t(1));
    // Nothing but NaN: no line, but marks.
    const auto none = chartPath(points({notANumber, notANumber}), {0, 1, false}, {0, 1, false},
                                PlotSize{400, 100});
    QVERIFY(none.strokes.empty() && none.dots.empty());
    QCOMPARE(none.marks.size(), std::size_t(2));
}

void TestChartPath::infinitiesAreMarkedAtTheirEnd()
{
    const auto path = chartPath(points({0, infinite, 0, -infinite, 0, 0}), {0, 5, false},
                                {0, 1, false}, PlotSize{500, 100});
    QCOMPARE(path.marks.size(), std::size_t(2));
    QCOMPARE(path.marks[0], (PathMark{PathMark::Kind::PlusInfinity, 100}));
    QCOMPARE(path.marks[1], (PathMark{PathMark::Kind::MinusInfinity, 300}));
    QCOMPARE(path.strokes.size(), std::size_t(1));
    QCOMPARE(path.dots.size(), std::size_t(2));
}

void TestChartPath::aSinglePointIsADot()
{
    const auto path =
        chartPath(points({0.5}), {-0.5, 0.5, false}, {0, 1, false}, PlotSize{100, 100});
    QVERIFY(path.strokes.empty());
    QCOMPARE(path.dots, (std::vector<PathPoint>{{50, 50}}));
}

void TestChartPath::valuesNotPositiveOnALogAxis()
{
    const auto path =
        chartPath(points({0.1, 0, 10}), {0, 2, false}, {0.1, 10, true}, PlotSize{200, 100});
    QCOMPARE(path.strokes.size(), std::size_t(1));
    QVERIFY(path.strokes[0][1].y > 100); // below the plot, where the painter clips
    QVERIFY(std::isfinite(path.strokes[0][1].y));
    QCOMPARE(path.strokes[0][2], (PathPoint{200, 0}));
}

void TestChartPath::valueAxisTakesWhatIsInSight()
{
    const auto bands = points({100, 1, 2, 3, infinite, notANumber});
    const std::vector<BandSpan> lines = {bands};
    const auto all = valueAxis(lines, {0, 5, false}, false);
    QVERIFY(all && all->to > 100 && all->from < 1);
    const auto some = valueAxis(lines, {1, 5, false}, false);
    QVERIFY(some && some->to > 3 && some->to < 3.2);
    QVERIFY(!valueAxis(lines, {4, 5, false}, false));
    QVERIFY(!valueAxis({}, {0, 1, false}, false));
    const auto withZero = points({0, 1});
    const std::vector<BandSpan> zero = {withZero};
    QCOMPARE(valueAxis(zero, {0, 1, false}, true)->from, 0.5);
}

QTEST_GUILESS_MAIN(TestChartPath)
#include "test_chart_path.moc"
