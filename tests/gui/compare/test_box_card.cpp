#include "tests/gui/compare/figure_card_fixture.h"
#include "widgets/charts/box_picture.h"

using namespace binnacle;
using fixture::FigureBench;
using fixture::option;

// Reference values: matplotlib.cbook.boxplot_stats over the same sixteen runs.
class TestBoxCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<FigureBench>(); }
    void cleanup() { bench_.reset(); }

    void quartilesAndWhiskersAreMatplotlibs()
    {
        auto* card = openByModel();
        QCOMPARE(card->heading(), QStringLiteral("accuracy by model"));
        QCOMPARE(card->note(), QStringLiteral("16 runs · 3 groups"));
        const auto table = card->table();
        QCOMPARE(table.rows.size(), std::size_t{3});
        // Group, runs, mean, smallest, lower whisker, q1, median, q3, upper whisker, greatest,
        // outliers.
        compareRow(table.rows[0], "gbm",
                   {6, 0.8833333333333333, 0.6, 0.905, 0.90625, 0.925, 0.955, 0.985, 0.985, 1});
        compareRow(table.rows[1], "rf", {5, 0.947, 0.92, 0.92, 0.93, 0.95, 0.965, 0.97, 0.97, 0});
        compareRow(table.rows[2], "다층",
                   {5, 0.943, 0.9, 0.935, 0.935, 0.945, 0.955, 0.98, 0.98, 1});
    }

    void violinsAndDotsAreDrawn()
    {
        openByModel();
        QVERIFY(bench_->savePictures("box"));
        bench_->setOptions(byModel(option("style", "violin")));
        QVERIFY(bench_->savePictures("violin"));
        bench_->setOptions(byModel(option("style", "both", option("points", true))));
        QVERIFY(bench_->savePictures("box-and-violin"));
        const auto& scene = dynamic_cast<const BoxPicture*>(bench_->chart()->picture())->scene();
        QVERIFY(scene.allPoints && scene.boxes && scene.violins);
        QCOMPARE(scene.groups[0].at.front(), 0.6);
        QCOMPARE(scene.groups[0].at.back(), 0.985);
    }

    // A dot is a run: pointed at here it stands out elsewhere, and the other way round.
    void outliersAreRuns()
    {
        openByModel();
        auto& scope = bench_->scope();
        auto* chart = bench_->chart();
        const auto* picture = dynamic_cast<const BoxPicture*>(chart->picture());
        const int outlier = picture->itemOf(bench_->rows[12]);
        bench_->hover(outlier);
        QVERIFY(bench_->savePictures("box-hover"));
        QCOMPARE(chart->highlighted(), outlier);
        QVERIFY(scope.hoveredRun() == bench_->rows[12]);
        QVERIFY(chart->accessibleDescription().startsWith(u"wine-13, accuracy 0.6"));
        scope.setHoveredRun(bench_->rows[1]);
        QCOMPARE(chart->highlighted(), picture->itemOf(bench_->rows[1]));
    }

    void keysLeadOverGroupsAndTheirRuns()
    {
        openByModel();
        auto* chart = bench_->chart();
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_Right);
        QVERIFY(chart->accessibleDescription().contains(u"Median 0.925"));
        QTest::keyClick(chart, Qt::Key_Right);
        QVERIFY(chart->accessibleDescription().startsWith(u"rf, Runs 5"));
        QTest::keyClick(chart, Qt::Key_Down); // the greatest of rf
        QVERIFY(chart->accessibleDescription().startsWith(u"wine-8, accuracy 0.97"));
        QTest::keyClick(chart, Qt::Key_Down);
        QVERIFY(bench_->scope().hoveredRun() == bench_->rows[13]);
        QTest::keyClick(chart, Qt::Key_Right);
        QVERIFY(chart->accessibleDescription().startsWith(QStringLiteral("다층")));
        QTest::keyClick(chart, Qt::Key_Up); // the smallest
        QVERIFY(bench_->scope().hoveredRun() == bench_->rows[8]);
    }

    void followsTheSharedGroupHiddenRunsAndTheBrush()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        auto* card = bench_->make("box", option("column", "metrics.accuracy"));
        QVERIFY(bench_->waitItems(17)); // one box of all, and sixteen runs
        auto& scope = bench_->scope();
        scope.setGroupBy(RunColumn{RunColumn::Kind::Param, "optimizer"});
        QTRY_COMPARE(card->table().rows.size(), std::size_t{3});
        bench_->hide(bench_->rows[14]);
        bench_->hide(bench_->rows[15]); // both of "lion"
        QTRY_COMPARE(card->table().rows.size(), std::size_t{2});
        scope.setBrush(QStringLiteral("other"), std::set{bench_->rows[0], bench_->rows[4]});
        QCOMPARE(card->table().rows.size(), std::size_t{1});
        QVERIFY(card->note().startsWith(u"2 of 14 runs brushed"));
        QCOMPARE(card->table().rows[0][2].toDouble(), 0.93);
    }

    void extremes_data()
    {
        QTest::addColumn<QList<double>>("values");
        QTest::addColumn<bool>("log");
        QTest::newRow("huge") << QList<double>{1e300, -1e300, 5e299, 4e299} << false;
        QTest::newRow("tiny") << QList<double>{1e-300, 2e-300, 4e-300} << false;
        QTest::newRow("tiny and huge, log") << QList<double>{1e-300, 1, 1e300} << true;
        QTest::newRow("equal") << QList<double>{0.5, 0.5, 0.5} << false;
        QTest::newRow("one run") << QList<double>{0.25} << false;
        QTest::newRow("two runs") << QList<double>{0.25, 0.5} << false;
    }
    void extremes()
    {
        QFETCH(QList<double>, values);
        QFETCH(bool, log);
        for (const double value : values)
            bench_->add("run", {}, {{"m", value}});
        bench_->add("without", {}, {{"m", fixture::nan}});
        QVERIFY(bench_->load());
        auto* card = bench_->make(
            "box", option("column", "metrics.m", option("style", "both", option("log", log))));
        QVERIFY(bench_->waitItems(static_cast<int>(values.size()) + 1));
        QVERIFY(card->note().contains(u"1 NaN"));
        const auto row = card->table().rows.at(0);
        QCOMPARE(row[3].toDouble(), *std::ranges::min_element(values));
        QCOMPARE(row[9].toDouble(), *std::ranges::max_element(values));
        const QRectF box = bench_->chart()->itemRect(0);
        QVERIFY(QRectF(bench_->chart()->rect()).contains(box));
        card->grab();
    }

    void saysWhyThereIsNothing()
    {
        bench_->add("a", {}, {{"m", fixture::nan}});
        QVERIFY(bench_->load());
        bench_->make("box", option("column", "metrics.m"));
        QVERIFY(bench_->waitSentence(QStringLiteral("No run has a number for m")));
    }

    // A group of its own for each of many runs: the card is scrolled sideways, not squeezed.
    void manyGroupsAreScrolled()
    {
        for (int i = 0; i < 60; ++i)
            bench_->add("run", {{"id", "value " + std::to_string(i)}}, {{"m", i}});
        QVERIFY(bench_->load());
        bench_->make("box", option("column", "metrics.m", option("group", "params.id")));
        QVERIFY(bench_->waitItems(120));
        QTRY_VERIFY(bench_->chart()->width() > 60 * 40);
        bench_->chart()->setFocus();
        const int before = bench_->chart()->visibleRegion().boundingRect().left();
        for (int i = 0; i < 30; ++i)
            QTest::keyClick(bench_->chart(), Qt::Key_Right);
        QTRY_VERIFY(bench_->chart()->visibleRegion().boundingRect().left() > before);
    }

private:
    static QJsonObject byModel(const QJsonObject& more = {})
    {
        return option("column", "metrics.accuracy", option("group", "params.model", more));
    }
    FigureCard* openByModel()
    {
        bench_->addSixteen();
        if (!bench_->load())
            return nullptr;
        auto* card = bench_->make("box", byModel());
        return bench_->waitItems(19) ? card : nullptr;
    }
    static void compareRow(const QVariantList& row, const char* name,
                           const std::vector<double>& numbers)
    {
        QCOMPARE(row[0].toString(), QString::fromUtf8(name));
        for (std::size_t i = 0; i < numbers.size(); ++i)
            QVERIFY2(fixture::near(row[static_cast<qsizetype>(i) + 1], numbers[i]),
                     qPrintable(row[static_cast<qsizetype>(i) + 1].toString()));
    }

    std::unique_ptr<FigureBench> bench_;
};

QTEST_MAIN(TestBoxCard)
#include "test_box_card.moc"
