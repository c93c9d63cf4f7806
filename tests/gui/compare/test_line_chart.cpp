#include "models/run_colors.h"
#include "tests/unit/compare/compare_fixture.h"
#include "widgets/charts/chart_zoom.h"
#include "widgets/charts/line_chart.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"

#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <limits>
#include <random>

using namespace binnacle;
using fixture::CompareWorkspace;
using fixture::makeRun;

// The line chart under the hand: spikes that stay, cross-hair, wheel, drag and keys.
class TestLineChart : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void everySpikeIsOnThePicture();
    void spikesStayWhenZoomed();
    void nanAndInfinitiesAreMarked();
    void hoverTellsTheValuesSorted();
    void wheelZoomsAroundTheCursor();
    void wheelAloneIsLeftToThePage();
    void pinchZooms();
    void dragMovesAlong();
    void keysZoomMoveAndReset();
    void hiddenLinesAreNotPainted();
    void sentencesInPlaceOfLines();
    void smoothingKeepsTheLineBehind();
    void logScaleOfValuesThatAreNotPositive();
    void oddSeriesArePainted_data();
    void oddSeriesArePainted();

private:
    void show(const std::vector<std::vector<MetricPoint>>& histories);
    QImage image() { return chart_->grab().toImage(); }
    bool inkAt(const QImage& picture, double x, int y, const QColor& colour) const;
    void wheel(QPointF at, int notches);

    std::unique_ptr<CompareWorkspace> store_;
    std::unique_ptr<WorkerPools> pools_;
    std::unique_ptr<ChartSeriesModel> model_;
    std::unique_ptr<LineChart> chart_;
    std::vector<RunRowId> runs_;
};

namespace {

std::vector<MetricPoint> points(const std::vector<double>& values)
{
    std::vector<MetricPoint> all;
    for (std::size_t i = 0; i < values.size(); ++i)
        all.push_back({static_cast<std::int64_t>(i), 0, values[i]});
    return all;
}

std::vector<MetricPoint> line(int count, double slope)
{
    std::vector<double> values;
    for (int i = 0; i < count; ++i)
        values.push_back(slope * i);
    return points(values);
}

} // namespace

void TestLineChart::initTestCase()
{
    applyTheme(*qApp, ThemeChoice::Light);
}

void TestLineChart::init()
{
    store_ = std::make_unique<CompareWorkspace>();
    pools_ = std::make_unique<WorkerPools>();
    model_ = std::make_unique<ChartSeriesModel>(store_->workspace, *pools_);
    chart_ = std::make_unique<LineChart>();
    chart_->resize(900, 400);
    runs_.clear();
}

void TestLineChart::cleanup()
{
    chart_.reset();
    model_.reset();
    pools_.reset();
    store_.reset();
}

void TestLineChart::show(const std::vector<std::vector<MetricPoint>>& histories)
{
    std::vector<ChartSeriesModel::Series> series;
    for (std::size_t i = 0; i < histories.size(); ++i) {
        const auto id = "run" + std::to_string(i);
        auto run = makeRun(id, id);
        run.metrics = {{"loss", {1, 0, 1}}};
        runs_.push_back(store_->add(run));
        if (!histories[i].empty())
            store_->writeHistory(runs_.back(), "loss", histories[i]);
        series.push_back({runs_.back(), QString::fromStdString(id), static_cast<int>(i), false});
    }
    chart_->setModel(model_.get());
    chart_->show();
    QVERIFY(QTest::qWaitForWindowExposed(chart_.get()));
    model_->setSeries(series);
    model_->setMetric(QStringLiteral("loss"));
    QTRY_VERIFY(model_->state() != ChartSeriesModel::State::Loading);
    model_->setPixels(static_cast<int>(chart_->plotRect().width()));
}

// Ink of a line's colour within one pixel of `x` in the row `y`, antialiased or not.
bool TestLineChart::inkAt(const QImage& picture, double x, int y, const QColor& colour) const
{
    const QColor paper = Theme::current().surface;
    for (int column = static_cast<int>(x) - 1; column <= static_cast<int>(x) + 2; ++column) {
        if (!picture.rect().contains(column, y))
            continue;
        const QColor pixel = picture.pixelColor(column, y);
        const int toPaper = std::abs(pixel.red() - paper.red()) +
                            std::abs(pixel.green() - paper.green()) +
                            std::abs(pixel.blue() - paper.blue());
        const int toLine = std::abs(pixel.red() - colour.red()) +
                           std::abs(pixel.green() - colour.green()) +
                           std::abs(pixel.blue() - colour.blue());
        if (toLine < 90 || (toPaper > 90 && toLine < toPaper))
            return true;
    }
    return false;
}

void TestLineChart::wheel(QPointF at, int notches)
{
    QWheelEvent event(at, chart_->mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(chart_.get(), &event);
}

void TestLineChart::everySpikeIsOnThePicture()
{
    // Three runs of 100,000 points, each with 25 single-point spikes far above its noise.
    std::mt19937 random(7);
    std::uniform_real_distribution<double> noise(0.0, 0.02);
    std::vector<std::vector<MetricPoint>> histories;
    std::vector<std::vector<int>> spikes(3);
    for (int run = 0; run < 3; ++run) {
        std::vector<double> values(100'000);
        for (auto& value : values)
            value = noise(random);
        for (int i = 0; i < 25; ++i) {
            spikes[static_cast<std::size_t>(run)].push_back(1'000 + 3'911 * i + 1'300 * run);
            values[static_cast<std::size_t>(spikes[static_cast<std::size_t>(run)].back())] = 1.0;
        }
        histories.push_back(points(values));
    }
    show(histories);
    QTRY_COMPARE(model_->pointsText(), QStringLiteral("300,000 of 300,000 points"));
    QVERIFY(model_->line(0)->bands.size() < 4'000); // reduced, and yet:
    const QImage picture = image();
    const QRectF plot = chart_->plotRect();
    // A row between the noise and the tops crosses each spike once.
    const int row = static_cast<int>(plot.top() + plot.height() * 0.3);
    for (std::size_t run = 0; run < 3; ++run)
        for (const int step : spikes[run])
            QVERIFY2(inkAt(picture, plot.left() + step / 99'999.0 * plot.width(), row,
                           Theme::current().series(static_cast<int>(run))),
                     qPrintable(QStringLiteral("run %1, step %2").arg(run).arg(step)));
    // And the paper between them is clean.
    int ink = 0;
    for (int x = static_cast<int>(plot.left()) + 1; x < static_cast<int>(plot.right()); ++x)
        ink += picture.pixelColor(x, row) != Theme::current().surface ? 1 : 0;
    QVERIFY2(ink <= 75 * 3, qPrintable(QString::number(ink)));
}

void TestLineChart::spikesStayWhenZoomed()
{
    std::vector<double> values(100'000, 0.0);
    for (std::size_t i = 500; i < values.size(); i += 1'000)
        values[i] = i % 2'000 == 500 ? 1.0 : -1.0;
    show({points(values)});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    model_->setWindow(AxisRange{40'000, 60'000, false});
    // Bands that reach over the edges of the window count in full.
    QTRY_VERIFY(model_->pointsText().startsWith(QStringLiteral("20,0")));
    const QImage picture = image();
    const QRectF plot = chart_->plotRect();
    for (int step = 40'500; step < 60'000; step += 1'000) {
        const double x = plot.left() + (step - 40'000) / 20'000.0 * plot.width();
        const double share = step % 2'000 == 500 ? 0.25 : 0.75;
        QVERIFY(inkAt(picture, x, static_cast<int>(plot.top() + share * plot.height()),
                      Theme::current().series(0)));
    }
}

void TestLineChart::nanAndInfinitiesAreMarked()
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<double> values(100, 0.5);
    values[10] = 0;
    values[11] = 1;
    values[25] = std::nan("");
    values[50] = infinity;
    values[75] = -infinity;
    show({points(values)});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    const QImage picture = image();
    const QRectF plot = chart_->plotRect();
    const auto x = [&](int step) { return plot.left() + step / 99.0 * plot.width(); };
    const QColor colour = Theme::current().series(0);
    const int foot = static_cast<int>(plot.bottom()) - 3;
    const int top = static_cast<int>(plot.top()) + 4;
    QVERIFY(inkAt(picture, x(25), foot, colour));
    QVERIFY(inkAt(picture, x(50), top, colour));
    QVERIFY(inkAt(picture, x(75), foot, colour));
    QVERIFY(!inkAt(picture, x(60), foot, colour));
    QVERIFY(!inkAt(picture, x(60), top, colour));
}

void TestLineChart::hoverTellsTheValuesSorted()
{
    show({line(101, 0.01), line(101, 0.03), line(51, 0.02)});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    const QRectF plot = chart_->plotRect();
    const QPoint middle(static_cast<int>(plot.left() + plot.width() * 0.402),
                        static_cast<int>(plot.center().y()));
    QTest::mouseMove(chart_.get(), middle + QPoint(3, 0));
    QTest::mouseMove(chart_.get(), middle);
    QTRY_COMPARE(chart_->hoverX(), std::optional<double>(40));
    const auto values = valuesAt(*model_, 40);
    QCOMPARE(values.size(), std::size_t(3));
    QCOMPARE(values[0].name, QStringLiteral("run1"));
    QCOMPARE(hoverText(values[0]), QStringLiteral("1.2"));
    QCOMPARE(values[1].name, QStringLiteral("run2"));
    QCOMPARE(values[2].name, QStringLiteral("run0"));
    QCOMPARE(chart_->valuesText(), QStringLiteral("run1\t1.2\nrun2\t0.8\nrun0\t0.4"));
    // A run that ended earlier has no value later.
    QCOMPARE(valuesAt(*model_, 80).size(), std::size_t(2));

    // Ctrl and the arrows walk along the points; Escape puts the cross-hair away.
    QTest::keyClick(chart_.get(), Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(chart_->hoverX(), std::optional<double>(41));
    QTest::keyClick(chart_.get(), Qt::Key_Left, Qt::ControlModifier);
    QTest::keyClick(chart_.get(), Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(chart_->hoverX(), std::optional<double>(39));
    QTest::keyClick(chart_.get(), Qt::Key_Escape);
    QVERIFY(!chart_->hoverX());
}

void TestLineChart::wheelZoomsAroundTheCursor()
{
    show({line(10'001, 1)});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    const QRectF plot = chart_->plotRect();
    const QPointF quarter(plot.left() + plot.width() / 4, plot.center().y());
    wheel(quarter, 3);
    QVERIFY(model_->zoomed());
    const AxisRange near = model_->window();
    // 1.25 to the power of 3 nearer, and step 2,500 keeps its place.
    QVERIFY(std::abs((near.to - near.from) - 10'000 / std::pow(1.25, 3)) < 1);
    QVERIFY(std::abs(near.position(2'500) - 0.25) < 0.01);
    wheel(quarter, -3);
    QVERIFY(!model_->zoomed());
    // It ends at two steps.
    for (int i = 0; i < 80; ++i)
        wheel(quarter, 1);
    QCOMPARE(model_->window().to - model_->window().from, 2.0);
    QTest::mouseDClick(chart_.get(), Qt::LeftButton, {}, quarter.toPoint());
    QVERIFY(!model_->zoomed());
}

// The page around it is to scroll under the mouse; turned sideways the wheel moves what is zoomed.
void TestLineChart::wheelAloneIsLeftToThePage()
{
    show({line(10'001, 1)});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    const QPointF middle = chart_->plotRect().center();
    const auto turn = [&](QPoint angle, Qt::KeyboardModifiers keys) {
        QWheelEvent event(middle, chart_->mapToGlobal(middle), {}, angle, Qt::NoButton, keys,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(chart_.get(), &event);
        return event.isAccepted();
    };
    QVERIFY(!turn({0, 120}, Qt::NoModifier));
    QVERIFY(!turn({0, 120}, Qt::ShiftModifier));
    QVERIFY(!turn({-120, 0}, Qt::NoModifier)); // nothing to move along
    QVERIFY(!model_->zoomed() && !chart_->valueWindow());
    QVERIFY(turn({0, 240}, Qt::ControlModifier));
    QVERIFY(model_->zoomed());
    const AxisRange near = model_->window();
    QVERIFY(turn({-120, 0}, Qt::NoModifier));
    QVERIFY(model_->window().from > near.from);
}

void TestLineChart::pinchZooms()
{
    show({line(10'001, 1)});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    const QPointF middle = chart_->plotRect().center();
    QNativeGestureEvent pinch(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2,
                              middle, middle, chart_->mapToGlobal(middle), 0.25, {});
    QCoreApplication::sendEvent(chart_.get(), &pinch);
    QVERIFY(std::abs(model_->window().to - model_->window().from - 8'000) < 1);
    QVERIFY(std::abs(model_->window().position(5'000) - 0.5) < 0.01);
}

void TestLineChart::dragMovesAlong()
{
    show({line(10'001, 1)});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    model_->setWindow(AxisRange{4'000, 6'000, false});
    const QPoint from = chart_->plotRect().center().toPoint();
    QTest::mousePress(chart_.get(), Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, from + QPoint(100, 0),
                     chart_->mapToGlobal(QPointF(from + QPoint(100, 0))), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(chart_.get(), &move);
    QTest::mouseRelease(chart_.get(), Qt::LeftButton, {}, from + QPoint(100, 0));
    const double moved = 100 / chart_->plotRect().width() * 2'000;
    QVERIFY(std::abs(model_->window().from - (4'000 - moved)) < 2'000 * 0.02);
    QCOMPARE(std::round(model_->window().to - model_->window().from), 2'000.0);
}

void TestLineChart::keysZoomMoveAndReset()
{
    show({line(10'001, 1)});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    chart_->setFocus();
    QTest::keyClick(chart_.get(), Qt::Key_Plus);
    QCOMPARE(model_->window(), (AxisRange{1'000, 9'000, false}));
    QTest::keyClick(chart_.get(), Qt::Key_Left);
    QCOMPARE(model_->window(), (AxisRange{0, 8'000, false})); // not beyond the beginning
    QTest::keyClick(chart_.get(), Qt::Key_Right);
    QCOMPARE(std::round(model_->window().from), 1'200.0);
    for (int i = 0; i < 40; ++i)
        QTest::keyClick(chart_.get(), Qt::Key_Right);
    QCOMPARE(model_->window().to, 10'000.0); // not beyond the end
    QTest::keyClick(chart_.get(), Qt::Key_Minus);
    QVERIFY(!model_->zoomed());
    QTest::keyClick(chart_.get(), Qt::Key_Plus);
    QTest::keyClick(chart_.get(), Qt::Key_Home);
    QVERIFY(!model_->zoomed());
    QVERIFY(!chart_->accessibleName().isEmpty());
    QTRY_VERIFY(chart_->accessibleDescription().contains(QStringLiteral("run0\t")));
}

void TestLineChart::hiddenLinesAreNotPainted()
{
    show({points({0, 0, 0}), points({9, 9, 9})});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    auto series = model_->series();
    series[1].hidden = true;
    model_->setSeries(series);
    const QRectF plot = chart_->plotRect();
    const QImage picture = image();
    // The axis is that of the line in sight: zero lies in its middle.
    QVERIFY(inkAt(picture, plot.left() + plot.width() * 0.3, static_cast<int>(plot.center().y()),
                  Theme::current().series(0)));
    QCOMPARE(model_->pointsText(), QStringLiteral("3 of 3 points"));
}

void TestLineChart::sentencesInPlaceOfLines()
{
    QSignalSpy wanted(model_.get(), &ChartSeriesModel::historiesWanted);
    show({{}});
    QCOMPARE(model_->state(), ChartSeriesModel::State::NotMirrored);
    auto* empty = chart_->findChild<EmptyState*>();
    QTRY_VERIFY(empty->isVisible());
    QVERIFY(empty->sentence().contains(QStringLiteral("not mirrored yet")));
    QCOMPARE(wanted.size(), 1);
    store_->writeHistory(runs_[0], "loss", line(10, 1));
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    QTRY_VERIFY(!empty->isVisible());
    model_->setMetric({});
    QVERIFY(empty->isVisible());
    QVERIFY(empty->sentence().contains(QStringLiteral("Choose a metric")));
}

void TestLineChart::smoothingKeepsTheLineBehind()
{
    std::vector<double> values;
    for (int i = 0; i < 200; ++i)
        values.push_back(i % 2 == 0 ? 0.0 : 1.0);
    show({points(values)});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    chart_->setSmoothing(0.9);
    QTRY_VERIFY(!model_->line(0)->average.empty());
    const QImage picture = image();
    const QRectF plot = chart_->plotRect();
    const QColor colour = Theme::current().series(0);
    // The average of zeros and ones runs through the middle in the full colour.
    bool average = false;
    for (int y = static_cast<int>(plot.center().y()) - 14;
         y <= static_cast<int>(plot.center().y()) + 14; ++y)
        average = average ||
                  picture.pixelColor(static_cast<int>(plot.center().x()), y).rgb() == colour.rgb();
    QVERIFY(average);
    // The line itself goes up and down behind it, paler.
    const QColor behind = picture.pixelColor(static_cast<int>(plot.center().x()),
                                             static_cast<int>(plot.top() + plot.height() * 0.2));
    QVERIFY(behind.lightness() > colour.lightness());
    QVERIFY(inkAt(picture, plot.center().x(), static_cast<int>(plot.top() + plot.height() * 0.2),
                  behind));
}

void TestLineChart::logScaleOfValuesThatAreNotPositive()
{
    show({points({1, 0.1, 0, 0.01, -5, 100})});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    chart_->setLogScale(true);
    QVERIFY(!image().isNull());
    show({points({-1, -2})});
    QVERIFY(!image().isNull());
}

void TestLineChart::oddSeriesArePainted_data()
{
    QTest::addColumn<QList<double>>("values");
    QTest::newRow("one point") << QList<double>{0.5};
    QTest::newRow("all NaN") << QList<double>{std::nan(""), std::nan("")};
    QTest::newRow("equal") << QList<double>{3, 3, 3};
    QTest::newRow("1e300 and 1e-300") << QList<double>{1e300, 1e-300, -1e300};
    QTest::newRow("greatest") << QList<double>{std::numeric_limits<double>::max(),
                                               std::numeric_limits<double>::lowest()};
    QTest::newRow("only infinities") << QList<double>{HUGE_VAL, -HUGE_VAL};
}

void TestLineChart::oddSeriesArePainted()
{
    QFETCH(QList<double>, values);
    show({points(std::vector<double>(values.begin(), values.end()))});
    QTRY_COMPARE(model_->state(), ChartSeriesModel::State::Ready);
    const QImage plain = image();
    chart_->setLogScale(true);
    chart_->setSmoothing(0.5);
    QVERIFY(!plain.isNull() && !image().isNull());
    QVERIFY(!chart_->picture({640, 360}).isNull());
}

QTEST_MAIN(TestLineChart)
#include "test_line_chart.moc"
