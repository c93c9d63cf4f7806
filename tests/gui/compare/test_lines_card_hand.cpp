#include "tests/gui/compare/lines_card_fixture.h"

#include <cmath>

using namespace binnacle;
using namespace binnacle::fixture;

// The lines card under mouse and keyboard, beside other cards of the same comparison.
class TestLinesCardHand : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<LinesBench>(); }
    void cleanup()
    {
        other_.reset();
        bench_.reset();
    }
    void crossHairIsShared();
    void theRunUnderTheMouseStandsOut();
    void zoomIsShared();
    void zoomIsItsOwnWhereNotLinked();
    void rubberBandChoosesBothAxes();
    void wheelDragAndKeysOnBothAxes();

private:
    std::unique_ptr<LinesBench> bench_;
    std::unique_ptr<LinesCard> other_;
};

void TestLinesCardHand::crossHairIsShared()
{
    bench_->addLine("a", flat(101, 1));
    bench_->addLine("b", flat(101, 2));
    bench_->showLines();
    QVERIFY(bench_->ready());
    other_ = bench_->second({{QStringLiteral("metric"), QStringLiteral("val_loss")}});
    auto timed = bench_->second({{QStringLiteral("metric"), QStringLiteral("val_loss")},
                                 {QStringLiteral("x"), QStringLiteral("wall")}});
    QTRY_COMPARE(other_->model().state(), ChartSeriesModel::State::Ready);
    moveTo(&bench_->chart(), bench_->at(0.502, 0.1));
    QCOMPARE(bench_->chart().hoverX(), std::optional<double>(50));
    QCOMPARE(bench_->scope().crossHair()->x, 50.0);
    QCOMPARE(other_->chart().hoverX(), std::optional<double>(50));
    QVERIFY(!timed->chart().hoverX()); // another axis
    QCOMPARE(bench_->chart().valuesText(), QStringLiteral("b\t2\na\t1"));
    // By keyboard from the other card, and away again.
    QTest::keyClick(&other_->chart(), Qt::Key_Right, Qt::ControlModifier);
    QTRY_COMPARE(bench_->chart().hoverX(), std::optional<double>(51));
    QTest::keyClick(&other_->chart(), Qt::Key_Escape);
    QVERIFY(!bench_->scope().crossHair());
    QVERIFY(!other_->chart().hoverX());
}

void TestLinesCardHand::theRunUnderTheMouseStandsOut()
{
    bench_->addLine("a", flat(101, 1));
    bench_->addLine("b", flat(101, 2));
    bench_->showLines();
    QVERIFY(bench_->ready());
    other_ = bench_->second({{QStringLiteral("metric"), QStringLiteral("val_loss")}});
    QTRY_COMPARE(other_->model().state(), ChartSeriesModel::State::Ready);
    const double y = 1 - bench_->chart().valueAxis().position(2);
    moveTo(&bench_->chart(), bench_->at(0.3, y) + QPointF(0, 3));
    QCOMPARE(bench_->scope().hoveredRun(), std::optional(bench_->rows[1]));
    QCOMPARE(other_->chart().highlighted(), std::optional<std::size_t>(1));
    // The other line steps back under the strong one.
    const QImage picture = bench_->chart().grab().toImage();
    const QPoint low = bench_->at(0.9, 1 - bench_->chart().valueAxis().position(1)).toPoint();
    int least = 1000;
    for (int dy = -2; dy <= 2; ++dy)
        least = std::min(
            least, distance(picture.pixelColor(low + QPoint(0, dy)), Theme::current().series(0)));
    QVERIFY(least > 60);
    moveTo(&bench_->chart(), bench_->at(0.3, 0.5));
    QVERIFY(!bench_->scope().hoveredRun());
    // The list of runs points as well.
    bench_->scope().setHoveredRun(bench_->rows[0]);
    QCOMPARE(bench_->chart().highlighted(), std::optional<std::size_t>(0));
}

void TestLinesCardHand::zoomIsShared()
{
    bench_->addLine("a", curve(1'001, 1));
    bench_->showLines();
    QVERIFY(bench_->ready());
    other_ = bench_->second(
        {{QStringLiteral("metric"), QStringLiteral("val_loss")}, {QStringLiteral("logX"), true}});
    QTRY_COMPARE(other_->model().state(), ChartSeriesModel::State::Ready);
    bench_->wheel(bench_->at(0.5, 0.5), 4);
    QVERIFY(bench_->series().zoomed());
    QCOMPARE(bench_->scope().zoom().range, std::optional(bench_->series().window()));
    QVERIFY(other_->model().zoomed());
    QCOMPARE(other_->model().window().from, bench_->series().window().from);
    QVERIFY(other_->model().window().log);
    // A card that is built later shows the same stretch.
    const auto late = bench_->second({{QStringLiteral("metric"), QStringLiteral("val_loss")}});
    QCOMPARE(late->model().window(), bench_->series().window());
    QTest::keyClick(&other_->chart(), Qt::Key_Home);
    QVERIFY(!bench_->series().zoomed());
    QVERIFY(!late->model().zoomed());
}

void TestLinesCardHand::zoomIsItsOwnWhereNotLinked()
{
    bench_->addLine("a", curve(1'001, 1));
    bench_->showLines();
    QVERIFY(bench_->ready());
    bench_->scope().setZoomLinked(false);
    other_ = bench_->second({{QStringLiteral("metric"), QStringLiteral("val_loss")}});
    QTRY_COMPARE(other_->model().state(), ChartSeriesModel::State::Ready);
    bench_->wheel(bench_->at(0.5, 0.5), 4);
    QVERIFY(bench_->series().zoomed());
    QVERIFY(!other_->model().zoomed());
}

void TestLinesCardHand::rubberBandChoosesBothAxes()
{
    bench_->addLine("a", curve(10'001, 1));
    bench_->showLines();
    QVERIFY(bench_->ready());
    const AxisRange values = bench_->chart().valueAxis();
    drag(&bench_->chart(), bench_->at(0.2, 0.25), bench_->at(0.6, 0.75));
    QVERIFY(std::abs(bench_->series().window().from - 2'000) < 20);
    QVERIFY(std::abs(bench_->series().window().to - 6'000) < 20);
    QVERIFY(bench_->chart().valueWindow());
    QVERIFY(std::abs(bench_->chart().valueAxis().from - values.value(0.25)) < 0.01);
    QVERIFY(std::abs(bench_->chart().valueAxis().to - values.value(0.75)) < 0.01);
    QTRY_VERIFY(bench_->chart().settled());
    // Shift draws another one though it is zoomed; a thin one chooses the steps alone.
    const auto before = bench_->chart().valueAxis();
    drag(&bench_->chart(), bench_->at(0.25, 0.5), bench_->at(0.75, 0.5), Qt::ShiftModifier);
    QVERIFY(std::abs(bench_->series().window().from - 3'000) < 20);
    QCOMPARE(bench_->chart().valueAxis(), before);
    QTest::mouseDClick(&bench_->chart(), Qt::LeftButton, {}, bench_->at(0.5, 0.5).toPoint());
    QVERIFY(!bench_->series().zoomed() && !bench_->chart().valueWindow());
    QTRY_COMPARE(bench_->chart().valueAxis(), values);
}

void TestLinesCardHand::wheelDragAndKeysOnBothAxes()
{
    bench_->addLine("a", curve(10'001, 1));
    bench_->showLines();
    QVERIFY(bench_->ready());
    const AxisRange values = bench_->chart().valueAxis();
    bench_->wheel(bench_->at(0.5, 0.5), 2, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(bench_->chart().valueWindow());
    QVERIFY(std::abs((bench_->chart().valueAxis().to - bench_->chart().valueAxis().from) -
                     (values.to - values.from) / 1.5625) < 1e-9);
    QVERIFY(!bench_->series().zoomed());
    const auto near = bench_->chart().valueAxis();
    drag(&bench_->chart(), bench_->at(0.5, 0.5), bench_->at(0.5, 0.7)); // moves along the values
    QVERIFY(bench_->chart().valueAxis().from > near.from);
    const auto moved = bench_->chart().valueAxis();
    QTest::keyClick(&bench_->chart(), Qt::Key_Up);
    QVERIFY(bench_->chart().valueAxis().from > moved.from);
    QTest::keyClick(&bench_->chart(), Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(bench_->chart().valueAxis().to - bench_->chart().valueAxis().from >
            moved.to - moved.from);
    QTest::keyClick(&bench_->chart(), Qt::Key_Home);
    QTRY_COMPARE(bench_->chart().valueAxis(), values);
    QTest::keyClick(&bench_->chart(), Qt::Key_Plus);
    QVERIFY(bench_->series().zoomed());
    // What is in sight scales the values again.
    QTest::keyClick(&bench_->chart(), Qt::Key_Right);
    QTest::keyClick(&bench_->chart(), Qt::Key_Right);
    QTRY_VERIFY(bench_->chart().settled() && bench_->chart().valueAxis().to < values.to);
}

QTEST_MAIN(TestLinesCardHand)
#include "test_lines_card_hand.moc"
