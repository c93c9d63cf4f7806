#include "services/compare/smoothing.h"
#include "tests/gui/compare/card_fixture.h"
#include "widgets/charts/line_chart.h"
#include "widgets/compare/cards/lines_card.h"

#include <QBuffer>
#include <QSvgGenerator>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <limits>
#include <random>

using namespace binnacle;

// The lines card under mouse and keyboard, beside other cards of the same comparison.
class TestLinesCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<fixture::CardBench>(); }
    void cleanup()
    {
        other_.reset();
        card_ = nullptr;
        bench_.reset();
    }
    void itIsTheKindLines();
    void badgeAndTableTellThePoints();
    void tableOfBandsAndAverages();
    void smoothingKeepsTheLinePaler();
    void groupsAreOneLineWithASpread();
    void groupOfTheScopeIsFollowed();
    void crossHairIsShared();
    void theRunUnderTheMouseStandsOut();
    void zoomIsShared();
    void zoomIsItsOwnWhereNotLinked();
    void rubberBandChoosesBothAxes();
    void wheelDragAndKeysOnBothAxes();
    void outliersAreCutAndMarked();
    void brushedRunsArePaleHiddenGone();
    void liveRunsGrowAndTheZoomStays();
    void missingHistoriesAreSaid();
    void timeAxesAndAnotherMetric();
    void optionsAreOffered();
    void manyRunsArePaintedOnThePool();
    void everySpikeOfAHundredSeriesIsOnThePicture();
    void exportHasAFoldedLegend();
    void oddHistories_data();
    void oddHistories();
    void looks_data();
    void looks();

private:
    using Points = std::vector<MetricPoint>;
    RunRowId add(const std::string& name, const Points& points, std::vector<KeyValue> params = {});
    void show(QJsonObject options = {}, QSize size = {760, 380});
    std::unique_ptr<LinesCard> second(const QJsonObject& options);
    LineChart& chart() { return card_->chart(); }
    ChartSeriesModel& model() { return card_->model(); }
    QPointF at(double x, double y)
    {
        const QRectF plot = chart().plotRect();
        return {plot.left() + x * plot.width(), plot.top() + y * plot.height()};
    }
    void wheel(QPointF at, int notches, Qt::KeyboardModifiers keys = {});
    bool ready()
    {
        return QTest::qWaitFor([&] {
            (void)card_->grab();
            return model().state() == ChartSeriesModel::State::Ready && chart().settled();
        });
    }

    std::unique_ptr<fixture::CardBench> bench_;
    LinesCard* card_ = nullptr;
    std::unique_ptr<LinesCard> other_;
};

namespace {

constexpr std::int64_t start = 1'700'000'000'000;

std::vector<MetricPoint> curve(int count, double first, double noise = 0, unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> scatter(0, 1);
    std::vector<MetricPoint> points;
    for (int i = 0; i < count; ++i)
        points.push_back({i, start + i * 1'000,
                          first * std::exp(-4.0 * i / count) + 0.1 + noise * scatter(random)});
    return points;
}

std::vector<MetricPoint> flat(int count, double value)
{
    std::vector<MetricPoint> points;
    for (int i = 0; i < count; ++i)
        points.push_back({i, start + i * 1'000, value});
    return points;
}

int distance(const QColor& a, const QColor& b)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
           std::abs(a.blue() - b.blue());
}

} // namespace

RunRowId TestLinesCard::add(const std::string& name, const Points& points,
                            std::vector<KeyValue> params)
{
    const auto row = bench_->add(name, std::move(params), {{"val_loss", 0.5}});
    if (!points.empty())
        bench_->store.writeHistory(row, "val_loss", points);
    return row;
}

void TestLinesCard::show(QJsonObject options, QSize size)
{
    if (!options.contains(u"metric"))
        options.insert(QStringLiteral("metric"), QStringLiteral("val_loss"));
    card_ = bench_->show<LinesCard>(QStringLiteral("lines"), options, size);
    QVERIFY(card_);
    QTRY_VERIFY(model().state() != ChartSeriesModel::State::Loading && model().settled());
}

std::unique_ptr<LinesCard> TestLinesCard::second(const QJsonObject& options)
{
    auto card = std::make_unique<LinesCard>(CardContext{*bench_->model, bench_->scope(),
                                                        bench_->store.workspace, bench_->engine,
                                                        bench_->pools, nullptr, bench_->prompts},
                                            nullptr);
    card->resize(500, 300);
    card->show();
    card->setSpec({QStringLiteral("c2"), QStringLiteral("lines"), {}, options, 6, 6});
    return card;
}

void TestLinesCard::wheel(QPointF at, int notches, Qt::KeyboardModifiers keys)
{
    QWheelEvent event(at, chart().mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton, keys,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&chart(), &event);
}

void TestLinesCard::itIsTheKindLines()
{
    add("a", curve(100, 1));
    show();
    QCOMPARE(card_->heading(), QStringLiteral("val_loss"));
    QVERIFY(!card_->accessibleName().isEmpty());
    QCOMPARE(findCardKind(QStringLiteral("lines"))->iconName, QStringLiteral("chart-line"));
}

void TestLinesCard::badgeAndTableTellThePoints()
{
    add("a", curve(100, 1));
    add("b", curve(50, 2));
    show();
    QVERIFY(ready());
    QCOMPARE(card_->note(), QStringLiteral("150 of 150 points"));
    const auto table = card_->table();
    QCOMPARE(table.header.join(u'|'), QStringLiteral("run|step|val_loss"));
    QCOMPARE(table.rows.size(), std::size_t(150));
    QCOMPARE(table.rows[3], (QVariantList{QStringLiteral("a"), 3.0, curve(100, 1)[3].value}));
    QCOMPARE(table.rows[149][0].toString(), QStringLiteral("b"));
    model().setWindow(AxisRange{20, 29, false});
    QTRY_COMPARE(card_->note(), QStringLiteral("20 of 150 points"));
    QCOMPARE(card_->table().rows.size(), std::size_t(20));
}

void TestLinesCard::tableOfBandsAndAverages()
{
    const auto points = curve(30'000, 1, 0.1);
    add("a", points);
    show({{QStringLiteral("smoothing"), 0.9}});
    QVERIFY(ready());
    std::vector<double> values;
    for (const auto& point : points)
        values.push_back(point.value);
    const auto smooth = debiasedAverage(values, 0.9);
    const auto table = card_->table();
    QCOMPARE(table.header.size(), 9);
    double count = 0;
    for (const auto& row : table.rows) {
        const auto from = row[1].toInt(), to = row[2].toInt();
        const auto [least, most] =
            std::minmax_element(values.begin() + from, values.begin() + to + 1);
        QCOMPARE(row[5].toDouble(), *least);
        QCOMPARE(row[6].toDouble(), *most);
        QCOMPARE(row[7].toDouble(), values[static_cast<std::size_t>(to)]);
        QCOMPARE(row[8].toDouble(), smooth[static_cast<std::size_t>(to)]);
        count += row[3].toDouble();
    }
    QCOMPARE(count, 30'000.0);
}

void TestLinesCard::smoothingKeepsTheLinePaler()
{
    Points points;
    for (int i = 0; i < 200; ++i)
        points.push_back({i, start, i % 2 == 0 ? 0.0 : 1.0});
    add("a", points);
    show({{QStringLiteral("smoothing"), 0.95}});
    QVERIFY(ready());
    QTRY_VERIFY(!model().line(0)->average.empty());
    const QImage picture = chart().grab().toImage();
    const QColor colour = Theme::current().series(0);
    const auto nearest = [&](double x, double y) {
        int least = 1000;
        const QPoint middle = at(x, y).toPoint();
        for (int dx = -3; dx <= 3; ++dx)
            for (int dy = -14; dy <= 14; ++dy)
                least =
                    std::min(least, distance(picture.pixelColor(middle + QPoint(dx, dy)), colour));
        return least;
    };
    QVERIFY(nearest(0.5, 0.5) < 40);  // the average runs through the middle
    QVERIFY(nearest(0.5, 0.15) > 60); // there is only the line itself, paler
    QVERIFY(nearest(0.5, 0.15) < 700);
}

void TestLinesCard::groupsAreOneLineWithASpread()
{
    for (int seed = 0; seed < 4; ++seed)
        add("gbm-" + std::to_string(seed), flat(100, 1.0 + seed), {{"model", "gbm"}});
    add("rf-0", flat(50, 10), {{"model", "rf"}});
    show({{QStringLiteral("group"), QStringLiteral("params.model")},
          {QStringLiteral("spread"), QStringLiteral("std")}});
    QTRY_COMPARE(model().series().size(), std::size_t(2));
    QVERIFY(ready());
    QCOMPARE(model().series()[0].name, QStringLiteral("gbm (4 runs)"));
    const auto* line = model().line(0);
    QTRY_VERIFY((line = model().line(0)) && line->spread.size() == 100);
    QCOMPARE(line->bands[50].last, 2.5);
    QVERIFY(std::abs(line->spread[50].high - (2.5 + std::sqrt(5.0 / 3.0))) < 1e-12);
    QCOMPARE(card_->note(), QStringLiteral("150 of 150 steps from 450 points"));
    const auto values = valuesAt(model(), 50);
    QCOMPARE(values[0].runs, 4U);
    QVERIFY(hoverText(values[0]).endsWith(QStringLiteral("4 runs")));
    QCOMPARE(card_->table().header.mid(3),
             (QStringList{QStringLiteral("low"), QStringLiteral("high"), QStringLiteral("runs")}));
    QVERIFY(bench_->keep(QStringLiteral("lines-groups")));
    // A hidden run leaves its group; each run alone keeps the colour of its group.
    bench_->model->setHidden(bench_->rows[3], true);
    QTRY_COMPARE(model().series()[0].name, QStringLiteral("gbm (3 runs)"));
    QVERIFY(model().line(0)); // the older one stays until the new one is there
    QTRY_COMPARE(model().line(0)->bands[50].last, 2.0);
    auto spec = card_->spec();
    spec.options.insert(QStringLiteral("aggregate"), QStringLiteral("runs"));
    card_->setSpec(spec);
    QCOMPARE(model().series().size(), std::size_t(5));
    QCOMPARE(model().series()[0].slot, model().series()[2].slot);
    QVERIFY(model().series()[0].slot != model().series()[4].slot);
}

void TestLinesCard::groupOfTheScopeIsFollowed()
{
    add("a", flat(10, 1), {{"model", "gbm"}});
    add("b", flat(10, 3), {{"model", "gbm"}});
    show({{QStringLiteral("aggregate"), QStringLiteral("median")}});
    QCOMPARE(model().series().size(), std::size_t(2));
    bench_->scope().setGroupBy(RunColumn{RunColumn::Kind::Param, "model"});
    QTRY_COMPARE(model().series().size(), std::size_t(1));
    QTRY_VERIFY(model().line(0) && model().line(0)->bands.front().last == 2);
    bench_->scope().setGroupBy(std::nullopt);
    QTRY_COMPARE(model().series().size(), std::size_t(2));
}

void TestLinesCard::crossHairIsShared()
{
    add("a", flat(101, 1));
    add("b", flat(101, 2));
    show();
    QVERIFY(ready());
    other_ = second({{QStringLiteral("metric"), QStringLiteral("val_loss")}});
    auto timed = second({{QStringLiteral("metric"), QStringLiteral("val_loss")},
                         {QStringLiteral("x"), QStringLiteral("wall")}});
    QTRY_COMPARE(other_->model().state(), ChartSeriesModel::State::Ready);
    fixture::moveTo(&chart(), at(0.502, 0.1));
    QCOMPARE(chart().hoverX(), std::optional<double>(50));
    QCOMPARE(bench_->scope().crossHair()->x, 50.0);
    QCOMPARE(other_->chart().hoverX(), std::optional<double>(50));
    QVERIFY(!timed->chart().hoverX()); // another axis
    QCOMPARE(chart().valuesText(), QStringLiteral("b\t2\na\t1"));
    // By keyboard from the other card, and away again.
    QTest::keyClick(&other_->chart(), Qt::Key_Right, Qt::ControlModifier);
    QTRY_COMPARE(chart().hoverX(), std::optional<double>(51));
    QTest::keyClick(&other_->chart(), Qt::Key_Escape);
    QVERIFY(!bench_->scope().crossHair());
    QVERIFY(!other_->chart().hoverX());
}

void TestLinesCard::theRunUnderTheMouseStandsOut()
{
    add("a", flat(101, 1));
    add("b", flat(101, 2));
    show();
    QVERIFY(ready());
    other_ = second({{QStringLiteral("metric"), QStringLiteral("val_loss")}});
    QTRY_COMPARE(other_->model().state(), ChartSeriesModel::State::Ready);
    const double y = 1 - chart().valueAxis().position(2);
    fixture::moveTo(&chart(), at(0.3, y) + QPointF(0, 3));
    QCOMPARE(bench_->scope().hoveredRun(), std::optional(bench_->rows[1]));
    QCOMPARE(other_->chart().highlighted(), std::optional<std::size_t>(1));
    // The other line steps back under the strong one.
    const QImage picture = chart().grab().toImage();
    const QPoint low = at(0.9, 1 - chart().valueAxis().position(1)).toPoint();
    int least = 1000;
    for (int dy = -2; dy <= 2; ++dy)
        least = std::min(
            least, distance(picture.pixelColor(low + QPoint(0, dy)), Theme::current().series(0)));
    QVERIFY(least > 60);
    fixture::moveTo(&chart(), at(0.3, 0.5));
    QVERIFY(!bench_->scope().hoveredRun());
    // The list of runs points as well.
    bench_->scope().setHoveredRun(bench_->rows[0]);
    QCOMPARE(chart().highlighted(), std::optional<std::size_t>(0));
}

void TestLinesCard::zoomIsShared()
{
    add("a", curve(1'001, 1));
    show();
    QVERIFY(ready());
    other_ = second(
        {{QStringLiteral("metric"), QStringLiteral("val_loss")}, {QStringLiteral("logX"), true}});
    QTRY_COMPARE(other_->model().state(), ChartSeriesModel::State::Ready);
    wheel(at(0.5, 0.5), 4);
    QVERIFY(model().zoomed());
    QCOMPARE(bench_->scope().zoom().range, std::optional(model().window()));
    QVERIFY(other_->model().zoomed());
    QCOMPARE(other_->model().window().from, model().window().from);
    QVERIFY(other_->model().window().log);
    // A card that is built later shows the same stretch.
    const auto late = second({{QStringLiteral("metric"), QStringLiteral("val_loss")}});
    QCOMPARE(late->model().window(), model().window());
    QTest::keyClick(&other_->chart(), Qt::Key_Home);
    QVERIFY(!model().zoomed());
    QVERIFY(!late->model().zoomed());
}

void TestLinesCard::zoomIsItsOwnWhereNotLinked()
{
    add("a", curve(1'001, 1));
    show();
    QVERIFY(ready());
    bench_->scope().setZoomLinked(false);
    other_ = second({{QStringLiteral("metric"), QStringLiteral("val_loss")}});
    QTRY_COMPARE(other_->model().state(), ChartSeriesModel::State::Ready);
    wheel(at(0.5, 0.5), 4);
    QVERIFY(model().zoomed());
    QVERIFY(!other_->model().zoomed());
}

void TestLinesCard::rubberBandChoosesBothAxes()
{
    add("a", curve(10'001, 1));
    show();
    QVERIFY(ready());
    const AxisRange values = chart().valueAxis();
    fixture::drag(&chart(), at(0.2, 0.25), at(0.6, 0.75));
    QVERIFY(std::abs(model().window().from - 2'000) < 20);
    QVERIFY(std::abs(model().window().to - 6'000) < 20);
    QVERIFY(chart().valueWindow());
    QVERIFY(std::abs(chart().valueAxis().from - values.value(0.25)) < 0.01);
    QVERIFY(std::abs(chart().valueAxis().to - values.value(0.75)) < 0.01);
    QTRY_VERIFY(chart().settled());
    // Shift draws another one though it is zoomed; a thin one chooses the steps alone.
    const auto before = chart().valueAxis();
    fixture::drag(&chart(), at(0.25, 0.5), at(0.75, 0.5), Qt::ShiftModifier);
    QVERIFY(std::abs(model().window().from - 3'000) < 20);
    QCOMPARE(chart().valueAxis(), before);
    QTest::mouseDClick(&chart(), Qt::LeftButton, {}, at(0.5, 0.5).toPoint());
    QVERIFY(!model().zoomed() && !chart().valueWindow());
    QTRY_COMPARE(chart().valueAxis(), values);
}

void TestLinesCard::wheelDragAndKeysOnBothAxes()
{
    add("a", curve(10'001, 1));
    show();
    QVERIFY(ready());
    const AxisRange values = chart().valueAxis();
    wheel(at(0.5, 0.5), 2, Qt::ShiftModifier);
    QVERIFY(chart().valueWindow());
    QVERIFY(std::abs((chart().valueAxis().to - chart().valueAxis().from) -
                     (values.to - values.from) / 1.5625) < 1e-9);
    QVERIFY(!model().zoomed());
    const auto near = chart().valueAxis();
    fixture::drag(&chart(), at(0.5, 0.5), at(0.5, 0.7)); // moves along the values
    QVERIFY(chart().valueAxis().from > near.from);
    const auto moved = chart().valueAxis();
    QTest::keyClick(&chart(), Qt::Key_Up);
    QVERIFY(chart().valueAxis().from > moved.from);
    QTest::keyClick(&chart(), Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(chart().valueAxis().to - chart().valueAxis().from > moved.to - moved.from);
    QTest::keyClick(&chart(), Qt::Key_Home);
    QTRY_COMPARE(chart().valueAxis(), values);
    QTest::keyClick(&chart(), Qt::Key_Plus);
    QVERIFY(model().zoomed());
    // What is in sight scales the values again.
    QTest::keyClick(&chart(), Qt::Key_Right);
    QTest::keyClick(&chart(), Qt::Key_Right);
    QTRY_VERIFY(chart().settled() && chart().valueAxis().to < values.to);
}

void TestLinesCard::outliersAreCutAndMarked()
{
    auto points = flat(1'000, 0.5);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i].value += 0.1 * std::sin(static_cast<double>(i));
    points[500].value = 1e6;
    points[250].value = -1e6;
    add("a", points);
    show({{QStringLiteral("outliers"), true}});
    QVERIFY(ready());
    QVERIFY(chart().valueAxis().to < 1 && chart().valueAxis().from > 0);
    const QImage picture = chart().grab().toImage();
    const QColor colour = Theme::current().series(0);
    // An arrow head at the upper edge, and one at the lower; a line there is one pixel thin.
    const auto width = [&](double x, double row) {
        int ink = 0;
        for (int dx = -6; dx <= 6; ++dx) {
            const QPoint place(static_cast<int>(at(x, 0).x()) + dx, static_cast<int>(row));
            ink += distance(picture.pixelColor(place), colour) < 200 ? 1 : 0;
        }
        return ink;
    };
    QVERIFY(width(500 / 999.0, chart().plotRect().top() + 3) >= 4);
    QVERIFY(width(250 / 999.0, chart().plotRect().bottom() - 3) >= 4);
    QVERIFY(card_->note().contains(QStringLiteral("outliers")));
    QVERIFY(bench_->keep(QStringLiteral("lines-outliers")));
}

void TestLinesCard::brushedRunsArePaleHiddenGone()
{
    add("a", flat(10, 1));
    add("b", flat(10, 2));
    show();
    QVERIFY(ready());
    bench_->scope().setBrush(QStringLiteral("other"), std::set<RunRowId>{bench_->rows[1]});
    QVERIFY(model().series()[0].pale && !model().series()[1].pale);
    // Values in sight are those of the runs that pass.
    QTRY_VERIFY(chart().valueAxis().from > 1.5);
    bench_->scope().clearBrushes();
    QVERIFY(!model().series()[0].pale);
    bench_->model->setHidden(bench_->rows[0], true);
    QTRY_COMPARE(card_->note(), QStringLiteral("10 of 10 points"));
    QCOMPARE(card_->table().rows.size(), std::size_t(10));
    bench_->model->setHidden(bench_->rows[1], true);
    QTRY_COMPARE(bench_->sentence(), QStringLiteral("No run is shown"));
}

void TestLinesCard::liveRunsGrowAndTheZoomStays()
{
    const auto run = add("a", curve(1'000, 1));
    show({{QStringLiteral("smoothing"), 0.5}});
    QVERIFY(ready());
    model().setWindow(AxisRange{100, 200, false});
    bench_->store.writeHistory(run, "val_loss", curve(1'500, 1));
    QTRY_COMPARE(model().fullRange().to, 1'499.0);
    QCOMPARE(model().window(), (AxisRange{100, 200, false}));
    QTRY_COMPARE(card_->note(), QStringLiteral("101 of 1,500 points"));
    QTest::keyClick(&chart(), Qt::Key_Home);
    QTRY_COMPARE(card_->note(), QStringLiteral("1,500 of 1,500 points"));
}

void TestLinesCard::missingHistoriesAreSaid()
{
    add("a", curve(10, 1));
    const auto late = add("b", {});
    show();
    QVERIFY(ready());
    QCOMPARE(card_->note(), QStringLiteral("10 of 10 points · 1 not mirrored yet"));
    bench_->store.writeHistory(late, "val_loss", curve(20, 1));
    QTRY_COMPARE(card_->note(), QStringLiteral("30 of 30 points"));
}

void TestLinesCard::timeAxesAndAnotherMetric()
{
    const auto run = add("a", curve(1'801, 1));
    bench_->store.writeHistory(run, "tokens", flat(1'801, 7));
    show({{QStringLiteral("x"), QStringLiteral("relative")}});
    QVERIFY(ready());
    QCOMPARE(model().fullRange(), (AxisRange{0, 1'800'000, false}));
    fixture::moveTo(&chart(), at(0.5, 0.5));
    QCOMPARE(placeText(model(), *chart().hoverX()), QStringLiteral("15 min"));
    QVERIFY(bench_->keep(QStringLiteral("lines-relative")));
    auto spec = card_->spec();
    spec.options.insert(QStringLiteral("x"), QStringLiteral("wall"));
    card_->setSpec(spec);
    QVERIFY(ready());
    QCOMPARE(model().fullRange().from, static_cast<double>(start));
    QVERIFY(card_->table().rows[0][1].toString().startsWith(QStringLiteral("2023-11-14T22:13:20")));
    spec.options.insert(QStringLiteral("x"), QStringLiteral("metric"));
    spec.options.insert(QStringLiteral("xMetric"), QStringLiteral("tokens"));
    card_->setSpec(spec);
    QVERIFY(ready());
    QCOMPARE(card_->heading(), QStringLiteral("val_loss by tokens"));
    QVERIFY(model().fullRange().from < 7 && model().fullRange().to > 7);
    spec.options.insert(QStringLiteral("xMetric"), QStringLiteral("nowhere"));
    card_->setSpec(spec);
    QTRY_COMPARE(model().state(), ChartSeriesModel::State::NoPoints);
    QVERIFY(card_->grab().toImage().width() > 0);
}

void TestLinesCard::optionsAreOffered()
{
    add("a", curve(10, 1));
    show();
    const auto keys = [&] {
        QStringList all;
        for (const auto& option : card_->optionList())
            all << option.key;
        return all.join(u' ');
    };
    QCOMPARE(keys(), QStringLiteral("metric smoothing x logX logY outliers group"));
    auto spec = card_->spec();
    spec.options.insert(QStringLiteral("group"), QStringLiteral("params.model"));
    spec.options.insert(QStringLiteral("x"), QStringLiteral("metric"));
    spec.options.insert(QStringLiteral("xMetric"), QStringLiteral("val_loss"));
    card_->setSpec(spec);
    QCOMPARE(keys(), QStringLiteral(
                         "metric smoothing x xMetric logX logY outliers group aggregate spread"));
}

void TestLinesCard::manyRunsArePaintedOnThePool()
{
    for (int run = 0; run < 40; ++run)
        add("run-" + std::to_string(run), curve(3'000, 1 + run, 0.05, static_cast<unsigned>(run)));
    show({}, {1000, 420});
    QVERIFY(ready());
    QVERIFY(bench_->keep(QStringLiteral("lines-many")));
    const AxisRange values = chart().valueAxis();
    QVERIFY(values.to > 39 && values.to < 45);
    // The last picture is there at once, moved; then the new one with its own values.
    fixture::drag(&chart(), at(0.5, 0.5), at(0.9, 0.5));
    QVERIFY(!chart().settled());
    const QImage moving = chart().grab().toImage();
    int ink = 0;
    for (int y = 0; y < moving.height(); ++y)
        ink +=
            distance(moving.pixelColor(at(0.3, 0).toPoint().x(), y), Theme::current().surface) > 200
                ? 1
                : 0;
    QVERIFY(ink > 10);
    QVERIFY(ready());
    QVERIFY(chart().valueAxis().to < 20);
}

void TestLinesCard::everySpikeOfAHundredSeriesIsOnThePicture()
{
    // Each series has spikes of its own height, at steps of its own: a row at the top of the plot
    // is crossed once by each.
    constexpr int lines = 100, count = 9'000, apart = 900;
    for (int run = 0; run < lines; ++run) {
        auto points = curve(count, 0.1, 0.01, static_cast<unsigned>(run));
        for (int spike = 0; spike < count / apart; ++spike)
            points[static_cast<std::size_t>(spike * apart + run * apart / lines)].value = 10;
        add("run-" + std::to_string(run), points);
    }
    show({}, {1400, 500});
    QVERIFY(ready());
    std::mt19937 random(5);
    for (const double width : {8'999.0, 4'500.0, 1'234.0, 300.0}) {
        const double from =
            std::floor(static_cast<double>(random() % 1'000) / 1'000.0 * (8'999 - width));
        model().setWindow(width < 8'999 ? std::optional(AxisRange{from, from + width, false})
                                        : std::nullopt);
        QVERIFY(ready());
        const QImage picture = chart().grab().toImage();
        const QRectF plot = chart().plotRect();
        const int row = static_cast<int>(plot.top() + plot.height() * 0.35);
        for (int run = 0; run < lines; ++run) {
            for (int spike = 0; spike < count / apart; ++spike) {
                const double step = spike * apart + run * apart / lines;
                const double share = (step - from) / width;
                if (share < 0 || share > 1)
                    continue;
                const int x = static_cast<int>(plot.left() + share * plot.width());
                bool found = false;
                for (int column = x - 2; column <= x + 2; ++column)
                    found = found || distance(picture.pixelColor(column, row),
                                              Theme::current().surface) > 60;
                QVERIFY2(
                    found,
                    qPrintable(
                        QStringLiteral("run %1, step %2, width %3").arg(run).arg(step).arg(width)));
            }
        }
    }
}

void TestLinesCard::exportHasAFoldedLegend()
{
    for (int run = 0; run < 45; ++run)
        add("training-of-the-week-" + std::to_string(run), curve(50, 1 + run));
    show();
    QVERIFY(ready());
    const QImage image = bench_->exported({900, 600});
    QVERIFY(image.save(QDir(qEnvironmentVariable("BINNACLE_BINARY_DIR", QStringLiteral(".")))
                           .filePath(QStringLiteral("looks/card-lines-export.png"))));
    QByteArray svg;
    QBuffer buffer(&svg);
    {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setSize({900, 600});
        QPainter painter(&generator);
        card_->paintBody(painter, QRectF(0, 0, 900, 600));
    }
    QVERIFY(svg.contains("training-of-the-week-29"));
    QVERIFY(!svg.contains("training-of-the-week-30"));
    QVERIFY(svg.contains("15 more"));
}

void TestLinesCard::oddHistories_data()
{
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const double none = std::nan("");
    QTest::addColumn<Points>("points");
    QTest::newRow("no metric") << Points{};
    QTest::newRow("one point") << Points{{5, start, 1}};
    QTest::newRow("all NaN") << Points{{0, start, none}, {1, start, none}};
    QTest::newRow("equal") << flat(100, 0.25);
    QTest::newRow("1e300 and 1e-300") << Points{{0, 1, 1e300}, {1, 2, 1e-300}, {2, 3, -1e300}};
    QTest::newRow("zero and negative") << Points{{0, 1, 0}, {1, 2, -1}, {2, 3, 5}};
    QTest::newRow("steps out of order") << Points{{9, 5, 1}, {-3, 9, 2}, {4, 1, 3}, {4, 2, 4}};
    QTest::newRow("limits of steps") << Points{{least, 0, 1}, {0, 1, 2}, {most, 2, 3}};
    QTest::newRow("infinities") << Points{{0, 1, HUGE_VAL}, {1, 2, 1}, {2, 3, -HUGE_VAL}};
}

void TestLinesCard::oddHistories()
{
    QFETCH(Points, points);
    add("odd", points);
    add("other", points);
    for (const auto* x : {"step", "relative", "wall", "metric"}) {
        for (const bool log : {false, true}) {
            show(
                {{QStringLiteral("x"), QLatin1String(x)},
                 {QStringLiteral("xMetric"), QStringLiteral("val_loss")},
                 {QStringLiteral("logX"), log},
                 {QStringLiteral("logY"), log},
                 {QStringLiteral("outliers"), log},
                 {QStringLiteral("smoothing"), log ? 0.9 : 0.0},
                 {QStringLiteral("group"), log ? QStringLiteral("attributes.status") : QString()}});
            (void)card_->grab();
            wheel(at(0.4, 0.5), 3);
            fixture::moveTo(&chart(), at(0.5, 0.5));
            fixture::drag(&chart(), at(0.3, 0.3), at(0.6, 0.6), Qt::ShiftModifier);
            QTRY_VERIFY(model().settled());
            QVERIFY(!card_->grab().toImage().isNull());
            QVERIFY(!bench_->exported({400, 300}).isNull());
            (void)card_->table();
            bench_->scope().setZoom({});
        }
    }
}

void TestLinesCard::looks_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestLinesCard::looks()
{
    QFETCH(bool, dark);
    applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    const char* names[] = {"wine-gbm-017", "wine-gbm-016", "wine-rf-009", "wine-gbm-015",
                           "wine-mlp-031"};
    for (unsigned i = 0; i < 5; ++i) {
        auto points = curve(10'000, 0.9 + 0.15 * i, 0.02, i);
        if (i == 2)
            points[5'750].value = 0.8;
        add(names[i], points);
    }
    show({{QStringLiteral("smoothing"), 0.99}});
    QVERIFY(ready());
    const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
    QVERIFY(bench_->keep(QStringLiteral("lines-") + theme));
    fixture::moveTo(&chart(), at(0.575, 0.2));
    QVERIFY(bench_->keep(QStringLiteral("lines-hover-") + theme));
    applyTheme(*qApp, ThemeChoice::Light);
}

QTEST_MAIN(TestLinesCard)
#include "test_lines_card.moc"
