#include "tests/gui/compare/card_fixture.h"
#include "widgets/compare/cards/parallel_card.h"

#include <QSignalSpy>

#include <algorithm>
#include <limits>

using namespace binnacle;
using namespace binnacle::fixture;

namespace {
const QJsonObject fourAxes{
    {QStringLiteral("axes"),
     columnList({"params.lr", "params.model", "params.subsample", "metrics.val_accuracy"})},
    {QStringLiteral("log"), columnList({"params.lr"})}};
}

// Parallel coordinates as a person uses them, over a real workspace.
class TestParallelCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<CardBench>(); }
    void cleanup() { bench_.reset(); }

    void beginsWithWhatDiffers();
    void brushesOnSeveralAxesNarrowAllCards();
    void brushIsMovedSizedAndCleared();
    void brushByKeys();
    void axesAreMovedTurnedAndMadeLog();
    void runsAreHoveredAndOpened();
    void followsOtherCards();
    void brushesAreKeptInTheOptions();
    void missingValuesPassTheRail();
    void tableIsWhatIsShown();
    void oddRuns();
    void pictures_data();
    void pictures();

private:
    void showCard(const QJsonObject& options = fourAxes)
    {
        card_ = bench_->show<ParallelCard>(QStringLiteral("parallel"), options);
        chart_ = card_->findChild<ParallelChart*>(QStringLiteral("parallelChart"));
        QTRY_COMPARE(chart_->scene().lines.size(), bench_->rows.size());
    }
    // A place on an axis, at a share of its height.
    QPointF onAxis(std::size_t axis, double share) const
    {
        const auto& places = chart_->geometry();
        return {places.x[axis], places.plot.bottom() - share * places.plot.height()};
    }
    QString accuracyAtLeast(double least) const
    {
        int count = 0;
        for (const double value : chart_->scene().axes.back().figures.values)
            count += value >= least ? 1 : 0;
        return QStringLiteral("%1 of %2 runs brushed").arg(count).arg(bench_->rows.size());
    }
    QStringList titles() const
    {
        QStringList all;
        for (const auto& axis : chart_->scene().axes)
            all << axis.heading();
        return all;
    }

    std::unique_ptr<CardBench> bench_;
    ParallelCard* card_ = nullptr;
    ParallelChart* chart_ = nullptr;
};

void TestParallelCard::beginsWithWhatDiffers()
{
    bench_->addTrainings();
    showCard({});
    QStringList sorted = titles();
    sorted.sort();
    QCOMPARE(sorted, (QStringList{QStringLiteral("lr"), QStringLiteral("max_depth"),
                                  QStringLiteral("model"), QStringLiteral("subsample"),
                                  QStringLiteral("val_accuracy"), QStringLiteral("val_loss")}));
    QCOMPARE(card_->note(), QStringLiteral("60 runs"));
    QCOMPARE(card_->heading(), QStringLiteral("Parallel coordinates"));
    const auto options = card_->optionList();
    QVERIFY(std::ranges::any_of(options, [](const CardOption& each) {
        return each.key == u"axes" && each.kind == CardOption::Kind::Columns &&
               each.otherwise.toArray().size() == 6; // what is shown, to begin from
    }));
}

void TestParallelCard::brushesOnSeveralAxesNarrowAllCards()
{
    bench_->addTrainings();
    showCard();
    QSignalSpy brushed(&bench_->scope(), &ComparisonScope::brushChanged);
    drag(chart_, onAxis(3, 0.8), onAxis(3, 1.2));
    QVERIFY(brushed.size() > 1); // while it is drawn, not only at its end
    const auto brush = chart_->brush(3);
    QVERIFY(brush);
    QCOMPARE(card_->note(), accuracyAtLeast(brush->from));
    const auto first = bench_->scope().brushedCount();
    QVERIFY(first > 3 && first < 40);

    // "gbm" is the lowest of the three models.
    drag(chart_, onAxis(1, 0.0), onAxis(1, 0.3));
    const auto both = bench_->scope().brushedCount();
    QVERIFY(both > 0 && both < first);
    for (std::size_t i = 0; i < bench_->rows.size(); ++i) {
        const auto& scene = chart_->scene();
        const bool within =
            scene.axes[3].figures.values[i] >= brush->from && scene.lines[i].name.contains(u"gbm");
        QCOMPARE(bench_->scope().passesBrush(bench_->rows[i]), within);
        QCOMPARE(static_cast<bool>(chart_->passing()[i]), within);
    }
    QVERIFY(chart_->accessibleDescription().contains(u"brushed from"));
    QTest::keyClick(chart_, Qt::Key_Escape);
    QVERIFY(!bench_->scope().isBrushed());
    QCOMPARE(card_->note(), QStringLiteral("60 runs"));
}

void TestParallelCard::brushIsMovedSizedAndCleared()
{
    bench_->addTrainings();
    showCard();
    const auto& range = chart_->scene().axes[3].figures.range;
    const auto ends = [&] {
        const auto brush = chart_->brush(3).value_or(AxisBrush{-1, -1});
        return std::pair(std::round(range.position(brush.from) * 50) / 50,
                         std::round(range.position(brush.to) * 50) / 50);
    };
    drag(chart_, onAxis(3, 0.4), onAxis(3, 0.6));
    QCOMPARE(ends(), (std::pair(0.4, 0.6)));
    drag(chart_, onAxis(3, 0.5), onAxis(3, 0.7)); // inside: moves
    QCOMPARE(ends(), (std::pair(0.6, 0.8)));
    drag(chart_, onAxis(3, 0.8), onAxis(3, 0.9)); // its upper end
    QCOMPARE(ends(), (std::pair(0.6, 0.9)));
    drag(chart_, onAxis(3, 0.6), onAxis(3, 0.3)); // its lower end
    QCOMPARE(ends(), (std::pair(0.3, 0.9)));
    drag(chart_, onAxis(3, 0.6), onAxis(3, 1.5)); // as far as the axis goes
    QCOMPARE(ends(), (std::pair(0.4, 1.0)));
    QTest::mouseClick(chart_, Qt::LeftButton, {}, onAxis(3, 0.7).toPoint());
    QVERIFY(!chart_->brush(3));
    QVERIFY(!bench_->scope().isBrushed());
}

void TestParallelCard::brushByKeys()
{
    bench_->addTrainings();
    showCard();
    chart_->setFocus();
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(chart_, Qt::Key_Right);
    QCOMPARE(chart_->currentAxis(), std::size_t(3));
    QTest::keyClick(chart_, Qt::Key_Right); // there are no more
    QCOMPARE(chart_->currentAxis(), std::size_t(3));
    const auto& range = chart_->scene().axes[3].figures.range;
    QTest::keyClick(chart_, Qt::Key_Up);
    QVERIFY(std::abs(range.position(chart_->brush(3)->from) - 0.75) < 1e-9);
    QCOMPARE(card_->note(), accuracyAtLeast(chart_->brush(3)->from));
    QTest::keyClick(chart_, Qt::Key_Down);
    QVERIFY(std::abs(range.position(chart_->brush(3)->to) - 0.98) < 1e-9);
    QTest::keyClick(chart_, Qt::Key_Up, Qt::ShiftModifier);
    QVERIFY(std::abs(range.position(chart_->brush(3)->to) - 1) < 1e-9);
    QTest::keyClick(chart_, Qt::Key_Down, Qt::ControlModifier);
    QVERIFY(std::abs(range.position(chart_->brush(3)->from) - 0.71) < 1e-9);
    QTest::keyClick(chart_, Qt::Key_Delete);
    QVERIFY(!bench_->scope().isBrushed());
}

void TestParallelCard::axesAreMovedTurnedAndMadeLog()
{
    bench_->addTrainings();
    showCard();
    QSignalSpy edited(card_, &ComparisonCard::optionsEdited);
    drag(chart_, onAxis(3, 0.8), onAxis(3, 1.0));
    const auto count = bench_->scope().brushedCount();

    const auto title = [&](std::size_t axis) {
        return chart_->geometry().titleRect(axis).center();
    };
    drag(chart_, title(3), title(0) - QPointF(20, 0));
    QCOMPARE(titles(), (QStringList{QStringLiteral("val_accuracy"), QStringLiteral("lr (log)"),
                                    QStringLiteral("model"), QStringLiteral("subsample")}));
    QVERIFY(std::any_of(edited.begin(), edited.end(), [](const auto& each) {
        return each[0].toJsonObject().value(u"axes").toArray().first().toString() ==
               u"metrics.val_accuracy";
    }));
    QVERIFY(chart_->brush(0)); // goes with its axis
    QCOMPARE(bench_->scope().brushedCount(), count);
    QTest::mouseDClick(chart_, Qt::LeftButton, {}, title(0).toPoint());
    QCOMPARE(titles().front(), QStringLiteral("val_accuracy ↓"));
    QCOMPARE(bench_->scope().brushedCount(), count);

    chart_->setFocus();
    QTest::keyClick(chart_, Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(titles()[1], QStringLiteral("val_accuracy ↓"));
    QCOMPARE(chart_->currentAxis(), std::size_t(1)); // the keys stay on it
    QTest::keyClick(chart_, Qt::Key_F);
    QCOMPARE(titles()[1], QStringLiteral("val_accuracy"));
    QTest::keyClick(chart_, Qt::Key_L);
    QCOMPARE(titles()[1], QStringLiteral("val_accuracy (log)"));
    QCOMPARE(edited.last()[0].toJsonObject().value(u"axes").toArray(),
             columnList({"params.lr", "metrics.val_accuracy", "params.model", "params.subsample"}));
}

void TestParallelCard::runsAreHoveredAndOpened()
{
    bench_->addTrainings();
    showCard();
    QSignalSpy opened(card_, &ComparisonCard::runActivated);
    const auto& places = chart_->geometry();
    const std::size_t run = 12;
    const QPointF at((places.x[0] + places.x[1]) / 2, (places.at(0, run) + places.at(1, run)) / 2);
    moveTo(chart_, at);
    QVERIFY(chart_->hovered());
    QVERIFY(std::abs(places.at(0, *chart_->hovered()) + places.at(1, *chart_->hovered()) -
                     2 * at.y()) < 1);
    QCOMPARE(bench_->scope().hoveredRun(), bench_->rows[*chart_->hovered()]);
    QTest::mouseDClick(chart_, Qt::LeftButton, {}, at.toPoint());
    QCOMPARE(opened.size(), 1);
    chart_->setFocus();
    QTest::keyClick(chart_, Qt::Key_Escape);
    QVERIFY(!bench_->scope().hoveredRun());
    QTest::keyClick(chart_, Qt::Key_PageDown);
    QTest::keyClick(chart_, Qt::Key_PageDown);
    QCOMPARE(bench_->scope().hoveredRun(), bench_->rows[1]);
    QTest::keyClick(chart_, Qt::Key_Return);
    QCOMPARE(opened.last()[0].value<RunRowId>(), bench_->rows[1]);
}

void TestParallelCard::followsOtherCards()
{
    bench_->addTrainings();
    showCard();
    const QImage before = chart_->grab().toImage();
    bench_->scope().setBrush(QStringLiteral("other"), std::set{bench_->rows[0], bench_->rows[5]});
    QCOMPARE(std::ranges::count(chart_->passing(), true), 2);
    QCOMPARE(card_->note(), QStringLiteral("2 of 60 runs brushed"));
    QVERIFY(chart_->grab().toImage() != before); // the others are pale
    QTest::keyClick(chart_, Qt::Key_PageDown);
    QTest::keyClick(chart_, Qt::Key_PageDown);
    QCOMPARE(bench_->scope().hoveredRun(), bench_->rows[5]); // pale ones are passed over
    bench_->scope().clearBrushes();
    bench_->scope().setHoveredRun(bench_->rows[7]);
    QCOMPARE(chart_->hovered(), std::size_t(7));

    drag(chart_, onAxis(3, 0.5), onAxis(3, 1.0));
    bench_->model->setHidden(bench_->rows[0], true);
    QTRY_COMPARE(chart_->scene().lines.size(), std::size_t(59));
    QVERIFY(chart_->brush(3)); // stays
    QVERIFY(card_->note().endsWith(u" of 59 runs brushed"));
}

void TestParallelCard::brushesAreKeptInTheOptions()
{
    bench_->addTrainings();
    showCard();
    QSignalSpy edited(card_, &ComparisonCard::optionsEdited);
    drag(chart_, onAxis(3, 0.6), onAxis(3, 0.9));
    drag(chart_, onAxis(1, 0.0), onAxis(1, 0.6)); // gbm and mlp
    const auto note = card_->note();
    QTRY_COMPARE(edited.size(), 1); // when the hand rests, all at once
    const auto options = edited.last()[0].toJsonObject();
    const auto kept = options.value(u"brushes").toObject();
    QCOMPARE(kept.value(u"params.model").toArray(), columnList({"gbm", "mlp"}));
    QCOMPARE(kept.value(u"metrics.val_accuracy").toArray().size(), 2);
    // A card that was out of sight, or of the next start.
    bench_->scope().clearBrushes();
    showCard(options);
    QCOMPARE(card_->note(), note);
    QVERIFY(chart_->brush(1) && chart_->brush(3));
    // Undone.
    card_->setSpec({QStringLiteral("c1"), QStringLiteral("parallel"), {}, fourAxes, 6, 6});
    QVERIFY(!chart_->brush(1));
    QCOMPARE(card_->note(), QStringLiteral("60 runs"));
}

void TestParallelCard::missingValuesPassTheRail()
{
    bench_->addTrainings();
    showCard();
    const auto& places = chart_->geometry();
    QVERIFY(places.rail > places.plot.bottom());
    QCOMPARE(places.at(2, 15), places.rail); // each 15th has no subsample
    QVERIFY(places.at(2, 1) < places.plot.bottom());
    drag(chart_, onAxis(2, 0.0), onAxis(2, 1.0)); // the whole axis: all that have a value
    QCOMPARE(card_->note(), QStringLiteral("56 of 60 runs brushed"));
}

void TestParallelCard::tableIsWhatIsShown()
{
    bench_->addTrainings(6);
    showCard();
    auto table = card_->table();
    QCOMPARE(table.header,
             (QStringList{QStringLiteral("Run"), QStringLiteral("lr"), QStringLiteral("model"),
                          QStringLiteral("subsample"), QStringLiteral("val_accuracy")}));
    QCOMPARE(table.rows.size(), std::size_t(6));
    QCOMPARE(table.rows[0][0].toString(), QStringLiteral("wine-gbm-0"));
    QCOMPARE(table.rows[0][1].toDouble(), 1e-5);
    QCOMPARE(table.rows[1][2].toString(), QStringLiteral("rf"));
    QVERIFY(!table.rows[0][3].isValid());
    bench_->scope().setBrush(QStringLiteral("other"), std::set{bench_->rows[2]});
    table = card_->table();
    QCOMPARE(table.rows[2].back().toString(), QStringLiteral("yes"));
    QCOMPARE(table.rows[3].back().toString(), QStringLiteral("no"));
    QVERIFY(!bench_->exported({600, 300}).isNull());
}

void TestParallelCard::oddRuns()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    bench_->show(QStringLiteral("parallel"), fourAxes);
    QTRY_COMPARE(bench_->sentence(), QStringLiteral("No runs to compare"));
    bench_->add("하나", {{"lr", "1e-300"}}, {{"val_accuracy", 1e300}});
    showCard();
    QCOMPARE(bench_->sentence(), QString());
    QVERIFY(chart_->grab().toImage() != QImage());
    bench_->add("nan", {{"lr", "1e300"}}, {{"val_accuracy", nan}});
    bench_->add("infinite", {{"lr", ""}}, {{"val_accuracy", -infinite}});
    bench_->add("nothing", {}, {});
    showCard();
    QVERIFY(chart_->grab().toImage() != QImage());
    QCOMPARE(chart_->geometry().at(3, 1), chart_->geometry().rail);
    showCard({{QStringLiteral("axes"), columnList({"params.model", "params.none"})}});
    QTRY_COMPARE(bench_->sentence(),
                 QStringLiteral("These runs have no values on any of the axes"));
    showCard({{QStringLiteral("axes"), columnList({"params.lr"})}});
    QTRY_COMPARE(bench_->sentence(),
                 QStringLiteral("Choose two params or metrics or more as axes"));
    for (const auto run : bench_->rows)
        bench_->model->setHidden(run, true);
    QTRY_VERIFY(bench_->sentence().startsWith(u"All runs are hidden"));
}

void TestParallelCard::pictures_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestParallelCard::pictures()
{
    QFETCH(bool, dark);
    applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
    bench_->addTrainings();
    showCard();
    QVERIFY(bench_->keep(QStringLiteral("parallel-all-") + theme));
    auto options = fourAxes;
    options.insert(QStringLiteral("color"), QStringLiteral("metrics.val_accuracy"));
    showCard(options);
    drag(chart_, onAxis(3, 0.75), onAxis(3, 1.0));
    drag(chart_, onAxis(0, 0.2), onAxis(0, 0.75));
    QVERIFY(bench_->keep(QStringLiteral("parallel-brushed-") + theme));
    QVERIFY(bench_->scope().brushedCount() > 1);
    chart_->setFocus();
    QTest::keyClick(chart_, Qt::Key_PageDown);
    QVERIFY(bench_->keep(QStringLiteral("parallel-hover-") + theme));
    QVERIFY(
        bench_->exported({900, 400})
            .save(QDir(qEnvironmentVariable("BINNACLE_BINARY_DIR", QStringLiteral(".")))
                      .filePath(QStringLiteral("looks/card-parallel-exported-%1.png").arg(theme))));
    applyTheme(*qApp, ThemeChoice::Light);
}

QTEST_MAIN(TestParallelCard)
#include "test_parallel_card.moc"
