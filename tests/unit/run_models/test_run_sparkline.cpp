#include "models/run_sparkline.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace binnacle;

namespace {

HistoryBand band(std::int64_t step, double min, double max)
{
    HistoryBand band;
    band.firstStep = band.minStep = step;
    band.lastStep = band.maxStep = step + 9;
    band.min = band.first = min;
    band.max = band.last = max;
    band.count = 10;
    return band;
}

} // namespace

// A metric over its steps, small.
class TestRunSparkline : public QObject
{
    Q_OBJECT
private slots:
    void spikeOfAStretchStaysVisible()
    {
        const auto line = sparklineOf({band(0, 1.0, 1.1), band(10, 1.0, 9.0), band(20, 1.0, 1.1)});
        QCOMPARE(line.parts.size(), 1U);
        double highest = 0;
        for (const auto& point : line.parts.front())
            highest = std::max(highest, point.y());
        QCOMPARE(highest, 1.0);
        QCOMPARE(line.parts.front().front(), QPointF(0, 0));
        QCOMPARE(line.parts.front().back().x(), 1.0);
    }

    void stretchOfNaNBreaksTheLine()
    {
        HistoryBand lost = band(10, std::nan(""), std::nan(""));
        lost.nanCount = lost.count;
        const auto line = sparklineOf({band(0, 1, 2), lost, band(20, 2, 3)});
        QCOMPARE(line.parts.size(), 2U);
    }

    void infinityLiesAtTheEdge()
    {
        const auto line =
            sparklineOf({band(0, 1, 2), band(10, 1, std::numeric_limits<double>::infinity())});
        QCOMPARE(line.parts.front().back().y(), 1.0);
        for (const auto& point : line.parts.front())
            QVERIFY(std::isfinite(point.y()));
    }

    void constantLineRunsThroughTheMiddle()
    {
        const auto line = sparklineOf({band(0, 5, 5), band(10, 5, 5)});
        QCOMPARE(line.parts.front().front().y(), 0.5);
        QVERIFY(sparklineOf({}).parts.empty());
    }

    void cacheKeepsOldCurvesUntilTheyAreReadAgain()
    {
        SparklineCache cache;
        cache.put({RunRowId{1}, "loss"}, std::make_shared<Sparkline>());
        QVERIFY(cache.isFresh(RunRowId{1}, "loss"));
        cache.invalidate();
        QVERIFY(!cache.isFresh(RunRowId{1}, "loss"));
        QVERIFY(cache.find(RunRowId{1}, "loss") != nullptr);
        for (int run = 2; run < 5000; ++run)
            cache.put({RunRowId{run}, "loss"}, std::make_shared<Sparkline>());
        QVERIFY(cache.find(RunRowId{1}, "loss") == nullptr); // bounded
        QVERIFY(cache.find(RunRowId{4999}, "loss") != nullptr);
    }
};

QTEST_APPLESS_MAIN(TestRunSparkline)
#include "test_run_sparkline.moc"
