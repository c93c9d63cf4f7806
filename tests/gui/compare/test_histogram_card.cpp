#include "tests/gui/compare/figure_card_fixture.h"
#include "widgets/charts/bar_picture.h"
#include "widgets/charts/box_picture.h"
#include "widgets/charts/histogram_picture.h"

#include <QPainter>

using namespace binnacle;
using fixture::FigureBench;
using fixture::option;

// Reference values: numpy.histogram over the same sixteen runs.
class TestHistogramCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<FigureBench>(); }
    void cleanup() { bench_.reset(); }

    void binsAreNumpys()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        auto* card = bench_->make("histogram", option("column", "metrics.accuracy"));
        QVERIFY(bench_->waitItems(8));
        compareCounts(card->table(), {1, 0, 0, 0, 0, 0, 6, 9});
        QVERIFY(fixture::near(card->table().rows[1][0], 0.648125));
        QCOMPARE(card->heading(), QStringLiteral("accuracy"));
        QCOMPARE(card->note(), QStringLiteral("16 runs · 8 bins"));

        bench_->setOptions(option("column", "metrics.accuracy", option("bins", "5")));
        QVERIFY(bench_->waitItems(5));
        compareCounts(card->table(), {1, 0, 0, 2, 13});
    }

    void logAxisHasBinsOfEqualRatio()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        auto* card = bench_->make("histogram", option("column", "params.lr", option("log", true)));
        QVERIFY(bench_->waitItems(5));
        compareCounts(card->table(), {2, 5, 2, 4, 3});
        QVERIFY(fixture::near(card->table().rows[2][0], 0.008325532074018732));
    }

    void groupsStackUpToTheWhole()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        auto* card = bench_->make("histogram", option("column", "metrics.accuracy"));
        QVERIFY(bench_->waitItems(8));
        bench_->scope().setGroupBy(RunColumn{RunColumn::Kind::Param, "model"});
        QTRY_COMPARE(card->table().header.size(), 6);
        const auto table = card->table();
        QCOMPARE(table.header.mid(3), (QStringList{QStringLiteral("gbm"), QStringLiteral("rf"),
                                                   QStringLiteral("다층")}));
        QCOMPARE(table.rows[7][3].toDouble() + table.rows[7][4].toDouble() +
                     table.rows[7][5].toDouble(),
                 9.0);
        QCOMPARE(card->heading(), QStringLiteral("accuracy by model"));
        QVERIFY(bench_->savePictures("histogram-grouped"));
        // One's own choice goes before what all cards share.
        bench_->setOptions(option("column", "metrics.accuracy", option("group", "")));
        QTRY_COMPARE(card->table().header.size(), 3);
    }

    // Times are read by the clock, durations in hours and minutes: never as milliseconds.
    void timesAndDurationsAreReadAsSuch()
    {
        const qint64 begin =
            QDateTime(QDate(2026, 11, 20), QTime(9, 0)).toMSecsSinceEpoch(); // local
        for (int i = 0; i < 12; ++i) {
            Run run = fixture::makeRun("t" + std::to_string(i), "train-" + std::to_string(i));
            run.startTime = begin + i * 10'800'000; // every three hours
            run.endTime = *run.startTime + (i + 1) * 600'000;
            bench_->rows.push_back(bench_->store.add(run));
        }
        QVERIFY(bench_->load());
        auto* card = bench_->make("histogram",
                                  option("column", "attributes.duration", option("bins", "10")));
        QVERIFY(bench_->waitItems(10));
        const auto scene = [this] {
            return dynamic_cast<const HistogramPicture*>(bench_->chart()->picture())->scene();
        };
        QCOMPARE(scene().unit, AxisUnit::Duration);
        QCOMPARE(scene().texts[0][0], QStringLiteral("10 min to 21 min"));
        QCOMPARE(scene().texts[9][0], QStringLiteral("1 h 49 min 0 s to 2 h 0 min 0 s"));
        QCOMPARE(card->table().header[0], QStringLiteral("From (ms)"));
        QCOMPARE(card->table().rows[0][1].toDouble(), 1'260'000.0);
        QVERIFY(bench_->savePictures("histogram-duration"));
        bench_->setOptions(option("column", "attributes.start_time", option("bins", "5")));
        QVERIFY(bench_->waitItems(5));
        QCOMPARE(scene().unit, AxisUnit::Clock);
        QCOMPARE(scene().texts[0][0], QStringLiteral("20 Nov 2026 09:00:00 to 20 Nov 2026 "
                                                     "15:36:00"));
        QCOMPARE(card->table().rows[0][0].toString(),
                 QDateTime::fromMSecsSinceEpoch(begin, Qt::UTC).toString(Qt::ISODateWithMs));
        QVERIFY(bench_->savePictures("histogram-start"));
        // The other cards over figures read them alike.
        bench_->make("box", option("column", "attributes.duration"));
        QTRY_VERIFY(bench_->chart()->picture());
        QVERIFY(bench_->savePictures("box-duration"));
        const auto* box = dynamic_cast<const BoxPicture*>(bench_->chart()->picture());
        QCOMPARE(box->scene().groups[0].text[4], QStringLiteral("Median\t1 h 5 min 0 s"));
        bench_->make("bar", option("column", "attributes.duration"));
        QTRY_VERIFY(bench_->chart()->picture());
        const auto* bars = dynamic_cast<const BarPicture*>(bench_->chart()->picture());
        QCOMPARE(bars->scene().rows[0].figure, QStringLiteral("2 h 0 min 0 s"));
        QVERIFY(bench_->savePictures("bar-duration"));
    }

    // NaN, infinities and runs without a value have no bin; the note counts them.
    void whatHasNoPlaceIsCounted()
    {
        bench_->add("a", {}, {{"m", 1}});
        bench_->add("b", {}, {{"m", 3}});
        bench_->add("c", {}, {{"m", fixture::nan}});
        bench_->add("d", {}, {{"m", -fixture::infinity}});
        bench_->add("e", {{"lr", "0.1"}}, {});
        bench_->add("f", {}, {{"m", -2}});
        QVERIFY(bench_->load());
        auto* card = bench_->make("histogram", option("column", "metrics.m"));
        QTRY_VERIFY(card->note().contains(u"1 NaN"));
        QCOMPARE(card->note(), QStringLiteral("6 runs · 1 without a value · 1 NaN · 1 infinite · "
                                              "3 bins"));
        bench_->setOptions(option("column", "metrics.m", option("log", true)));
        QTRY_VERIFY(card->note().contains(u"1 not positive"));
    }

    void extremes_data()
    {
        QTest::addColumn<QList<double>>("values");
        QTest::addColumn<QString>("note");
        QTest::newRow("huge") << QList<double>{1e300, -1e300, 5e299} << QStringLiteral("3 bins");
        QTest::newRow("ends of a double")
            << QList<double>{1.7e308, -1.7e308, 0} << QStringLiteral("3 bins");
        QTest::newRow("tiny") << QList<double>{1e-300, 2e-300, 4e-300} << QStringLiteral("3 bins");
        QTest::newRow("equal") << QList<double>{0.5, 0.5} << QStringLiteral("all equal");
        QTest::newRow("equal and huge")
            << QList<double>{1e300, 1e300} << QStringLiteral("all equal");
        QTest::newRow("one run") << QList<double>{0.25} << QStringLiteral("one value");
    }
    void extremes()
    {
        QFETCH(QList<double>, values);
        QFETCH(QString, note);
        for (const double value : values)
            bench_->add("run", {}, {{"m", value}});
        QVERIFY(bench_->load());
        auto* card = bench_->make("histogram", option("column", "metrics.m"));
        QTRY_VERIFY2(card->note().contains(note), qPrintable(card->note()));
        double counted = 0;
        for (const auto& row : card->table().rows)
            counted += row[2].toDouble();
        QCOMPARE(counted, static_cast<double>(values.size()));
        card->grab();
    }

    void saysWhyThereIsNothing()
    {
        auto* card = bench_->make("histogram");
        QVERIFY(bench_->waitSentence(QStringLiteral("No runs to compare")));
        bench_->add("a", {}, {{"m", fixture::nan}});
        bench_->add("b", {{"word", "x"}}, {{"m", fixture::nan}});
        QVERIFY(bench_->load());
        QVERIFY(bench_->waitSentence(QStringLiteral("No run has a number for m")));
        QVERIFY(card->table().rows.empty());
        bench_->hide(bench_->rows[0]);
        bench_->hide(bench_->rows[1]);
        QVERIFY(bench_->waitSentence(QStringLiteral("All runs are hidden")));
    }

    void followsHiddenAndBrushedRuns()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        auto* card = bench_->make("histogram", option("column", "metrics.accuracy"));
        QVERIFY(bench_->waitItems(8));
        bench_->hide(bench_->rows[12]); // the outlier of 0.60
        QTRY_VERIFY(card->note().startsWith(u"15 runs"));
        QCOMPARE(card->table().rows.front()[0].toDouble(), 0.9);
        auto& scope = bench_->scope();
        scope.setBrush(QStringLiteral("other"), std::set{bench_->rows[0], bench_->rows[1]});
        QVERIFY(card->note().startsWith(u"2 of 15 runs brushed"));
        scope.setBrush(QStringLiteral("other"), std::set{bench_->rows[12]});
        QVERIFY(bench_->waitSentence(QStringLiteral("The brush leaves no run")));
        QVERIFY(card->table().rows.empty());
    }

    void mouseAndKeysPointAtBins()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        bench_->make("histogram", option("column", "metrics.accuracy"));
        QVERIFY(bench_->waitItems(8));
        auto& scope = bench_->scope();
        bench_->hover(0); // the one run of 0.60
        QCOMPARE(bench_->chart()->highlighted(), 0);
        QVERIFY(scope.hoveredRun() == bench_->rows[12]);
        bench_->chart()->setFocus();
        QTest::keyClick(bench_->chart(), Qt::Key_End);
        QCOMPARE(bench_->chart()->highlighted(), 7);
        QVERIFY(bench_->chart()->accessibleDescription().contains(u"Runs 9"));
        QVERIFY(!scope.hoveredRun()); // nine runs are none
        QTest::keyClick(bench_->chart(), Qt::Key_Left);
        QCOMPARE(bench_->chart()->highlighted(), 6);
        QTest::keyClick(bench_->chart(), Qt::Key_Escape);
        QCOMPARE(bench_->chart()->highlighted(), -1);
        scope.setHoveredRun(bench_->rows[0]); // in another card: 0.91 lies in bin 6
        QCOMPARE(bench_->chart()->highlighted(), 6);
    }

    void isPaintedIntoAFile()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        auto* card = bench_->make("histogram", option("column", "metrics.accuracy"));
        QVERIFY(bench_->waitItems(8));
        QVERIFY(bench_->savePictures("histogram"));
        QImage image(400, 240, QImage::Format_RGB32);
        image.fill(Theme::current().surface);
        QPainter painter(&image);
        card->paintBody(painter, QRectF(0, 0, 400, 240));
        painter.end();
        const QColor bar = Theme::current().series(0);
        int filled = 0;
        for (int x = 0; x < image.width(); ++x)
            filled += image.pixelColor(x, 180) == bar ? 1 : 0;
        QVERIFY(filled > 30);
    }

private:
    static void compareCounts(const CardTable& table, const std::vector<int>& counts)
    {
        QCOMPARE(table.rows.size(), counts.size());
        for (std::size_t i = 0; i < counts.size(); ++i)
            QCOMPARE(table.rows[i][2].toInt(), counts[i]);
    }

    std::unique_ptr<FigureBench> bench_;
};

QTEST_MAIN(TestHistogramCard)
#include "test_histogram_card.moc"
