#include "compare_fixture.h"
#include "models/chart_series_model.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace binnacle;
using fixture::CompareWorkspace;
using fixture::makeRun;

// The lines of one metric for a chart, read from a real workspace.
class TestChartSeriesModel : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void hidingKeepsTheLine();
    void readsAndZooms();
    void olderPictureStaysWhileAMetricIsRead();
    void newPointsArrive();
    void missingHistoriesAreAskedForOnce();
    void manyLinesComeCoarseFirstAndHideNoSpike();

private:
    void showAll();
    void setHidden(std::size_t index, bool hidden);

    std::unique_ptr<CompareWorkspace> store_;
    std::unique_ptr<WorkerPools> pools_;
    std::unique_ptr<ChartSeriesModel> model_;
    std::vector<RunRowId> runs_;
};

namespace {

std::vector<MetricPoint> curve(int count, double scale)
{
    std::vector<MetricPoint> points;
    for (int step = 0; step < count; ++step)
        points.push_back({step, 1'700'000'000'000 + step, scale * std::exp(-step / 300.0)});
    return points;
}

std::vector<ChartSeriesModel::Series> seriesOf(const std::vector<RunRowId>& runs)
{
    std::vector<ChartSeriesModel::Series> series;
    for (const RunRowId run : runs)
        series.push_back({run, QStringLiteral("run %1").arg(series.size()), 0, false});
    return series;
}

} // namespace

void TestChartSeriesModel::init()
{
    store_ = std::make_unique<CompareWorkspace>();
    pools_ = std::make_unique<WorkerPools>();
    model_ = std::make_unique<ChartSeriesModel>(store_->workspace, *pools_);
    runs_.clear();
    for (int i = 0; i < 3; ++i) {
        runs_.push_back(store_->add(makeRun("run" + std::to_string(i), "sweep")));
        store_->writeHistory(runs_.back(), "val_loss", curve(1000, 1.0 + i));
    }
}

void TestChartSeriesModel::cleanup()
{
    model_.reset();
    pools_.reset();
    store_.reset();
}

void TestChartSeriesModel::showAll()
{
    model_->setSeries(seriesOf(runs_));
    model_->setMetric(QStringLiteral("val_loss"));
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
}

void TestChartSeriesModel::setHidden(std::size_t index, bool hidden)
{
    auto series = model_->series();
    series[index].hidden = hidden;
    model_->setSeries(std::move(series));
}

void TestChartSeriesModel::hidingKeepsTheLine()
{
    showAll();
    setHidden(0, true);
    QVERIFY(model_->line(0));
    QCOMPARE(model_->pointsText(), QStringLiteral("2,000 of 2,000 points"));
    setHidden(0, false);
    QCOMPARE(model_->pointsText(), QStringLiteral("3,000 of 3,000 points"));
}

void TestChartSeriesModel::readsAndZooms()
{
    showAll();
    model_->setPixels(100);
    QTRY_VERIFY(model_->line(0)->bands.size() <= 400 && !model_->line(0)->bands.empty());
    QCOMPARE(model_->fullRange(), (AxisRange{0, 999, false}));
    QCOMPARE(model_->window(), model_->fullRange());
    QVERIFY(model_->line(0)->bands.front().count > 1);

    model_->setWindow(AxisRange{400, 439, false});
    // Near enough for single points, and the whole range stays known.
    QTRY_VERIFY(model_->line(0)->bands.front().count == 1);
    QCOMPARE(model_->fullRange(), (AxisRange{0, 999, false}));
    QCOMPARE(model_->pointsText(), QStringLiteral("120 of 3,000 points"));
    for (const auto& band : model_->line(1)->bands)
        QVERIFY(std::abs(band.last - 2.0 * std::exp(-band.lastX / 300.0)) < 1e-12);
    model_->setWindow(std::nullopt);
    QTRY_COMPARE(model_->pointsText(), QStringLiteral("3,000 of 3,000 points"));
}

void TestChartSeriesModel::olderPictureStaysWhileAMetricIsRead()
{
    showAll();
    // While a nearer stretch is read, the lines that are there stay.
    model_->setWindow(AxisRange{100, 200, false});
    QCOMPARE(model_->state(), ChartSeriesModel::State::Ready);
    QVERIFY(!model_->line(0)->bands.empty());
    model_->setMetric(QStringLiteral("val_accuracy"));
    QVERIFY(!model_->zoomed());
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::NotMirrored);
}

void TestChartSeriesModel::newPointsArrive()
{
    showAll();
    store_->writeHistory(runs_[2], "val_loss", curve(1500, 3.0));
    QTRY_COMPARE(model_->pointsText(), QStringLiteral("3,500 of 3,500 points"));
    QCOMPARE(model_->fullRange().to, 1499.0);
}

void TestChartSeriesModel::missingHistoriesAreAskedForOnce()
{
    showAll();
    QSignalSpy wanted(model_.get(), &ChartSeriesModel::historiesWanted);
    model_->setMetric(QStringLiteral("val_accuracy"));
    QTRY_COMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<std::vector<RunRowId>>(), runs_);
    // One of them comes: the chart shows it, and asks nobody again.
    store_->writeHistory(runs_[0], "val_accuracy", curve(10, 1));
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    QCOMPARE(model_->notMirrored(), std::size_t(2));
    QCOMPARE(wanted.size(), 1);
}

void TestChartSeriesModel::manyLinesComeCoarseFirstAndHideNoSpike()
{
    // More lines than a first picture reads sharply, each of two chunks with one spike.
    runs_.clear();
    for (int i = 0; i < 160; ++i) {
        runs_.push_back(store_->add(makeRun("many" + std::to_string(i), "sweep")));
        auto points = curve(5000, 1);
        points[static_cast<std::size_t>(31 * i + 7)].value = 100 + i;
        store_->writeHistory(runs_.back(), "val_loss", std::move(points));
    }
    bool coarse = false;
    connect(model_.get(), &ChartSeriesModel::changed, this, [&] {
        if (!model_->data())
            return;
        coarse = coarse || model_->data()->draft;
        for (int i = 0; i < 160; ++i) {
            const auto* line = model_->line(static_cast<std::size_t>(i));
            QVERIFY(line);
            double greatest = 0, at = -1;
            for (const auto& band : line->bands) {
                if (band.max > greatest) {
                    greatest = band.max;
                    at = band.maxX;
                }
            }
            QCOMPARE(greatest, 100.0 + i);
            QCOMPARE(at, 31.0 * i + 7);
        }
    });
    showAll();
    QTRY_VERIFY(model_->data() && !model_->data()->draft && model_->settled());
    QVERIFY(coarse);
}

QTEST_GUILESS_MAIN(TestChartSeriesModel)
#include "test_chart_series_model.moc"
