#include "tests/gui/compare/figure_card_fixture.h"
#include "widgets/charts/bar_picture.h"

#include <QJsonArray>

using namespace binnacle;
using fixture::FigureBench;
using fixture::option;

// Reference values: scipy.stats.spearmanr and kruskal, sklearn.metrics.mutual_info_score over the
// same sixteen runs.
class TestImportanceCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<FigureBench>(); }
    void cleanup() { bench_.reset(); }

    void strongestFirstByRank()
    {
        auto* card = open();
        QCOMPARE(card->heading(), QStringLiteral("Importance for accuracy"));
        QCOMPARE(card->note(), QStringLiteral("rank correlation · 16 runs"));
        const auto& scene = dynamic_cast<const BarPicture*>(bench_->chart()->picture())->scene();
        QVERIFY(scene.caption.contains(u"Spearman") && scene.caption.contains(u"Kruskal"));
        const auto table = card->table();
        compare(table.rows[0], "depth", 0.9933646966141402, 1.4920668497067805e-14);
        compare(table.rows[1], "momentum", -0.86687908138142, 1.3870840171686074e-05);
        compare(table.rows[2], "optimizer", 0.7639168832568677, 0.008285912217878022);
        compare(table.rows[3], "lr", 0.3558823529411765, 0.17610373809159305);
        compare(table.rows[4], "model", 0, 0.7235906755307123);
        QCOMPARE(table.rows[2][1].toString(), QStringLiteral("Kruskal–Wallis η"));
        // A text of its own for each run tells nothing, and no number is made up for it.
        QCOMPARE(table.rows[5][0].toString(), QStringLiteral("key"));
        QCOMPARE(table.rows[5][1].toString(), QStringLiteral("another text for each run"));
        QVERIFY(!table.rows[5][2].isValid());
        QVERIFY(bench_->savePictures("importance", {560, 300}));
    }

    void byMutualInformation()
    {
        auto* card = open();
        bench_->setOptions(option("metric", "metrics.accuracy", option("measure", "information")));
        QTRY_VERIFY(card->note().contains(u"mutual information"));
        const auto table = card->table();
        QCOMPARE(table.rows[0][0].toString(), QStringLiteral("depth"));
        QVERIFY(fixture::near(table.rows[0][4], 0.7243971805599454));
        QCOMPARE(table.rows[1][0].toString(), QStringLiteral("optimizer"));
        QVERIFY(fixture::near(table.rows[1][4], 0.3045516466068626));
        QCOMPARE(table.rows[2][0].toString(), QStringLiteral("momentum"));
        QVERIFY(fixture::near(table.rows[2][4], 0.2851270193035087));
        QVERIFY(bench_->savePictures("importance-information", {560, 300}));
    }

    // A negative bar runs to the left of zero, and its figure has the sign as well.
    void barsAreSigned()
    {
        open();
        const auto& scene = dynamic_cast<const BarPicture*>(bench_->chart()->picture())->scene();
        QCOMPARE(scene.x.from, -1.0);
        QCOMPARE(scene.rows[1].figure, QStringLiteral("−0.87"));
        auto* chart = bench_->chart();
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_Down);
        QVERIFY(chart->accessibleDescription().startsWith(u"depth, Spearman's ρ 0.99"));
        QTest::keyClick(chart, Qt::Key_Down);
        QVERIFY(chart->accessibleDescription().contains(u"momentum"));
        bench_->hover(5);
        QVERIFY(chart->accessibleDescription().contains(u"another text for each run"));
    }

    void saysWhenRunsAreTooFew()
    {
        for (int i = 0; i < 9; ++i)
            bench_->add("run", {{"lr", std::to_string(i)}}, {{"m", i}});
        QVERIFY(bench_->load());
        auto* card = bench_->make("importance", option("metric", "metrics.m"));
        QVERIFY(bench_->waitSentence(
            QStringLiteral("Too few runs to tell: 9 have m and a param that varies, 10 are")));
        QVERIFY(card->table().rows.empty());
        bench_->add("run", {{"lr", "9"}}, {{"m", 9}});
        bench_->add("run", {{"rare", "1"}}, {{"m", 10}});
        QVERIFY(bench_->load());
        QVERIFY(bench_->waitItems(2));
        QCOMPARE(card->table().rows[0][2].toDouble(), 1.0);
        QCOMPARE(card->table().rows[1][1].toString(), QStringLiteral("too few runs with both: 1"));
        bench_->scope().setBrush(QStringLiteral("other"), std::set{bench_->rows[0]});
        QVERIFY(bench_->waitSentence(QStringLiteral("Too few runs to tell")));
    }

    // Without a choice the first 200 are measured, and the card says that there are more.
    void saysHowManyParamsItLeavesOut()
    {
        for (int i = 0; i < 12; ++i) {
            FigureBench::Texts params;
            for (int p = 0; p < 230; ++p)
                params["p" + std::to_string(1'000 + p)] = std::to_string((i * (p + 3)) % 251);
            bench_->add("run", params, {{"m", i}});
        }
        QVERIFY(bench_->load());
        auto* card = bench_->make("importance", option("metric", "metrics.m"));
        QVERIFY(bench_->waitItems(200));
        QCOMPARE(card->note(), QStringLiteral("rank correlation · 12 runs · the first 200 of 230 "
                                              "params that vary"));
        auto options = option("metric", "metrics.m");
        options.insert(QStringLiteral("params"), QJsonArray{QStringLiteral("params.p1229")});
        bench_->setOptions(options);
        QVERIFY(bench_->waitItems(1));
        QCOMPARE(card->note(), QStringLiteral("rank correlation · 12 runs"));
    }

    void saysWhyThereIsNothing()
    {
        for (int i = 0; i < 12; ++i)
            bench_->add("run", {{"lr", "0.1"}}, {{"m", i}});
        QVERIFY(bench_->load());
        bench_->make("importance", option("metric", "metrics.m"));
        QVERIFY(bench_->waitSentence(QStringLiteral("No param varies over these runs")));
    }

    void extremesAndEqualMetrics()
    {
        for (int i = 0; i < 12; ++i)
            bench_->add("run",
                        {{"p", i % 2 ? "1e300" : "1e-300"},
                         {"none", i % 3 ? "None" : "2"},
                         {"mixed", i % 4 ? "auto" : "3"}},
                        {{"flat", 0.5}, {"m", i % 2 ? 1e300 : -1e300}});
        QVERIFY(bench_->load());
        auto* card = bench_->make("importance", option("metric", "metrics.m"));
        QVERIFY(bench_->waitItems(3));
        QCOMPARE(card->table().rows[0][0].toString(), QStringLiteral("p"));
        QVERIFY(fixture::near(card->table().rows[0][2], 1));
        bench_->setOptions(option("metric", "metrics.flat"));
        QTRY_COMPARE(card->table().rows[0][1].toString(),
                     QStringLiteral("does not vary where both are there"));
        card->grab();
    }

private:
    FigureCard* open()
    {
        bench_->addSixteen();
        if (!bench_->load())
            return nullptr;
        auto* card = bench_->make("importance", option("metric", "metrics.accuracy"));
        return bench_->waitItems(6) ? card : nullptr;
    }
    static void compare(const QVariantList& row, const char* name, double strength, double p)
    {
        QCOMPARE(row[0].toString(), QString::fromUtf8(name));
        QVERIFY2(fixture::near(row[2], strength), qPrintable(row[2].toString()));
        QVERIFY2(fixture::near(row[3], p), qPrintable(row[3].toString()));
        QCOMPARE(row[5].toInt(), 16);
    }

    std::unique_ptr<FigureBench> bench_;
};

QTEST_MAIN(TestImportanceCard)
#include "test_importance_card.moc"
