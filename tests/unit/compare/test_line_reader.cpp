#include "services/compare/line_reader.h"
#include "services/compare/smoothing.h"
#include "services/compare/time_axis.h"
#include "tests/unit/compare/compare_fixture.h"

#include <QDateTime>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

using namespace binnacle;
using fixture::CompareWorkspace;
using fixture::makeRun;

// From stored histories to the bands of a chart, over every axis.
class TestLineReader : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void everyExtremeIsInABandAtEachZoom();
    void aDraftKeepsTheExtremesToo();
    void fewPointsAreSingle();
    void linesRunOnToTheEdge();
    void averageIsOverAllPoints();
    void averageFollowsNewPoints();
    void littleMemoryShowsTheSame();
    void relativeAndWallTime();
    void timesThatGoBackAreSorted();
    void anotherMetricAsX();
    void logAxisBeginsAtThePositive();
    void groupsMeetAtTheirSteps();
    void groupsOfOddValues();
    void oddHistories_data();
    void oddHistories();
    void cancelledReadSaysSo();
    void timeTicksAreRound();

private:
    RunRowId add(const std::vector<MetricPoint>& points, const char* metric = "loss");
    LineData read(LineRequest request);
    static LineRequest plain(const std::vector<RunRowId>& runs);

    std::unique_ptr<CompareWorkspace> store_;
    std::unique_ptr<LineReader> reader_;
};

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

std::vector<MetricPoint> series(const std::vector<double>& values, std::int64_t firstStep = 0)
{
    std::vector<MetricPoint> points;
    for (std::size_t i = 0; i < values.size(); ++i)
        points.push_back({firstStep + static_cast<std::int64_t>(i),
                          1'700'000'000'000 + static_cast<std::int64_t>(i) * 1000, values[i]});
    return points;
}

bool near(double a, double b)
{
    return std::abs(a - b) <= 1e-12 * std::max({1.0, std::abs(a), std::abs(b)});
}

} // namespace

void TestLineReader::init()
{
    store_ = std::make_unique<CompareWorkspace>();
    reader_ = std::make_unique<LineReader>(store_->workspace);
}

RunRowId TestLineReader::add(const std::vector<MetricPoint>& points, const char* metric)
{
    static int count = 0;
    const auto id = "run" + std::to_string(count++);
    auto run = makeRun(id, id);
    run.metrics = {{metric, {1, 0, 1}}};
    const auto row = store_->add(run);
    store_->writeHistory(row, metric, points);
    return row;
}

LineData TestLineReader::read(LineRequest request)
{
    auto data = reader_->read(request, {});
    if (!data)
        qFatal("%s", qPrintable(data.error().message));
    return std::move(*data);
}

LineRequest TestLineReader::plain(const std::vector<RunRowId>& runs)
{
    LineRequest request;
    for (const auto run : runs)
        request.lines.push_back({{run}, false});
    request.metric = "loss";
    return request;
}

void TestLineReader::everyExtremeIsInABandAtEachZoom()
{
    // 20 histories of 60,000 points, each with spikes up and down at random places.
    std::mt19937 random(20261125);
    std::uniform_real_distribution<double> noise(0, 1);
    std::vector<RunRowId> runs;
    std::vector<std::set<std::int64_t>> spikes;
    for (int run = 0; run < 20; ++run) {
        std::vector<double> values(60'000);
        for (auto& value : values)
            value = noise(random);
        auto& own = spikes.emplace_back();
        for (int i = 0; i < 30; ++i)
            own.insert(static_cast<std::int64_t>(random() % 60'000));
        for (const auto step : own)
            values[static_cast<std::size_t>(step)] = step % 2 == 0 ? 5 : -5;
        runs.push_back(add(series(values)));
    }
    for (const double width : {59'999.0, 30'000.0, 9'000.0, 2'500.0, 300.0, 20.0}) {
        auto request = plain(runs);
        request.pixels = 500;
        const double from = std::floor(noise(random) * (59'999 - width));
        if (width < 59'999)
            request.window = AxisRange{from, from + width, false};
        const auto data = read(request);
        const double pixel = width / 500;
        for (std::size_t run = 0; run < runs.size(); ++run) {
            const auto& bands = data.lines[run].bands;
            QVERIFY(bands.size() <= 4 * 2 * 500 + 2);
            for (const auto step : spikes[run]) {
                const auto x = static_cast<double>(step);
                if (request.window && (x < from || x > from + width))
                    continue;
                QVERIFY(std::ranges::any_of(bands, [&](const LineBand& band) {
                    const bool here = step % 2 == 0 ? band.max == 5 : band.min == -5;
                    return here && band.firstX <= x && band.lastX >= x &&
                           band.lastX - band.firstX <= 2 * pixel;
                }));
            }
        }
    }
}

void TestLineReader::aDraftKeepsTheExtremesToo()
{
    std::vector<double> values(50'000, 0.5);
    values[12'345] = 9;
    values[40'000] = -9;
    auto request = plain({add(series(values))});
    request.draft = true;
    const auto data = read(request);
    QVERIFY(data.draft);
    const auto& bands = data.lines[0].bands;
    QVERIFY(bands.size() <= 14); // chunks
    QCOMPARE(std::ranges::max(bands, {}, &LineBand::max).maxX, 12'345.0);
    QCOMPARE(std::ranges::min(bands, {}, &LineBand::min).minX, 40'000.0);
}

void TestLineReader::fewPointsAreSingle()
{
    std::vector<double> values;
    for (int i = 0; i < 5'000; ++i)
        values.push_back(std::sin(i * 0.01));
    auto request = plain({add(series(values))});
    request.window = AxisRange{1'000, 1'500, false};
    const auto data = read(request);
    QVERIFY(std::ranges::all_of(data.lines[0].bands,
                                [](const LineBand& band) { return band.count == 1; }));
    QCOMPARE(data.lines[0].pointsInSight, std::int64_t(501));
    QCOMPARE(data.lines[0].points, std::int64_t(5'000));
    QCOMPARE(data.extent(), (std::pair<double, double>(0, 4'999)));
}

void TestLineReader::linesRunOnToTheEdge()
{
    // A point every thousand steps, and a window between two of them.
    std::vector<MetricPoint> points;
    for (int i = 0; i < 10; ++i)
        points.push_back({i * 1'000, 0, static_cast<double>(i)});
    auto request = plain({add(points)});
    request.window = AxisRange{4'200, 4'300, false};
    const auto data = read(request);
    QCOMPARE(data.lines[0].bands.size(), std::size_t(2));
    QCOMPARE(data.lines[0].bands[0].lastX, 4'000.0);
    QCOMPARE(data.lines[0].bands[1].firstX, 5'000.0);
    QCOMPARE(data.lines[0].pointsInSight, std::int64_t(0));
}

void TestLineReader::averageIsOverAllPoints()
{
    std::mt19937 random(3);
    std::normal_distribution<double> noise;
    std::vector<double> values(40'000);
    for (auto& value : values)
        value = noise(random);
    values[7] = std::nan("");
    values[8] = infinite;
    const auto expected = debiasedAverage(values, 0.97);
    auto request = plain({add(series(values))});
    request.smoothing = 0.97;
    request.pixels = 300;
    const auto all = read(request);
    for (const auto& band : all.lines[0].average) {
        const auto from = static_cast<std::size_t>(band.firstX);
        const auto to = static_cast<std::size_t>(band.lastX);
        QVERIFY(to == 8 || band.last == expected[to]);
        for (std::size_t i = from; i <= to; ++i)
            QVERIFY(!std::isfinite(expected[i]) ||
                    (expected[i] >= band.min && expected[i] <= band.max));
    }
    // Nearer the same values, point by point: it is no preview.
    request.window = AxisRange{20'000, 20'100, false};
    const auto near = read(request);
    for (const auto& band : near.lines[0].average)
        QCOMPARE(band.last, expected[static_cast<std::size_t>(band.lastX)]);
    QCOMPARE(near.lines[0].average.size(), near.lines[0].bands.size());
}

void TestLineReader::averageFollowsNewPoints()
{
    const auto run = add(series({1, 2, 3}));
    auto request = plain({run});
    request.smoothing = 0.5;
    QCOMPARE(read(request).lines[0].average.size(), std::size_t(3));
    QCOMPARE(read(request).lines[0].average.size(), std::size_t(3));
    store_->writeHistory(run, "loss", series({1, 2, 3, 4}));
    const auto grown = read(request);
    QCOMPARE(grown.lines[0].average.size(), std::size_t(4));
    QCOMPARE(grown.lines[0].average.back().last,
             debiasedAverage(std::vector{1., 2., 3., 4.}, 0.5)[3]);
    request.smoothing = 0.9;
    QCOMPARE(read(request).lines[0].average.back().last,
             debiasedAverage(std::vector{1., 2., 3., 4.}, 0.9)[3]);
}

void TestLineReader::littleMemoryShowsTheSame()
{
    std::mt19937 random(7);
    std::normal_distribution<double> noise(0, 1);
    std::vector<double> floats(9'000), doubles(9'000);
    for (std::size_t i = 0; i < floats.size(); ++i) {
        doubles[i] = noise(random);
        floats[i] = static_cast<double>(static_cast<float>(doubles[i]));
    }
    auto request = plain({add(series(floats)), add(series(doubles))});
    request.lines.push_back({{request.lines[0].runs[0], request.lines[1].runs[0]}, true});
    // All packed, only one, nothing kept at all.
    for (const LineMemory memory :
         {LineMemory{0, 1 << 30}, LineMemory{0, 40'000}, LineMemory{0, 0}}) {
        LineReader small(store_->workspace, memory);
        for (const double weight : {0.9, 0.5, 0.9}) {
            request.smoothing = weight;
            for (const bool close : {false, true}) {
                request.window =
                    close ? std::optional(AxisRange{2'000, 2'300, false}) : std::nullopt;
                const auto theirs = read(request);
                const auto ours = small.read(request, {});
                QVERIFY(ours);
                for (std::size_t i = 0; i < request.lines.size(); ++i) {
                    QCOMPARE(ours->lines[i].bands, theirs.lines[i].bands);
                    QCOMPARE(ours->lines[i].average, theirs.lines[i].average);
                    QCOMPARE(ours->lines[i].spread, theirs.lines[i].spread);
                    QCOMPARE(ours->lines[i].points, theirs.lines[i].points);
                }
            }
        }
        // What is written meanwhile is seen.
        store_->writeHistory(request.lines[0].runs[0], "loss", series(doubles, 1));
        QCOMPARE(small.read(request, {})->lines[0].average, read(request).lines[0].average);
        store_->writeHistory(request.lines[0].runs[0], "loss", series(floats));
    }
}

void TestLineReader::relativeAndWallTime()
{
    std::vector<MetricPoint> points;
    for (int i = 0; i < 30'000; ++i) // a pause of an hour in the middle
        points.push_back({i, 1'700'000'000'000 + i * 100 + (i >= 15'000 ? 3'600'000 : 0),
                          i == 20'001 ? 7.0 : 0.5});
    auto request = plain({add(points)});
    request.axis = XAxis::RelativeTime;
    request.pixels = 400;
    const auto relative = read(request);
    QCOMPARE(relative.extent(), (std::pair<double, double>(0, 2'999'900 + 3'600'000)));
    const double pixel = (2'999'900.0 + 3'600'000) / 400;
    const auto top = std::ranges::max(relative.lines[0].bands, {}, &LineBand::max);
    QCOMPARE(top.max, 7.0);
    QVERIFY(std::abs(top.maxX - (20'001 * 100 + 3'600'000)) <= pixel);
    // No band reaches over the pause.
    for (const auto& band : relative.lines[0].bands)
        QVERIFY(band.lastX - band.firstX <= 2 * pixel);
    request.axis = XAxis::WallTime;
    request.window = AxisRange{1'700'000'000'000 + 5'600'000, 1'700'000'000'000 + 5'610'000, false};
    const auto wall = read(request);
    QCOMPARE(wall.lines[0].pointsInSight, std::int64_t(101));
    const auto spike = std::ranges::max(wall.lines[0].bands, {}, &LineBand::max);
    QCOMPARE(spike.maxX, 1'700'000'000'000.0 + 5'600'100);
}

void TestLineReader::timesThatGoBackAreSorted()
{
    // A run that was taken up again from an earlier step: later steps were logged before.
    std::vector<MetricPoint> points;
    for (int i = 0; i < 100; ++i)
        points.push_back({i, i < 50 ? 2'000'000 + i : 1'000'000 + i, static_cast<double>(i)});
    auto request = plain({add(points)});
    request.axis = XAxis::WallTime;
    const auto data = read(request);
    const auto& bands = data.lines[0].bands;
    QCOMPARE(bands.size(), std::size_t(100));
    QVERIFY(std::ranges::is_sorted(bands, {}, &LineBand::firstX));
    QCOMPARE(bands.front().first, 50.0);
    QCOMPARE(bands.back().last, 49.0);
}

void TestLineReader::anotherMetricAsX()
{
    const auto run = add({{0, 0, 10}, {1, 0, 11}, {2, 0, 12}, {3, 0, 13}, {4, 0, 14}});
    // No value at step 1, two at step 2 (the last counts), NaN at step 4.
    store_->writeHistory(run, "tokens",
                         {{0, 0, 300}, {2, 0, 5}, {2, 1, 100}, {3, 0, 200}, {4, 0, std::nan("")}});
    auto request = plain({run});
    request.axis = XAxis::Metric;
    request.xMetric = "tokens";
    const auto data = read(request);
    const auto& bands = data.lines[0].bands;
    QCOMPARE(bands.size(), std::size_t(3));
    QCOMPARE(bands[0].lastX, 100.0);
    QCOMPARE(bands[0].last, 12.0);
    QCOMPARE(bands[1].last, 13.0);
    QCOMPARE(bands[2].last, 10.0);
    QCOMPARE(data.lines[0].points, std::int64_t(5));
    QCOMPARE(data.lines[0].pointsOnLine, std::int64_t(3));
    request.xMetric = "nowhere";
    QVERIFY(read(request).lines[0].bands.empty());
}

void TestLineReader::logAxisBeginsAtThePositive()
{
    std::vector<double> values(20'000, 1.0);
    values[3] = 8; // far left on a log axis, where a pixel is less than a step
    auto request = plain({add(series(values, -5))});
    request.logX = true;
    request.pixels = 400;
    const auto data = read(request);
    QCOMPARE(data.smallestPositiveX(), std::optional<double>(1.0));
    for (const auto& band : data.lines[0].bands)
        QVERIFY(band.lastX > 0);
    const AxisRange axis{1, 19'994, true};
    for (const auto& band : data.lines[0].bands)
        if (band.firstX >= 1)
            QVERIFY(band.count == 1 ||
                    (axis.position(band.lastX) - axis.position(band.firstX)) * 400 <= 2);
}

void TestLineReader::groupsMeetAtTheirSteps()
{
    const auto a = add({{0, 0, 1}, {1, 0, 2}, {2, 0, 3}});
    const auto b = add({{0, 0, 3}, {2, 0, 4}, {2, 5, 5}, {7, 0, 9}}); // twice at 2: the last
    LineRequest request;
    request.metric = "loss";
    request.lines = {{{a, b}, true}};
    request.spread = LineSpread::MinMax;
    const auto data = read(request);
    const auto& line = data.lines[0];
    const auto values = [](const auto& bands, auto member) {
        std::vector<double> all;
        for (const auto& band : bands)
            all.push_back(static_cast<double>(band.*member));
        return all;
    };
    QCOMPARE(values(line.bands, &LineBand::lastX), (std::vector<double>{0, 1, 2, 7}));
    QCOMPARE(values(line.bands, &LineBand::last), (std::vector<double>{2, 2, 4, 9}));
    QCOMPARE(values(line.spread, &SpreadBand::low), (std::vector<double>{1, 2, 3, 9}));
    QCOMPARE(values(line.spread, &SpreadBand::high), (std::vector<double>{3, 2, 5, 9}));
    QCOMPARE(values(line.spread, &SpreadBand::mostRuns), (std::vector<double>{2, 1, 2, 1}));
    QCOMPARE(line.points, std::int64_t(7));
    QCOMPARE(line.pointsOnLine, std::int64_t(4));

    request.spread = LineSpread::StandardDeviation;
    const auto deviation = read(request);
    QVERIFY(near(deviation.lines[0].spread[0].high, 2 + std::sqrt(2.0)));
    QVERIFY(std::isnan(deviation.lines[0].spread[1].high)); // one run has no deviation
    request.spread = LineSpread::None;
    QVERIFY(std::isnan(read(request).lines[0].spread[0].low));
}

void TestLineReader::groupsOfOddValues()
{
    const auto a = add({{0, 0, std::nan("")}, {1, 0, infinite}, {2, 0, 1e300}, {3, 0, 1e-300}});
    const auto b = add({{0, 0, std::nan("")}, {1, 0, 1}, {2, 0, -1e300}, {3, 0, 3e-300}});
    LineRequest request;
    request.metric = "loss";
    request.lines = {{{a, b, add({})}, true}};
    request.spread = LineSpread::Confidence95;
    const auto data = read(request);
    const auto& line = data.lines[0];
    QVERIFY(std::isnan(line.bands[0].last));
    QCOMPARE(line.spread[0].mostRuns, 0U);
    QCOMPARE(line.bands[1].last, infinite);
    QVERIFY(std::isnan(line.spread[1].low));
    QCOMPARE(line.bands[2].last, 0.0);
    QVERIFY(std::isfinite(line.spread[2].high));
    QVERIFY(near(line.bands[3].last * 1e300, 2.0));
    request.aggregate = LineAggregate::Median;
    QVERIFY(near(read(request).lines[0].bands[3].last * 1e300, 2.0));
}

void TestLineReader::oddHistories_data()
{
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    using Points = std::vector<MetricPoint>;
    QTest::addColumn<Points>("points");
    QTest::newRow("none") << Points{};
    QTest::newRow("one") << Points{{5, 0, 1}};
    QTest::newRow("all NaN") << Points{{0, 0, std::nan("")}, {1, 0, std::nan("")}};
    QTest::newRow("equal") << Points(5'000, MetricPoint{3, 9, 0.5});
    QTest::newRow("1e300 and 1e-300") << Points{{0, 0, 1e300}, {1, 0, 1e-300}, {2, 0, -1e300}};
    QTest::newRow("out of order") << Points{{9, 0, 1}, {-3, 0, 2}, {4, 0, 3}, {4, 0, 4}};
    QTest::newRow("limits of steps") << Points{
        {least, least, 1}, {least + 1, 0, 2}, {0, 0, 3}, {most - 1, 5, 4}, {most, most, 5}};
}

void TestLineReader::oddHistories()
{
    QFETCH(std::vector<MetricPoint>, points);
    const auto run = add(points);
    for (const auto axis : {XAxis::Step, XAxis::RelativeTime, XAxis::WallTime, XAxis::Metric})
        for (const bool log : {false, true})
            for (const double weight : {0.0, 0.9}) {
                auto request = plain({run, RunRowId{999}});
                request.axis = axis;
                request.xMetric = "loss";
                request.logX = log;
                request.smoothing = weight;
                const auto data = read(request);
                std::int64_t count = 0;
                for (const auto& band : data.lines[0].bands)
                    count += band.count;
                if (!log && axis != XAxis::Metric)
                    QCOMPARE(count, static_cast<std::int64_t>(points.size()));
                QCOMPARE(data.notMirrored(), std::size_t(1));
                request.window = AxisRange{log ? 0.5 : -2, 5, log};
                (void)read(request);
            }
}

void TestLineReader::cancelledReadSaysSo()
{
    const auto run = add(series({1, 2, 3}));
    std::stop_source stop;
    stop.request_stop();
    for (const double weight : {0.0, 0.5}) {
        auto request = plain({run});
        request.smoothing = weight;
        const auto data = reader_->read(request, stop.get_token());
        QVERIFY(!data);
        QCOMPARE(data.error().kind, Error::Kind::Cancelled);
    }
}

void TestLineReader::timeTicksAreRound()
{
    const auto texts = [](const std::vector<TimeTick>& ticks) {
        QStringList all;
        for (const auto& tick : ticks)
            all << tick.label;
        return all.join(u'|');
    };
    QCOMPARE(texts(durationTicks({0, 5'400'000, false}, 4)),
             QStringLiteral("0|30 min|1 h|1 h 30 min"));
    QCOMPARE(texts(durationTicks({0, 45'000, false}, 4)), QStringLiteral("0|15 s|30 s|45 s"));
    QCOMPARE(texts(durationTicks({0, 1'000, false}, 3)), QStringLiteral("0|500 ms|1 s"));
    QCOMPARE(texts(durationTicks({0, 3 * 86'400'000.0, false}, 3)),
             QStringLiteral("0|1 d|2 d|3 d"));
    const double noon = static_cast<double>(
        QDateTime(QDate(2026, 11, 24), QTime(12, 0), Qt::LocalTime).toMSecsSinceEpoch());
    const auto clock = clockTicks({noon, noon + 3'600'000, false}, 4);
    QCOMPARE(clock.size(), std::size_t(5));
    QCOMPARE(clock[1].label, QStringLiteral("12:15"));
    const auto days = clockTicks({noon, noon + 4 * 86'400'000.0, false}, 4);
    QVERIFY(days.size() >= 3);
    QVERIFY(days[0].label.contains(QStringLiteral("25")));
    QVERIFY(clockTicks({-1e18, 1e18, false}, 4).empty());
    QCOMPARE(durationText(4'803'000), QStringLiteral("1 h 20 min 3 s"));
    QCOMPARE(durationText(250), QStringLiteral("250 ms"));
    QVERIFY(clockText(noon).contains(QStringLiteral("12:00:00")));
}

QTEST_GUILESS_MAIN(TestLineReader)
#include "test_line_reader.moc"
