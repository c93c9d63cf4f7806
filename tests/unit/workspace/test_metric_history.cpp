#include "tests/unit/workspace/workspace_fixture.h"

#include "services/workspace/history_store.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace binnacle;
using namespace binnacle::test;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

bool samePoint(const MetricPoint& a, const MetricPoint& b)
{
    return a.step == b.step && a.timestamp == b.timestamp &&
           (a.value == b.value || (std::isnan(a.value) && std::isnan(b.value)));
}

std::vector<MetricPoint> noisyLoss(std::int64_t count)
{
    std::mt19937_64 random(7);
    std::normal_distribution<double> noise(0.0, 0.01);
    std::vector<MetricPoint> points;
    for (std::int64_t step = 0; step < count; ++step)
        points.push_back({step, 1'700'000'000'000 + step * 100,
                          1.0 / (1.0 + static_cast<double>(step) * 0.001) + noise(random)});
    return points;
}

} // namespace

// A metric history keeps every point, and a picture of any zoom shows every extreme.
class TestMetricHistory : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void keepsEveryPointInOrder();
    void showsEachSpikeAtEachZoom_data();
    void showsEachSpikeAtEachZoom();
    void keepsNotANumberAndInfinitiesVisible();
    void appendsBehindAndBetween();
    void asksOnlyForWhatIsMissing();
    void putsOpenedRunsFirst();
    void survivesExtremeStepsAndValues();
    void saysThatAChunkIsDamaged();

private:
    void mirrorHistory(std::vector<MetricPoint> points, bool append = false);
    HistoryStore store() const { return HistoryStore(fixture_->workspace); }
    RunRowId run() const { return fixture_->row("aaa1"); }

    std::unique_ptr<WorkspaceFixture> fixture_;
};

void TestMetricHistory::init()
{
    fixture_ = std::make_unique<WorkspaceFixture>();
    VERIFY_RESULT(fixture_->mirror().putRuns({wineRun("aaa1")}));
}

void TestMetricHistory::mirrorHistory(std::vector<MetricPoint> points, bool append)
{
    const std::string from = append ? "cursor" : "";
    const std::vector<SeriesToFetch> requests = {{run(), {"aaa1", "val_loss", from}, true}};
    std::vector<SeriesData> data = {{0, append, std::move(points), "cursor"}};
    VERIFY_RESULT(store().write(requests, data));
}

void TestMetricHistory::keepsEveryPointInOrder()
{
    auto points = noisyLoss(10'000);
    auto shuffled = points;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(3));
    mirrorHistory(shuffled);
    const auto stored = store().points(run(), "val_loss");
    VERIFY_RESULT(stored);
    QVERIFY(std::ranges::equal(*stored, points, samePoint));
    const auto info = store().info(run(), "val_loss").value().value();
    const auto [low, high] = std::ranges::minmax_element(points, {}, &MetricPoint::value);
    QCOMPARE(info.count, 10'000);
    QCOMPARE(info.min, low->value);
    QCOMPARE(info.minStep, low->step);
    QCOMPARE(info.max, high->value);
    QCOMPARE(info.maxStep, high->step);
    QVERIFY(!store().info(run(), "no such metric").value());
    const auto all = store().infos(run()).value();
    QCOMPARE(all.at("val_loss"), info);
    QVERIFY(!all.contains("no such metric"));
}

void TestMetricHistory::showsEachSpikeAtEachZoom_data()
{
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    QTest::addColumn<int>("buckets");
    QTest::newRow("all, one pixel") << qint64{0} << qint64{999'999} << 1;
    QTest::newRow("all, chunk level") << qint64{0} << qint64{999'999} << 100;
    QTest::newRow("all, band level") << qint64{0} << qint64{999'999} << 1200;
    QTest::newRow("a part") << qint64{123'456} << qint64{234'567} << 1200;
    QTest::newRow("points") << qint64{500'000} << qint64{501'000} << 1200;
    QTest::newRow("beyond both ends") << qint64{-5'000'000} << qint64{5'000'000} << 800;
}

void TestMetricHistory::showsEachSpikeAtEachZoom()
{
    QFETCH(qint64, from);
    QFETCH(qint64, to);
    QFETCH(int, buckets);
    auto points = noisyLoss(1'000'000);
    std::vector<std::int64_t> spikes;
    for (std::int64_t step = 137; step < 1'000'000; step += 7919) {
        points[static_cast<std::size_t>(step)].value =
            step % 2 == 0 ? 100.0 + static_cast<double>(step) : -100.0 - static_cast<double>(step);
        spikes.push_back(step);
    }
    mirrorHistory(points);
    const auto bands =
        store().bands(run(), "val_loss", from, to, static_cast<std::size_t>(buckets));
    VERIFY_RESULT(bands);
    QVERIFY(bands->size() <= static_cast<std::size_t>(4 * buckets + 1));
    std::int64_t count = 0;
    for (const auto step : spikes) {
        if (step < from || step > to)
            continue;
        const double value = points[static_cast<std::size_t>(step)].value;
        const auto covers = [&](const HistoryBand& band) {
            return band.firstStep <= step && step <= band.lastStep && band.min <= value &&
                   value <= band.max;
        };
        QVERIFY2(std::ranges::any_of(*bands, covers), qPrintable(QString::number(step)));
        ++count;
    }
    QVERIFY(count > 0 || to - from < 7919);
    std::uint32_t total = 0;
    for (const auto& band : *bands)
        total += band.count;
    const auto inRange = std::min<qint64>(to, 999'999) - std::max<qint64>(from, 0) + 1;
    QVERIFY(total >= static_cast<std::uint32_t>(inRange)); // whole bands stand at the ends
}

void TestMetricHistory::keepsNotANumberAndInfinitiesVisible()
{
    auto points = noisyLoss(50'000);
    points[10'000].value = notANumber;
    points[20'000].value = inf;
    points[30'000].value = -inf;
    mirrorHistory(points);
    const auto bands = store().bands(run(), "val_loss", 0, 49'999, 50).value();
    std::uint32_t nans = 0;
    std::uint32_t infinities = 0;
    for (const auto& band : bands) {
        nans += band.nanCount;
        infinities += band.infCount;
    }
    QCOMPARE(nans, 1U);
    QCOMPARE(infinities, 2U);
    const auto info = store().info(run(), "val_loss").value().value();
    QCOMPARE(info.nanCount, 1);
    QCOMPARE(info.max, inf);
    QCOMPARE(info.min, -inf);
    mirrorHistory({{0, 0, notANumber}, {1, 1, notANumber}});
    QVERIFY(!store().info(run(), "val_loss").value()->min);
    QVERIFY(std::isnan(store().bands(run(), "val_loss", 0, 1, 1).value().at(0).min));
}

void TestMetricHistory::appendsBehindAndBetween()
{
    const auto points = noisyLoss(9'000);
    mirrorHistory({points.begin(), points.begin() + 5'000});
    mirrorHistory({points.begin() + 5'000, points.begin() + 8'000}, true);
    mirrorHistory({}, true);
    mirrorHistory({points.begin() + 8'000, points.end()}, true);
    QVERIFY(std::ranges::equal(store().points(run(), "val_loss").value(), points, samePoint));
    mirrorHistory({{100, 5, 42.0}}, true); // a late point for an early step
    const auto stored = store().points(run(), "val_loss").value();
    QCOMPARE(stored.size(), 9'001U);
    QCOMPARE(stored[100].value, 42.0); // by step, then timestamp
    QCOMPARE(store().info(run(), "val_loss").value()->max, 42.0);
}

void TestMetricHistory::asksOnlyForWhatIsMissing()
{
    Run training = wineRun("bbb2");
    training.status = RunStatus::Running;
    training.endTime.reset();
    VERIFY_RESULT(fixture_->mirror().putRuns({training}));
    const auto due = [&] { return store().missing(fixture_->source, {}, 100).value(); };
    QCOMPARE(due().size(), 2U);
    QCOMPARE(store().countMissing(fixture_->source).value(), 2);
    auto requests = due();
    std::vector<SeriesData> data;
    for (std::size_t i = 0; i < requests.size(); ++i)
        data.push_back({i, false, {{200, 1'700'000'050'000, 0.07}}, "c"});
    VERIFY_RESULT(store().write(requests, data));
    QVERIFY(due().empty());
    QCOMPARE(store().countMissing(fixture_->source).value(), 0);

    training.metrics[0].point = {201, 1'700'000'051'000, 0.06};
    VERIFY_RESULT(fixture_->mirror().putRuns({training}));
    requests = due();
    QCOMPARE(requests.size(), 1U);
    QCOMPARE(requests[0].request.runId, std::string("bbb2"));
    QCOMPARE(requests[0].request.cursor, std::string("c"));

    // A run that ended is asked for once more: its last points may lie before the latest step.
    data = {{0, true, {{201, 1'700'000'051'000, 0.06}}, "d"}};
    VERIFY_RESULT(store().write(requests, data));
    QVERIFY(due().empty());
    training.status = RunStatus::Finished;
    VERIFY_RESULT(fixture_->mirror().putRuns({training}));
    QCOMPARE(due().size(), 1U);
}

void TestMetricHistory::putsOpenedRunsFirst()
{
    for (int i = 0; i < 20; ++i) {
        Run run = wineRun("run" + std::to_string(100 + i));
        run.startTime = *run.startTime + i;
        VERIFY_RESULT(fixture_->mirror().putRuns({run}));
    }
    QCOMPARE(store().missing(fixture_->source, {}, 1).value().at(0).request.runId,
             std::string("run119"));
    const std::vector<RunRowId> opened = {fixture_->row("run104")};
    const auto due = store().missing(fixture_->source, opened, 100).value();
    QCOMPARE(due.at(0).request.runId, std::string("run104"));
    QCOMPARE(due.size(), 21U); // none twice
}

void TestMetricHistory::survivesExtremeStepsAndValues()
{
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const std::vector<MetricPoint> points = {
        {least, most, 1e308}, {-1, 0, -1e308}, {0, least, 5e-324}, {most, 1, 0.1}};
    mirrorHistory(points);
    QVERIFY(std::ranges::equal(store().points(run(), "val_loss").value(), points, samePoint));
    const auto bands = store().bands(run(), "val_loss", least, most, 2).value();
    QVERIFY(std::ranges::any_of(bands, [](const auto& band) { return band.max == 1e308; }));
    mirrorHistory(std::vector<MetricPoint>(10'000, MetricPoint{0, 0, 3.0}));
    QCOMPARE(store().points(run(), "val_loss").value().size(), 10'000U);
    QCOMPARE(store().bands(run(), "val_loss", 0, 0, 100).value().at(0).max, 3.0);
}

void TestMetricHistory::saysThatAChunkIsDamaged()
{
    mirrorHistory(noisyLoss(5'000));
    VERIFY_RESULT(fixture_->workspace->write(0, [](auto& db) -> Result<void> {
        db.exec("UPDATE chunk SET points = x'28b52ffd00', bands = x'00' WHERE no = 0");
        return {};
    }));
    QCOMPARE(store().points(run(), "val_loss").error().kind, Error::Kind::Storage);
    QVERIFY(store().points(run(), "val_loss").error().detail.contains(u"damaged"));
    QVERIFY(!store().bands(run(), "val_loss", 0, 5'000, 20));
}

QTEST_GUILESS_MAIN(TestMetricHistory)
#include "test_metric_history.moc"
