#include "tests/gui/compare/card_fixture.h"
#include "widgets/compare/cards/scatter_card.h"

#include <QJsonArray>
#include <QPainter>
#include <QSignalSpy>

#include <algorithm>
#include <limits>
#include <set>

using namespace binnacle;
using namespace binnacle::fixture;

namespace {
const QJsonObject lrAndAccuracy{{QStringLiteral("x"), QStringLiteral("params.lr")},
                                {QStringLiteral("y"), QStringLiteral("metrics.val_accuracy")},
                                {QStringLiteral("logX"), true}};

QJsonObject with(QJsonObject options, const QString& key, const QJsonValue& value)
{
    options.insert(key, value);
    return options;
}
} // namespace

// A scatter plot as a person uses it, over a real workspace.
class TestScatterCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<CardBench>(); }
    void cleanup() { bench_.reset(); }

    void beginsWithAParamAndAMetric();
    void marksStandAtTheirValues();
    void rectangleBrushes();
    void aBrushPaintsOnlyWhatChanged();
    void clicksChooseAndKeysDo();
    void theChoiceIsKeptWithTheCard();
    void hoverGoesBothWays();
    void colorSizeAndShapeByColumn();
    void fittedLineSaysItsNumbers();
    void whatCanNotBeDrawnIsCounted();
    void tableIsWhatIsDrawn();
    void oddRuns();
    void pictures_data();
    void pictures();

private:
    void showCard(const QJsonObject& options = lrAndAccuracy)
    {
        card_ = bench_->show<ScatterCard>(QStringLiteral("scatter"), options);
        chart_ = card_->findChild<ScatterChart*>(QStringLiteral("scatterChart"));
        QTRY_COMPARE(chart_->scene().points.size(), bench_->rows.size());
    }

    std::unique_ptr<CardBench> bench_;
    ScatterCard* card_ = nullptr;
    ScatterChart* chart_ = nullptr;
};

void TestScatterCard::beginsWithAParamAndAMetric()
{
    bench_->addTrainings();
    showCard({});
    QCOMPARE(card_->heading(), QStringLiteral("val_accuracy by lr"));
    QCOMPARE(card_->note(), QStringLiteral("60 runs"));
    QVERIFY(std::ranges::any_of(card_->optionList(), [](const CardOption& each) {
        return each.key == u"size" && each.optional && each.numericOnly;
    }));
}

void TestScatterCard::marksStandAtTheirValues()
{
    bench_->add("a", {{"lr", "0.001"}}, {{"val_accuracy", 0.8}});
    bench_->add("b", {{"lr", "0.01"}}, {{"val_accuracy", 0.9}});
    bench_->add("c", {{"lr", "0.1"}}, {{"val_accuracy", 1.0}});
    showCard();
    const auto a = *chart_->markAt(0), b = *chart_->markAt(1), c = *chart_->markAt(2);
    QVERIFY(std::abs((a + c).x() / 2 - b.x()) < 0.01); // each decade is as wide
    QVERIFY(std::abs((a + c).y() / 2 - b.y()) < 0.01);
    QVERIFY(a.x() < b.x() && a.y() > b.y());
    QVERIFY(chart_->plotRect().contains(a) && chart_->plotRect().contains(c));
}

void TestScatterCard::rectangleBrushes()
{
    bench_->addTrainings();
    showCard();
    QSignalSpy brushed(&bench_->scope(), &ComparisonScope::brushChanged);
    const QRectF plot = chart_->plotRect();
    drag(chart_, plot.topLeft() + QPointF(plot.width() / 3, 2), plot.center() + QPointF(60, 20));
    QVERIFY(brushed.size() > 1); // while it is drawn
    const QRectF band(plot.topLeft() + QPointF(plot.width() / 3, 2),
                      plot.center() + QPointF(60, 20));
    int inside = 0;
    for (std::size_t i = 0; i < bench_->rows.size(); ++i) {
        const bool within = band.contains(*chart_->markAt(i));
        QCOMPARE(bench_->scope().passesBrush(bench_->rows[i]), within);
        inside += within ? 1 : 0;
    }
    QVERIFY(inside > 3 && inside < 50);
    QCOMPARE(card_->note(), QStringLiteral("%1 of 60 runs brushed").arg(inside));
    QTest::mouseClick(chart_, Qt::LeftButton, {}, plot.bottomRight().toPoint() - QPoint(2, 2));
    QVERIFY(!bench_->scope().isBrushed());
}

void TestScatterCard::aBrushPaintsOnlyWhatChanged()
{
    bench_->addTrainings();
    showCard({{QStringLiteral("x"), QStringLiteral("params.lr")},
              {QStringLiteral("y"), QStringLiteral("metrics.val_accuracy")},
              {QStringLiteral("shape"), QStringLiteral("params.model")},
              {QStringLiteral("size"), QStringLiteral("params.max_depth")},
              {QStringLiteral("fit"), true}});
    const auto shown = [this] {
        return chart_->grab().toImage().convertToFormat(QImage::Format_RGB32);
    };
    const auto anew = [this] {
        QImage image(chart_->size(), QImage::Format_RGB32);
        image.fill(Theme::current().surface);
        QPainter painter(&image);
        chart_->paintInto(painter, chart_->rect());
        return image;
    };
    QCOMPARE(shown(), anew());
    // A few marks turn pale, others of them come back: the picture is that of all of them.
    for (const std::set<std::size_t>& out :
         {std::set<std::size_t>{3, 20, 21}, std::set<std::size_t>{3, 20, 45, 59}, {}}) {
        std::vector<bool> passing(60, true);
        for (const std::size_t mark : out)
            passing[mark] = false;
        const QImage before = shown();
        chart_->setPassing(passing);
        QCOMPARE(shown(), anew());
        QVERIFY(shown() != before);
    }
}

void TestScatterCard::clicksChooseAndKeysDo()
{
    bench_->addTrainings();
    showCard();
    QSignalSpy opened(card_, &ComparisonCard::runActivated);
    QTest::mouseClick(chart_, Qt::LeftButton, {}, chart_->markAt(20)->toPoint());
    QCOMPARE(bench_->scope().brushedCount(), std::size_t(1));
    QVERIFY(bench_->scope().passesBrush(bench_->rows[20]));
    QTest::mouseClick(chart_, Qt::LeftButton, Qt::ControlModifier, chart_->markAt(31)->toPoint());
    QCOMPARE(bench_->scope().brushedCount(), std::size_t(2));
    QTest::mouseClick(chart_, Qt::LeftButton, Qt::ControlModifier, chart_->markAt(20)->toPoint());
    QVERIFY(!bench_->scope().passesBrush(bench_->rows[20]));
    QTest::mouseDClick(chart_, Qt::LeftButton, {}, chart_->markAt(31)->toPoint());
    QCOMPARE(opened.last()[0].value<RunRowId>(), bench_->rows[31]);

    chart_->setFocus();
    QTest::keyClick(chart_, Qt::Key_Escape);
    QVERIFY(!bench_->scope().isBrushed());
    QTest::keyClick(chart_, Qt::Key_Right); // the leftmost: the smallest learning rate
    QCOMPARE(bench_->scope().hoveredRun(), bench_->rows[0]);
    QTest::keyClick(chart_, Qt::Key_Space);
    QCOMPARE(bench_->scope().brushedCount(), std::size_t(1));
    QVERIFY(bench_->scope().passesBrush(bench_->rows[0]));
    QTest::keyClick(chart_, Qt::Key_Return);
    QCOMPARE(opened.last()[0].value<RunRowId>(), bench_->rows[0]);
    QTest::keyClick(chart_, Qt::Key_Up);
    QVERIFY(bench_->scope().hoveredRun() != bench_->rows[0]);
}

void TestScatterCard::theChoiceIsKeptWithTheCard()
{
    bench_->addTrainings();
    showCard();
    QSignalSpy edited(card_, &ComparisonCard::optionsEdited);
    const QRectF plot = chart_->plotRect();
    drag(chart_, plot.topLeft() + QPointF(plot.width() / 3, 2), plot.center() + QPointF(60, 20));
    QCOMPARE(edited.size(), 1); // when the hand lets go
    const auto kept = card_->spec().options;
    const auto count = bench_->scope().brushedCount();
    QCOMPARE(kept[u"chosen"].toArray().size(), static_cast<qsizetype>(count));
    std::vector<bool> passed;
    for (const auto row : bench_->rows)
        passed.push_back(bench_->scope().passesBrush(row));
    // Undo and redo.
    auto spec = card_->spec();
    spec.options = lrAndAccuracy;
    card_->setSpec(spec);
    QVERIFY(!bench_->scope().isBrushed());
    spec.options = kept;
    card_->setSpec(spec);
    QCOMPARE(bench_->scope().brushedCount(), count);
    // Another start, or a link.
    bench_->scope().clearBrushes();
    showCard(kept);
    QTRY_VERIFY(bench_->scope().isBrushed());
    for (std::size_t i = 0; i < passed.size(); ++i)
        QCOMPARE(bench_->scope().passesBrush(bench_->rows[i]), static_cast<bool>(passed[i]));
    chart_->setFocus();
    QTest::keyClick(chart_, Qt::Key_Escape);
    QVERIFY(card_->spec().options[u"chosen"].toArray().isEmpty());
    // Runs that are compared no more narrow nothing.
    showCard(with(lrAndAccuracy, QStringLiteral("chosen"), QJsonArray{QStringLiteral("gone")}));
    QVERIFY(!bench_->scope().isBrushed());
}

void TestScatterCard::hoverGoesBothWays()
{
    bench_->addTrainings();
    showCard();
    moveTo(chart_, *chart_->markAt(33) + QPointF(1, 1));
    QCOMPARE(bench_->scope().hoveredRun(), bench_->rows[33]);
    moveTo(chart_, chart_->plotRect().bottomLeft() + QPointF(-20, 15));
    QVERIFY(!bench_->scope().hoveredRun());
    bench_->scope().setHoveredRun(bench_->rows[8]);
    QCOMPARE(chart_->hovered(), std::size_t(8));
    bench_->scope().setBrush(QStringLiteral("other"), std::set{bench_->rows[8]});
    QCOMPARE(std::ranges::count(chart_->passing(), true), 1);
}

void TestScatterCard::colorSizeAndShapeByColumn()
{
    bench_->addTrainings();
    auto options = with(lrAndAccuracy, QStringLiteral("color"), QStringLiteral("params.max_depth"));
    options.insert(QStringLiteral("size"), QStringLiteral("metrics.val_loss"));
    options.insert(QStringLiteral("shape"), QStringLiteral("params.model"));
    showCard(options);
    const auto& points = chart_->scene().points;
    const auto [small, large] =
        std::ranges::minmax_element(points, {}, &ScatterScene::Point::radius);
    QCOMPARE(small->radius, 3.0);
    QCOMPARE(large->radius, 9.0);
    QSet<int> shapes;
    for (const auto& point : points) {
        shapes.insert(point.shape);
        QVERIFY(point.color.shade >= 0 && point.color.shade <= 1);
    }
    QCOMPARE(shapes.size(), 3);
    QCOMPARE(points[0].color.shade, 0.0); // depth 2 of 2 to 12
    const auto& legend = chart_->scene().legend.parts;
    QCOMPARE(legend.size(), std::size_t(3));
    QCOMPARE(legend[0].title, QStringLiteral("max_depth"));
    QCOMPARE(legend[0].least, QStringLiteral("2"));
    QCOMPARE(legend[0].greatest, QStringLiteral("12"));
    QVERIFY(legend[1].sizes);
    QCOMPARE(legend[2].entries.size(), std::size_t(3));
    QCOMPARE(card_->table().header.size(), 6);
}

void TestScatterCard::fittedLineSaysItsNumbers()
{
    bench_->add("a", {{"lr", "0.0001"}}, {{"val_accuracy", 0.91}});
    bench_->add("b", {{"lr", "0.001"}}, {{"val_accuracy", 0.95}});
    bench_->add("c", {{"lr", "0.01"}}, {{"val_accuracy", 0.94}});
    bench_->add("d", {{"lr", "0.1"}}, {{"val_accuracy", 0.80}});
    showCard(with(lrAndAccuracy, QStringLiteral("fit"), true));
    // scipy.stats.linregress over log10 of the learning rate: slope, intercept, r² of -0.638.
    QCOMPARE(card_->note(),
             QStringLiteral("4 runs · y = 0.815 − 0.034 · log10 x · r² 0.407042, n 4"));
    bench_->rows.clear();
    bench_->add("same", {{"lr", "0.1"}}, {{"val_accuracy", 0.80}});
    showCard(with(lrAndAccuracy, QStringLiteral("fit"), true));
    QVERIFY(card_->note().contains(u"no line fits"));
}

void TestScatterCard::whatCanNotBeDrawnIsCounted()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    bench_->addTrainings(10);
    bench_->add("nan", {{"lr", "0.1"}}, {{"val_accuracy", nan}});
    bench_->add("infinite", {{"lr", "0.1"}},
                {{"val_accuracy", std::numeric_limits<double>::infinity()}});
    bench_->add("negative", {{"lr", "-1"}}, {{"val_accuracy", 0.5}});
    bench_->add("nothing", {}, {});
    showCard();
    QVERIFY2(card_->note().startsWith(u"14 runs · 4 not drawn"), qPrintable(card_->note()));
    QVERIFY(!chart_->markAt(10) && !chart_->markAt(13));
    bench_->scope().setHoveredRun(bench_->rows[10]); // has no mark
    QVERIFY(!chart_->hovered());
    QCOMPARE(card_->table().rows.size(), std::size_t(10));
}

void TestScatterCard::tableIsWhatIsDrawn()
{
    bench_->addTrainings(5);
    showCard();
    const auto table = card_->table();
    QCOMPARE(table.header, (QStringList{QStringLiteral("Run"), QStringLiteral("lr"),
                                        QStringLiteral("val_accuracy")}));
    QCOMPARE(table.rows[0][1].toDouble(), 1e-5);
    QVERIFY(chart_->accessibleDescription().contains(u"wine-gbm-0: lr 1e-05"));
}

void TestScatterCard::oddRuns()
{
    bench_->show(QStringLiteral("scatter"), lrAndAccuracy);
    QTRY_COMPARE(bench_->sentence(), QStringLiteral("No runs to compare"));
    bench_->add("하나", {{"lr", "1e-300"}}, {{"val_accuracy", 1e300}});
    showCard();
    QCOMPARE(bench_->sentence(), QString());
    QVERIFY(chart_->plotRect().contains(*chart_->markAt(0)));
    bench_->add("huge", {{"lr", "1e300"}}, {{"val_accuracy", -1e300}});
    showCard(with(lrAndAccuracy, QStringLiteral("fit"), true));
    QVERIFY(chart_->plotRect().contains(*chart_->markAt(1)));
    QVERIFY(!chart_->grab().isNull());
    showCard({{QStringLiteral("x"), QStringLiteral("params.none")},
              {QStringLiteral("y"), QStringLiteral("metrics.val_accuracy")}});
    QTRY_VERIFY(bench_->sentence().startsWith(u"No run has both none and val_accuracy"));
    bench_->rows.clear();
    bench_->add("bare", {}, {});
    bench_->show(QStringLiteral("scatter"), {});
    QTRY_COMPARE(bench_->sentence(), QStringLiteral("Choose what stands across and up"));
}

void TestScatterCard::pictures_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestScatterCard::pictures()
{
    QFETCH(bool, dark);
    applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
    bench_->addTrainings();
    auto options = with(lrAndAccuracy, QStringLiteral("color"), QStringLiteral("params.max_depth"));
    options.insert(QStringLiteral("size"), QStringLiteral("metrics.val_loss"));
    options.insert(QStringLiteral("shape"), QStringLiteral("params.model"));
    options.insert(QStringLiteral("fit"), true);
    showCard(options);
    QVERIFY(bench_->keep(QStringLiteral("scatter-all-") + theme));
    showCard(with(lrAndAccuracy, QStringLiteral("color"), QStringLiteral("params.model")));
    const QRectF plot = chart_->plotRect();
    drag(chart_, plot.topLeft() + QPointF(plot.width() / 3, 2), plot.center() + QPointF(60, 20));
    moveTo(chart_, *chart_->markAt(33));
    QVERIFY(bench_->keep(QStringLiteral("scatter-brushed-") + theme));
    showCard({{QStringLiteral("x"), QStringLiteral("attributes.start_time")},
              {QStringLiteral("y"), QStringLiteral("params.model")}});
    QVERIFY(bench_->keep(QStringLiteral("scatter-words-") + theme));
    QVERIFY(!bench_->exported({600, 300}).isNull());
    applyTheme(*qApp, ThemeChoice::Light);
}

QTEST_MAIN(TestScatterCard)
#include "test_scatter_card.moc"
