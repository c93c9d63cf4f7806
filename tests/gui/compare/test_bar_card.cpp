#include "tests/gui/compare/figure_card_fixture.h"
#include "widgets/charts/bar_picture.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>

using namespace binnacle;
using fixture::FigureBench;
using fixture::option;

// Reference values: pandas and scipy.stats over the same sixteen runs.
class TestBarCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<FigureBench>(); }
    void cleanup() { bench_.reset(); }

    void aBarForEachRunInOrder()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        auto* card = bench_->make("bar", option("column", "metrics.accuracy"));
        QVERIFY(bench_->waitItems(16));
        QCOMPARE(card->table().rows.front()[0].toString(), QStringLiteral("wine-16"));
        QCOMPARE(card->table().rows.front()[1].toDouble(), 0.985);
        QCOMPARE(card->table().rows.back()[0].toString(), QStringLiteral("wine-13"));
        QVERIFY(bench_->savePictures("bar"));
        // The panel of options is told what holds without a choice.
        bench_->setOptions({});
        const auto offered = card->optionList();
        QCOMPARE(offered[0].otherwise.toString(),
                 QStringLiteral("metrics.") + bench_->model->metric());
        QCOMPARE(offered[1].otherwise.toString(), QStringLiteral("run"));
        bench_->setOptions(option("column", "metrics.accuracy", option("order", "smallest")));
        QCOMPARE(card->table().rows.front()[1].toDouble(), 0.6);
        bench_->setOptions(option("column", "metrics.accuracy", option("order", "list")));
        QCOMPARE(card->table().rows.front()[0].toString(), QStringLiteral("wine-1"));
        // The colour of a bar is its run's, as in the list.
        const auto& scene = dynamic_cast<const BarPicture*>(bench_->chart()->picture())->scene();
        QCOMPARE(scene.rows[4].slot, bench_->colors.known(bench_->rows[4]));
    }

    void meansOfGroupsWithErrorBars_data()
    {
        QTest::addColumn<QString>("error");
        QTest::addColumn<double>("half");
        QTest::newRow("sd") << QStringLiteral("sd") << 0.021679483388678762;
        QTest::newRow("se") << QStringLiteral("se") << 0.009695359714832642;
        QTest::newRow("ci") << QStringLiteral("ci") << 0.973918634023379 - 0.947;
    }
    void meansOfGroupsWithErrorBars()
    {
        QFETCH(QString, error);
        QFETCH(double, half);
        bench_->addSixteen();
        QVERIFY(bench_->load());
        auto* card = bench_->make(
            "bar",
            option("column", "metrics.accuracy",
                   option("by", "group",
                          option("group", "params.model", option("error", qPrintable(error))))));
        QVERIFY(bench_->waitItems(3));
        const auto row = card->table().rows.at(0); // rf has the greatest mean
        QCOMPARE(row[0].toString(), QStringLiteral("rf"));
        QVERIFY(fixture::near(row[1], 0.947));
        QVERIFY(fixture::near(row[2], 0.947 - half));
        QVERIFY(fixture::near(row[3], 0.947 + half));
        QCOMPARE(card->heading(), QStringLiteral("Mean accuracy by model"));
        QVERIFY(bench_->savePictures("bar-groups"));
    }

    void groupOfOneHasNoErrorBar()
    {
        bench_->add("a", {{"model", "gbm"}}, {{"m", 2}});
        bench_->add("b", {{"model", "rf"}}, {{"m", fixture::nan}});
        QVERIFY(bench_->load());
        auto* card =
            bench_->make("bar", option("column", "metrics.m",
                                       option("by", "group", option("group", "params.model"))));
        QVERIFY(bench_->waitItems(2));
        const auto table = card->table();
        QCOMPARE(table.rows[0][1].toDouble(), 2.0);
        QVERIFY(!table.rows[0][2].isValid());
        QVERIFY(!table.rows[1][1].isValid()); // the mean of nothing is not zero
    }

    void valuesThatAreNoNumbersStayInWords()
    {
        bench_->add("a", {}, {{"m", 1e300}});
        bench_->add("b", {}, {{"m", fixture::infinity}});
        bench_->add("c", {}, {{"m", fixture::nan}});
        bench_->add("d", {}, {{"other", 1}});
        bench_->add("e", {}, {{"m", -1e300}});
        QVERIFY(bench_->load());
        auto* card = bench_->make("bar", option("column", "metrics.m"));
        QVERIFY(bench_->waitItems(5));
        const auto table = card->table();
        QCOMPARE(table.rows[0][1].toDouble(), 1e300);
        QCOMPARE(table.rows[1][1].toDouble(), -1e300);
        QCOMPARE(table.rows[2][1].toString(), QStringLiteral("∞"));
        QCOMPARE(table.rows[3][1].toString(), QStringLiteral("NaN"));
        QVERIFY(!table.rows[4][1].isValid());
        QCOMPARE(card->note(), QStringLiteral("5 runs · 1 without a value · 1 NaN · 1 infinite"));
        card->grab();
    }

    void extremes_data()
    {
        QTest::addColumn<QList<double>>("values");
        QTest::newRow("tiny") << QList<double>{1e-300, 3e-300};
        QTest::newRow("zero") << QList<double>{0, 0};
        QTest::newRow("one run, negative") << QList<double>{-3};
    }
    void extremes()
    {
        QFETCH(QList<double>, values);
        for (const double value : values)
            bench_->add("run", {}, {{"m", value}});
        QVERIFY(bench_->load());
        auto* card = bench_->make("bar", option("column", "metrics.m"));
        QVERIFY(bench_->waitItems(static_cast<int>(values.size())));
        card->grab();
        QCOMPARE(card->table().rows.size(), static_cast<std::size_t>(values.size()));
    }

    void saysWhyThereIsNothing()
    {
        bench_->add("a", {}, {});
        QVERIFY(bench_->load());
        bench_->make("bar");
        QVERIFY(bench_->waitSentence(QStringLiteral("These runs have no metric yet")));
        bench_->setOptions(option("column", "metrics.m"));
        QVERIFY(bench_->waitSentence(QStringLiteral("No run has a number for m")));
    }

    // Brushed-out runs stay in their place, paler, and the note counts those that are left.
    void followsHiddenAndBrushedRuns()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        auto* card = bench_->make("bar", option("column", "metrics.accuracy"));
        QVERIFY(bench_->waitItems(16));
        bench_->hide(bench_->rows[15]);
        QVERIFY(bench_->waitItems(15));
        bench_->scope().setBrush(QStringLiteral("other"), std::set{bench_->rows[14]});
        QVERIFY(card->note().startsWith(u"1 of 15 runs brushed"));
        const auto& scene = dynamic_cast<const BarPicture*>(bench_->chart()->picture())->scene();
        QVERIFY(!scene.rows[0].pale); // wine-15
        QVERIFY(scene.rows[1].pale);
    }

    // Five hundred runs: rows keep their height and are scrolled; the keys reach the last one.
    void manyRunsAreScrolled()
    {
        for (int i = 0; i < 500; ++i)
            bench_->add("run-" + std::to_string(i), {}, {{"m", i}});
        QVERIFY(bench_->load());
        bench_->make("bar", option("column", "metrics.m"));
        QVERIFY(bench_->waitItems(500));
        auto* chart = bench_->chart();
        QTRY_VERIFY(chart->height() >= 500 * 22);
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_End);
        QVERIFY(bench_->scope().hoveredRun() == bench_->rows[0]);
        auto* scroll = bench_->card->findChild<QScrollArea*>();
        QTRY_COMPARE(scroll->verticalScrollBar()->value(), scroll->verticalScrollBar()->maximum());
        QVERIFY(
            chart->visibleRegion().boundingRect().intersects(chart->itemRect(499).toAlignedRect()));
        bench_->card->grab();
    }

    void mouseAndOtherCardsPointAtRuns()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        bench_->make("bar", option("column", "metrics.accuracy"));
        QVERIFY(bench_->waitItems(16));
        auto& scope = bench_->scope();
        bench_->hover(1); // wine-15
        QVERIFY(scope.hoveredRun() == bench_->rows[14]);
        QCOMPARE(bench_->chart()->accessibleDescription(),
                 QStringLiteral("wine-15, accuracy 0.980"));
        scope.setHoveredRun(bench_->rows[12]);
        QCOMPARE(bench_->chart()->highlighted(), 15);

        QSignalSpy opened(bench_->card.get(), &ComparisonCard::runActivated);
        bench_->chart()->setFocus();
        QTest::keyClick(bench_->chart(), Qt::Key_Home);
        QTest::keyClick(bench_->chart(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QVERIFY(opened[0][0].value<RunRowId>() == bench_->rows[15]);
        const QPoint second = bench_->chart()->itemRect(1).center().toPoint();
        QTest::mouseMove(bench_->chart(), second);
        QTest::mouseDClick(bench_->chart(), Qt::LeftButton, {}, second);
        QCOMPARE(opened.size(), 2);
        QCOMPARE(raw(opened[1][0].value<RunRowId>()), raw(bench_->rows[14]));
    }

private:
    std::unique_ptr<FigureBench> bench_;
};

QTEST_MAIN(TestBarCard)
#include "test_bar_card.moc"
