#include "tests/gui/compare/figure_card_fixture.h"
#include "widgets/charts/diverging_scale.h"
#include "widgets/charts/matrix_picture.h"
#include "widgets/compare/cards/correlation_card.h"

#include <QJsonArray>
#include <QSignalSpy>

using namespace binnacle;
using fixture::FigureBench;
using fixture::option;

// Reference values: scipy.stats.pearsonr and spearmanr over the same sixteen runs.
class TestCorrelationCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<FigureBench>(); }
    void cleanup() { bench_.reset(); }

    // By itself it takes what is numeric and varies: not the model, the key or the equal seed.
    void takesWhatVaries()
    {
        bench_->addSixteen();
        QVERIFY(bench_->load());
        auto* card = bench_->make("correlation");
        QVERIFY(bench_->waitItems(25));
        QStringList names;
        for (int i = 0; i < 5; ++i)
            names << card->table().rows[static_cast<std::size_t>(i)][1].toString();
        QCOMPARE(names.join(u' '), QStringLiteral("depth lr momentum accuracy loss"));
        QCOMPARE(card->note(), QStringLiteral("Pearson · 16 runs"));
        QVERIFY(bench_->savePictures("correlation", {560, 420}));
    }

    void figuresAreScipys()
    {
        auto* card = openThree("pearson");
        compare(card->table().rows[1], 0.06114169419759519, 0.8220279216535412);
        compare(card->table().rows[2], -0.14676014315044678, 0.5875618295220302);
        compare(card->table().rows[5], -0.992653557768129, 3.0373109757737007e-14);
        QVERIFY(fixture::near(card->table().rows[0][2], 1));

        bench_->setOptions(three("spearman"));
        QTRY_VERIFY(card->note().startsWith(u"Spearman"));
        compare(card->table().rows[1], 0.3558823529411765, 0.17610373809159305);
        compare(card->table().rows[5], -1, 0);
    }

    // Runs that lack one of two columns count for the other pairs all the same.
    void pairsHaveBoth()
    {
        for (int i = 0; i < 12; ++i) {
            FigureBench::Numbers metrics{{"a", i}, {"b", i * i}};
            if (i % 2 == 0)
                metrics["c"] = 7 - i;
            if (i == 4)
                metrics["b"] = fixture::nan;
            bench_->add("run", {}, metrics);
        }
        QVERIFY(bench_->load());
        auto* card = bench_->make("correlation");
        QVERIFY(bench_->waitItems(9));
        QCOMPARE(card->table().rows[1][4].toInt(), 11);
        QCOMPARE(card->table().rows[2][4].toInt(), 6);
        QVERIFY(fixture::near(card->table().rows[2][2], -1));
    }

    void cellAsksForItsScatter()
    {
        auto* card = openThree("pearson");
        QSignalSpy asked(card, &CorrelationCard::scatterRequested);
        QSignalSpy wanted(card, &ComparisonCard::cardWanted);
        auto* chart = bench_->chart();
        bench_->hover(1);
        QVERIFY(chart->accessibleDescription().contains(u"Runs with both 16"));
        QVERIFY(bench_->savePictures("correlation-hover", {420, 360}));
        QTest::mouseClick(chart, Qt::LeftButton, {}, chart->itemRect(1).center().toPoint());
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<RunColumn>(), (RunColumn{RunColumn::Kind::Metric, "accuracy"}));
        QCOMPARE(asked[0][1].value<RunColumn>(), (RunColumn{RunColumn::Kind::Param, "lr"}));
        const auto spec = wanted.at(0).at(0).value<CardSpec>();
        QCOMPARE(spec.kind, QStringLiteral("scatter"));
        QCOMPARE(spec.options.value(QLatin1String("x")).toString(),
                 QStringLiteral("metrics.accuracy"));
        QCOMPARE(spec.options.value(QLatin1String("y")).toString(), QStringLiteral("params.lr"));
        // A column with itself is no picture.
        QTest::mouseClick(chart, Qt::LeftButton, {}, chart->itemRect(0).center().toPoint());
        QCOMPARE(asked.size(), 1);
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_Down);
        QTest::keyClick(chart, Qt::Key_Right);
        QTest::keyClick(chart, Qt::Key_Right);
        QTest::keyClick(chart, Qt::Key_Return);
        QCOMPARE(asked.size(), 2);
        QCOMPARE(asked[1][0].value<RunColumn>(), (RunColumn{RunColumn::Kind::Metric, "loss"}));
        QCOMPARE(asked[1][1].value<RunColumn>(), (RunColumn{RunColumn::Kind::Metric, "accuracy"}));
    }

    void followsHiddenAndBrushedRuns()
    {
        auto* card = openThree("pearson");
        bench_->hide(bench_->rows[12]);
        QTRY_VERIFY(card->note().contains(u"15 runs"));
        QTRY_COMPARE(card->table().rows[1][4].toInt(), 15);
        std::set<RunRowId> brushed(bench_->rows.begin(), bench_->rows.begin() + 5);
        bench_->scope().setBrush(QStringLiteral("other"), brushed);
        QTRY_COMPARE(card->table().rows[1][4].toInt(), 5);
        QVERIFY(card->note().contains(u"5 of 15 runs brushed"));
    }

    void saysWhyThereIsNothing()
    {
        bench_->add("a", {}, {{"m", 1}, {"n", 2}});
        QVERIFY(bench_->load());
        bench_->make("correlation", option("method", "pearson"));
        QVERIFY(bench_->waitSentence(QStringLiteral("No numeric param or metric varies")));
        bench_->add("b", {}, {{"m", 3}, {"n", 2}});
        QVERIFY(bench_->load());
        QVERIFY(bench_->waitSentence(QStringLiteral("needs three runs")));
        bench_->add("c", {}, {{"m", 5}, {"n", 2}});
        QVERIFY(bench_->load());
        QVERIFY(bench_->waitSentence(QStringLiteral("Fewer than two numeric columns vary")));
    }

    void extremes()
    {
        const double huge[] = {1e300, -1e300, 3e299, 5e299};
        const double tiny[] = {1e-300, 4e-300, 2e-300, 3e-300};
        for (int i = 0; i < 4; ++i)
            bench_->add("run", {}, {{"huge", huge[i]}, {"tiny", tiny[i]}, {"nan", fixture::nan}});
        QVERIFY(bench_->load());
        auto* card = bench_->make("correlation");
        QVERIFY(bench_->waitItems(4));
        // numpy.corrcoef([1, -1, .3, .5], [1, 4, 2, 3])
        compare(card->table().rows[1], -0.8783846725823049, 0.12161532741769499);
        card->grab();
    }

    void scaleIsReadInBothThemes()
    {
        for (const auto* theme : {&Theme::light(), &Theme::darkTheme()}) {
            for (const double value : {-1.0, -0.6, -0.3, 0.0, 0.3, 0.6, 1.0}) {
                const QColor fill = divergingColor(*theme, value);
                QVERIFY2(contrast(theme->text, fill) >= 4.5, qPrintable(QString::number(value)));
            }
            // Towards both ends ever farther from the surface.
            QVERIFY(contrast(divergingColor(*theme, 1), theme->surface) >
                    contrast(divergingColor(*theme, 0.5), theme->surface));
            QVERIFY(contrast(divergingColor(*theme, -1), theme->surface) >
                    contrast(divergingColor(*theme, -0.5), theme->surface));
        }
    }

    void twentyColumnsAtMost()
    {
        for (int i = 0; i < 8; ++i) {
            FigureBench::Numbers metrics;
            for (int column = 0; column < 30; ++column)
                metrics["metric_" + std::to_string(column)] = (i * (column + 3)) % 11;
            bench_->add("run", {}, metrics);
        }
        QVERIFY(bench_->load());
        auto* card = bench_->make("correlation");
        QVERIFY(bench_->waitItems(400));
        QVERIFY(card->note().contains(u"20 of 28 columns"));
        QVERIFY(bench_->savePictures("correlation-large", {760, 560}));
    }

private:
    static double luminance(const QColor& color)
    {
        const auto linear = [](double part) {
            return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
               0.0722 * linear(color.blueF());
    }
    static double contrast(const QColor& a, const QColor& b)
    {
        const double first = luminance(a) + 0.05, second = luminance(b) + 0.05;
        return std::max(first, second) / std::min(first, second);
    }
    static QJsonObject three(const char* method)
    {
        QJsonObject options = option("method", method);
        options.insert(QStringLiteral("columns"),
                       QJsonArray{QStringLiteral("params.lr"), QStringLiteral("metrics.accuracy"),
                                  QStringLiteral("metrics.loss")});
        return options;
    }
    CorrelationCard* openThree(const char* method)
    {
        bench_->addSixteen();
        if (!bench_->load())
            return nullptr;
        auto* card = bench_->make<CorrelationCard>("correlation", three(method));
        return bench_->waitItems(9) ? card : nullptr;
    }
    static void compare(const QVariantList& row, double r, double p)
    {
        QVERIFY2(fixture::near(row[2], r), qPrintable(row[2].toString()));
        QVERIFY2(fixture::near(row[3], p), qPrintable(row[3].toString()));
    }

    std::unique_ptr<FigureBench> bench_;
};

QTEST_MAIN(TestCorrelationCard)
#include "test_correlation_card.moc"
