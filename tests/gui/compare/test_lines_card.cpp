#include "services/compare/smoothing.h"
#include "tests/gui/compare/lines_card_fixture.h"

#include <cmath>
#include <limits>

using namespace binnacle;
using namespace binnacle::fixture;

// What the lines card shows and says: points, averages, groups, axes.
class TestLinesCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<LinesBench>(); }
    void cleanup() { bench_.reset(); }
    void itIsTheKindLines();
    void badgeAndTableTellThePoints();
    void tableOfBandsAndAverages();
    void groupsAreOneLineWithASpread();
    void groupOfTheScopeIsFollowed();
    void brushedRunsArePaleHiddenGone();
    void liveRunsGrowAndTheZoomStays();
    void missingHistoriesAreSaid();
    void timeAxesAndAnotherMetric();
    void optionsAreOffered();
    void oddHistories_data();
    void oddHistories();

private:
    std::unique_ptr<LinesBench> bench_;
};

void TestLinesCard::itIsTheKindLines()
{
    bench_->addLine("a", curve(100, 1));
    bench_->showLines();
    QCOMPARE(bench_->lines->heading(), QStringLiteral("val_loss"));
    QVERIFY(!bench_->lines->accessibleName().isEmpty());
    QCOMPARE(findCardKind(QStringLiteral("lines"))->iconName, QStringLiteral("chart-line"));
}

void TestLinesCard::badgeAndTableTellThePoints()
{
    bench_->addLine("a", curve(100, 1));
    bench_->addLine("b", curve(50, 2));
    bench_->showLines();
    QVERIFY(bench_->ready());
    QCOMPARE(bench_->lines->note(), QStringLiteral("150 of 150 points"));
    const auto table = bench_->lines->table();
    QCOMPARE(table.header.join(u'|'), QStringLiteral("run|step|val_loss"));
    QCOMPARE(table.rows.size(), std::size_t(150));
    QCOMPARE(table.rows[3], (QVariantList{QStringLiteral("a"), 3.0, curve(100, 1)[3].value}));
    QCOMPARE(table.rows[149][0].toString(), QStringLiteral("b"));
    bench_->series().setWindow(AxisRange{20, 29, false});
    QTRY_COMPARE(bench_->lines->note(), QStringLiteral("20 of 150 points"));
    QCOMPARE(bench_->lines->table().rows.size(), std::size_t(20));
}

void TestLinesCard::tableOfBandsAndAverages()
{
    const auto points = curve(30'000, 1, 0.1);
    bench_->addLine("a", points);
    bench_->showLines({{QStringLiteral("smoothing"), 0.9}});
    QVERIFY(bench_->ready());
    std::vector<double> values;
    for (const auto& point : points)
        values.push_back(point.value);
    const auto smooth = debiasedAverage(values, 0.9);
    const auto table = bench_->lines->table();
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

void TestLinesCard::groupsAreOneLineWithASpread()
{
    for (int seed = 0; seed < 4; ++seed)
        bench_->addLine("gbm-" + std::to_string(seed), flat(100, 1.0 + seed), {{"model", "gbm"}});
    bench_->addLine("rf-0", flat(50, 10), {{"model", "rf"}});
    bench_->showLines({{QStringLiteral("group"), QStringLiteral("params.model")},
                       {QStringLiteral("spread"), QStringLiteral("std")}});
    QTRY_COMPARE(bench_->series().series().size(), std::size_t(2));
    QVERIFY(bench_->ready());
    QCOMPARE(bench_->series().series()[0].name, QStringLiteral("gbm (4 runs)"));
    const auto* line = bench_->series().line(0);
    QTRY_VERIFY((line = bench_->series().line(0)) && line->spread.size() == 100);
    QCOMPARE(line->bands[50].last, 2.5);
    QVERIFY(std::abs(line->spread[50].high - (2.5 + std::sqrt(5.0 / 3.0))) < 1e-12);
    QCOMPARE(bench_->lines->note(), QStringLiteral("150 of 150 steps from 450 points"));
    const auto values = valuesAt(bench_->series(), 50);
    QCOMPARE(values[0].runs, 4U);
    QVERIFY(hoverText(values[0]).endsWith(QStringLiteral("4 runs")));
    QCOMPARE(bench_->lines->table().header.mid(3),
             (QStringList{QStringLiteral("low"), QStringLiteral("high"), QStringLiteral("runs")}));
    QVERIFY(bench_->keep(QStringLiteral("lines-groups")));
    // A hidden run leaves its group; each run alone keeps the colour of its group.
    bench_->model->setHidden(bench_->rows[3], true);
    QTRY_COMPARE(bench_->series().series()[0].name, QStringLiteral("gbm (3 runs)"));
    QVERIFY(bench_->series().line(0)); // the older one stays until the new one is there
    QTRY_COMPARE(bench_->series().line(0)->bands[50].last, 2.0);
    auto spec = bench_->lines->spec();
    spec.options.insert(QStringLiteral("aggregate"), QStringLiteral("runs"));
    bench_->lines->setSpec(spec);
    QCOMPARE(bench_->series().series().size(), std::size_t(5));
    QCOMPARE(bench_->series().series()[0].slot, bench_->series().series()[2].slot);
    QVERIFY(bench_->series().series()[0].slot != bench_->series().series()[4].slot);
}

void TestLinesCard::groupOfTheScopeIsFollowed()
{
    bench_->addLine("a", flat(10, 1), {{"model", "gbm"}});
    bench_->addLine("b", flat(10, 3), {{"model", "gbm"}});
    bench_->showLines({{QStringLiteral("aggregate"), QStringLiteral("median")}});
    QCOMPARE(bench_->series().series().size(), std::size_t(2));
    bench_->scope().setGroupBy(RunColumn{RunColumn::Kind::Param, "model"});
    QTRY_COMPARE(bench_->series().series().size(), std::size_t(1));
    QTRY_VERIFY(bench_->series().line(0) && bench_->series().line(0)->bands.front().last == 2);
    bench_->scope().setGroupBy(std::nullopt);
    QTRY_COMPARE(bench_->series().series().size(), std::size_t(2));
}

void TestLinesCard::brushedRunsArePaleHiddenGone()
{
    bench_->addLine("a", flat(10, 1));
    bench_->addLine("b", flat(10, 2));
    bench_->showLines();
    QVERIFY(bench_->ready());
    bench_->scope().setBrush(QStringLiteral("other"), std::set<RunRowId>{bench_->rows[1]});
    QVERIFY(bench_->series().series()[0].pale && !bench_->series().series()[1].pale);
    // Values in sight are those of the runs that pass.
    QTRY_VERIFY(bench_->chart().valueAxis().from > 1.5);
    bench_->scope().clearBrushes();
    QVERIFY(!bench_->series().series()[0].pale);
    bench_->model->setHidden(bench_->rows[0], true);
    QTRY_COMPARE(bench_->lines->note(), QStringLiteral("10 of 10 points"));
    QCOMPARE(bench_->lines->table().rows.size(), std::size_t(10));
    bench_->model->setHidden(bench_->rows[1], true);
    QTRY_COMPARE(bench_->sentence(), QStringLiteral("No run is shown"));
}

void TestLinesCard::liveRunsGrowAndTheZoomStays()
{
    const auto run = bench_->addLine("a", curve(1'000, 1));
    bench_->showLines({{QStringLiteral("smoothing"), 0.5}});
    QVERIFY(bench_->ready());
    bench_->series().setWindow(AxisRange{100, 200, false});
    bench_->store.writeHistory(run, "val_loss", curve(1'500, 1));
    QTRY_COMPARE(bench_->series().fullRange().to, 1'499.0);
    QCOMPARE(bench_->series().window(), (AxisRange{100, 200, false}));
    QTRY_COMPARE(bench_->lines->note(), QStringLiteral("101 of 1,500 points"));
    QTest::keyClick(&bench_->chart(), Qt::Key_Home);
    QTRY_COMPARE(bench_->lines->note(), QStringLiteral("1,500 of 1,500 points"));
}

void TestLinesCard::missingHistoriesAreSaid()
{
    bench_->addLine("a", curve(10, 1));
    const auto late = bench_->addLine("b", {});
    bench_->showLines();
    QVERIFY(bench_->ready());
    QCOMPARE(bench_->lines->note(), QStringLiteral("10 of 10 points · 1 not mirrored yet"));
    bench_->store.writeHistory(late, "val_loss", curve(20, 1));
    QTRY_COMPARE(bench_->lines->note(), QStringLiteral("30 of 30 points"));
}

void TestLinesCard::timeAxesAndAnotherMetric()
{
    const auto run = bench_->addLine("a", curve(1'801, 1));
    bench_->store.writeHistory(run, "tokens", flat(1'801, 7));
    bench_->showLines({{QStringLiteral("x"), QStringLiteral("relative")}});
    QVERIFY(bench_->ready());
    QCOMPARE(bench_->series().fullRange(), (AxisRange{0, 1'800'000, false}));
    moveTo(&bench_->chart(), bench_->at(0.5, 0.5));
    QCOMPARE(placeText(bench_->series(), *bench_->chart().hoverX()), QStringLiteral("15 min"));
    QVERIFY(bench_->keep(QStringLiteral("lines-relative")));
    auto spec = bench_->lines->spec();
    spec.options.insert(QStringLiteral("x"), QStringLiteral("wall"));
    bench_->lines->setSpec(spec);
    QVERIFY(bench_->ready());
    QCOMPARE(bench_->series().fullRange().from, static_cast<double>(firstTime));
    QVERIFY(bench_->lines->table().rows[0][1].toString().startsWith(
        QStringLiteral("2023-11-14T22:13:20")));
    spec.options.insert(QStringLiteral("x"), QStringLiteral("metric"));
    spec.options.insert(QStringLiteral("xMetric"), QStringLiteral("tokens"));
    bench_->lines->setSpec(spec);
    QVERIFY(bench_->ready());
    QCOMPARE(bench_->lines->heading(), QStringLiteral("val_loss by tokens"));
    QVERIFY(bench_->series().fullRange().from < 7 && bench_->series().fullRange().to > 7);
    spec.options.insert(QStringLiteral("xMetric"), QStringLiteral("nowhere"));
    bench_->lines->setSpec(spec);
    QTRY_COMPARE(bench_->series().state(), ChartSeriesModel::State::NoPoints);
    QVERIFY(bench_->lines->grab().toImage().width() > 0);
}

void TestLinesCard::optionsAreOffered()
{
    bench_->addLine("a", curve(10, 1));
    bench_->showLines();
    const auto keys = [&] {
        QStringList all;
        for (const auto& option : bench_->lines->optionList())
            all << option.key;
        return all.join(u' ');
    };
    QCOMPARE(keys(), QStringLiteral("metric smoothing x logX logY outliers group"));
    auto spec = bench_->lines->spec();
    spec.options.insert(QStringLiteral("group"), QStringLiteral("params.model"));
    spec.options.insert(QStringLiteral("x"), QStringLiteral("metric"));
    spec.options.insert(QStringLiteral("xMetric"), QStringLiteral("val_loss"));
    bench_->lines->setSpec(spec);
    QCOMPARE(keys(), QStringLiteral(
                         "metric smoothing x xMetric logX logY outliers group aggregate spread"));
}

void TestLinesCard::oddHistories_data()
{
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const double none = std::nan("");
    QTest::addColumn<Points>("points");
    QTest::newRow("no metric") << Points{};
    QTest::newRow("one point") << Points{{5, firstTime, 1}};
    QTest::newRow("all NaN") << Points{{0, firstTime, none}, {1, firstTime, none}};
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
    bench_->addLine("odd", points);
    bench_->addLine("other", points);
    for (const auto* x : {"step", "relative", "wall", "metric"}) {
        for (const bool log : {false, true}) {
            bench_->showLines(
                {{QStringLiteral("x"), QLatin1String(x)},
                 {QStringLiteral("xMetric"), QStringLiteral("val_loss")},
                 {QStringLiteral("logX"), log},
                 {QStringLiteral("logY"), log},
                 {QStringLiteral("outliers"), log},
                 {QStringLiteral("smoothing"), log ? 0.9 : 0.0},
                 {QStringLiteral("group"), log ? QStringLiteral("attributes.status") : QString()}});
            (void)bench_->lines->grab();
            bench_->wheel(bench_->at(0.4, 0.5), 3);
            moveTo(&bench_->chart(), bench_->at(0.5, 0.5));
            drag(&bench_->chart(), bench_->at(0.3, 0.3), bench_->at(0.6, 0.6), Qt::ShiftModifier);
            QTRY_VERIFY(bench_->series().settled());
            QVERIFY(!bench_->lines->grab().toImage().isNull());
            QVERIFY(!bench_->exported({400, 300}).isNull());
            (void)bench_->lines->table();
            bench_->scope().setZoom({});
        }
    }
}

QTEST_MAIN(TestLinesCard)
#include "test_lines_card.moc"
