#include "tests/gui/compare/card_fixture.h"
#include "widgets/compare/cards/contour_card.h"

#include <QJsonArray>
#include <QSignalSpy>

#include <limits>

using namespace binnacle;
using namespace binnacle::fixture;

namespace {
const QJsonObject accuracyOverTwo{{QStringLiteral("x"), QStringLiteral("params.lr")},
                                  {QStringLiteral("y"), QStringLiteral("params.max_depth")},
                                  {QStringLiteral("value"), QStringLiteral("metrics.val_accuracy")},
                                  {QStringLiteral("logX"), true}};
}

// A contour as a person uses it, over a real workspace.
class TestContourCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<CardBench>(); }
    void cleanup() { bench_.reset(); }

    void beginsWithTwoParamsAndAMetric();
    void surfaceIsLinearBetweenRuns();
    void bandsFillTheHullOnly();
    void bestIsMarkedByDirection();
    void runsAtOnePlaceAreAveraged();
    void hoverAndKeys();
    void nodesAreChosenAndKept();
    void oddRuns();
    void pictures_data();
    void pictures();

private:
    void showCard(const QJsonObject& options = accuracyOverTwo)
    {
        card_ = bench_->show<ContourCard>(QStringLiteral("contour"), options);
        chart_ = card_->findChild<ContourChart*>(QStringLiteral("contourChart"));
        QTRY_VERIFY(!chart_->scene().contour.nodes.empty());
    }
    void addSquare()
    {
        bench_->add("a", {{"lr", "0.001"}, {"max_depth", "2"}}, {{"val_accuracy", 0.5}});
        bench_->add("b", {{"lr", "0.1"}, {"max_depth", "2"}}, {{"val_accuracy", 0.7}});
        bench_->add("c", {{"lr", "0.001"}, {"max_depth", "8"}}, {{"val_accuracy", 0.9}});
    }

    std::unique_ptr<CardBench> bench_;
    ContourCard* card_ = nullptr;
    ContourChart* chart_ = nullptr;
};

void TestContourCard::beginsWithTwoParamsAndAMetric()
{
    bench_->addTrainings();
    showCard({});
    QCOMPARE(card_->heading(), QStringLiteral("val_accuracy over lr and max_depth"));
    QCOMPARE(card_->note(), QStringLiteral("60 runs"));
    QVERIFY(chart_->scene().contour.field.triangles.size() > 60);
    QVERIFY(chart_->scene().contour.levels.size() >= 3);
}

void TestContourCard::surfaceIsLinearBetweenRuns()
{
    addSquare();
    showCard();
    const auto a = *chart_->markAt(0), b = *chart_->markAt(1), c = *chart_->markAt(2);
    QVERIFY(std::abs(*chart_->valueAt((a + b) / 2) - 0.6) < 1e-9);
    QVERIFY(std::abs(*chart_->valueAt((a + c) / 2) - 0.7) < 1e-9);
    QVERIFY(std::abs(*chart_->valueAt((a + b + c) / 3) - 0.7) < 1e-9);
    QVERIFY(!chart_->valueAt({b.x(), c.y()})); // beyond the line from b to c
}

void TestContourCard::bandsFillTheHullOnly()
{
    addSquare();
    showCard();
    const auto a = *chart_->markAt(0), b = *chart_->markAt(1), c = *chart_->markAt(2);
    const QImage picture = chart_->grab().toImage();
    const QColor inside = picture.pixelColor(((a + b + c) / 3 + QPointF(-9, 12)).toPoint());
    QVERIFY(inside != Theme::current().surface);
    // Lower values are nearer to the surface.
    const QColor low = picture.pixelColor((a + QPointF(9, -7)).toPoint());
    const QColor high = picture.pixelColor((c + QPointF(7, 14)).toPoint());
    QVERIFY(low.lightnessF() > high.lightnessF());
    const QColor outside = picture.pixelColor(QPointF(b.x() - 13, c.y() + 13).toPoint());
    QVERIFY(outside.lightnessF() > 0.9);
}

void TestContourCard::bestIsMarkedByDirection()
{
    bench_->addTrainings();
    showCard();
    const auto& scene = chart_->scene();
    QVERIFY(scene.best);
    for (const auto& node : scene.contour.nodes)
        QVERIFY(node.value <= scene.contour.nodes[*scene.best].value);
    bench_->model->setDirection(QStringLiteral("val_accuracy"), MetricDirection::LowerIsBetter);
    showCard();
    for (const auto& node : chart_->scene().contour.nodes)
        QVERIFY(node.value >= chart_->scene().contour.nodes[*chart_->scene().best].value);
}

void TestContourCard::runsAtOnePlaceAreAveraged()
{
    addSquare();
    bench_->add("a2", {{"lr", "1e-3"}, {"max_depth", "2.0"}}, {{"val_accuracy", 0.3}});
    showCard();
    QTRY_COMPARE(chart_->scene().contour.nodes.size(), std::size_t(3));
    QVERIFY(std::abs(chart_->scene().contour.nodes[0].value - 0.4) < 1e-12);
    QCOMPARE(card_->note(), QStringLiteral("4 runs · 1 place with several runs averaged"));
    const auto table = card_->table();
    QCOMPARE(table.rows.size(), std::size_t(3));
    QCOMPARE(table.rows[0][0].toString(), QStringLiteral("a, a2"));
    QVERIFY(std::abs(table.rows[0][3].toDouble() - 0.4) < 1e-12);
    QCOMPARE(table.rows[0][4].toDouble(), 2.0);
    bench_->scope().setHoveredRun(bench_->rows[3]); // stands at the place of a
    QCOMPARE(chart_->hovered(), std::size_t(0));
}

void TestContourCard::hoverAndKeys()
{
    bench_->addTrainings();
    showCard();
    QSignalSpy opened(card_, &ComparisonCard::runActivated);
    moveTo(chart_, *chart_->markAt(12));
    QCOMPARE(bench_->scope().hoveredRun(), bench_->rows[12]);
    QTest::mouseDClick(chart_, Qt::LeftButton, {}, chart_->markAt(12)->toPoint());
    QCOMPARE(opened.last()[0].value<RunRowId>(), bench_->rows[12]);
    chart_->setFocus();
    QTest::keyClick(chart_, Qt::Key_Escape);
    QVERIFY(!bench_->scope().hoveredRun());
    QTest::keyClick(chart_, Qt::Key_Right);
    QCOMPARE(bench_->scope().hoveredRun(), bench_->rows[0]);
    QTest::keyClick(chart_, Qt::Key_Return);
    QCOMPARE(opened.last()[0].value<RunRowId>(), bench_->rows[0]);
    const QImage before = chart_->grab().toImage();
    bench_->scope().setBrush(QStringLiteral("other"), std::set{bench_->rows[2]});
    QVERIFY(chart_->grab().toImage() != before);
    QCOMPARE(card_->note(), QStringLiteral("1 of 60 runs brushed"));
    bench_->model->setHidden(bench_->rows[0], true);
    QTRY_COMPARE(chart_->scene().contour.nodes.size(), std::size_t(59));
}

void TestContourCard::nodesAreChosenAndKept()
{
    addSquare();
    bench_->add("a2", {{"lr", "0.001"}, {"max_depth", "2"}}, {{"val_accuracy", 0.3}});
    showCard();
    QTRY_COMPARE(chart_->scene().contour.nodes.size(), std::size_t(3));
    // A node with two runs is both of them.
    QTest::mouseClick(chart_, Qt::LeftButton, {}, chart_->markAt(0)->toPoint());
    QCOMPARE(bench_->scope().brushedCount(), std::size_t(2));
    QCOMPARE(card_->note(), QStringLiteral("2 of 4 runs brushed · 1 place with several runs "
                                           "averaged"));
    QTest::mouseClick(chart_, Qt::LeftButton, Qt::ControlModifier, chart_->markAt(1)->toPoint());
    QCOMPARE(bench_->scope().brushedCount(), std::size_t(3));
    QTest::mouseClick(chart_, Qt::LeftButton, Qt::ControlModifier, chart_->markAt(0)->toPoint());
    QCOMPARE(bench_->scope().brushedCount(), std::size_t(1));
    const auto a = *chart_->markAt(0), c = *chart_->markAt(2);
    drag(chart_, a + QPointF(-8, 8), c + QPointF(8, -8)); // the left side: a, a2 and c
    QCOMPARE(bench_->scope().brushedCount(), std::size_t(3));
    QVERIFY(!bench_->scope().passesBrush(bench_->rows[1]));
    const auto kept = card_->spec().options;
    QCOMPARE(kept[u"chosen"].toArray(),
             (QJsonArray{QStringLiteral("id0"), QStringLiteral("id2"), QStringLiteral("id3")}));
    bench_->scope().clearBrushes();
    showCard(kept);
    QTRY_COMPARE(bench_->scope().brushedCount(), std::size_t(3));
    QTest::mouseClick(chart_, Qt::LeftButton, {}, chart_->plotRect().center().toPoint());
    QVERIFY(!bench_->scope().isBrushed());
}

void TestContourCard::oddRuns()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    bench_->show(QStringLiteral("contour"), accuracyOverTwo);
    QTRY_COMPARE(bench_->sentence(), QStringLiteral("No runs to compare"));
    bench_->add("one", {{"lr", "0.1"}, {"max_depth", "3"}}, {{"val_accuracy", nan}});
    bench_->show(QStringLiteral("contour"), accuracyOverTwo);
    QTRY_VERIFY(bench_->sentence().startsWith(u"No run has val_accuracy, lr and max_depth"));
    bench_->add("two", {{"lr", "0.01"}, {"max_depth", "4"}}, {{"val_accuracy", 1e300}});
    bench_->add("three", {{"lr", "0.001"}, {"max_depth", "5"}}, {{"val_accuracy", -1e300}});
    bench_->add("four", {{"lr", "0.0001"}, {"max_depth", "6"}}, {{"val_accuracy", 1e-300}});
    bench_->show(QStringLiteral("contour"), accuracyOverTwo);
    QTRY_VERIFY(bench_->sentence().startsWith(u"A contour takes three runs"));
    bench_->add("five", {{"lr", "1e-5"}, {"max_depth", "2"}}, {{"val_accuracy", 0.5}});
    showCard();
    QTRY_COMPARE(bench_->sentence(), QString());
    QVERIFY(card_->note().contains(u"1 not drawn"));
    QVERIFY(!chart_->grab().isNull());
    bench_->rows.clear();
    bench_->add("bare", {}, {});
    bench_->show(QStringLiteral("contour"), {});
    QTRY_VERIFY(bench_->sentence().startsWith(u"Choose a metric, and two params"));
    bench_->rows.clear();
    for (int i = 0; i < 4; ++i)
        bench_->add("flat", {{"lr", std::to_string(1 + i)}, {"max_depth", std::to_string(i * i)}},
                    {{"val_accuracy", 0.5}});
    showCard();
    QTRY_COMPARE(chart_->scene().contour.levels.size(), std::size_t(0));
    QVERIFY(!bench_->exported({500, 300}).isNull());
}

void TestContourCard::pictures_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestContourCard::pictures()
{
    QFETCH(bool, dark);
    applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
    bench_->addTrainings();
    showCard();
    QVERIFY(bench_->keep(QStringLiteral("contour-all-") + theme));
    bench_->scope().setHoveredRun(bench_->rows[24]);
    QVERIFY(bench_->keep(QStringLiteral("contour-hover-") + theme));
    applyTheme(*qApp, ThemeChoice::Light);
}

QTEST_MAIN(TestContourCard)
#include "test_contour_card.moc"
