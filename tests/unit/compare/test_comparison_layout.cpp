#include "models/card_packing.h"
#include "models/column_choices_model.h"
#include "models/comparison_layout.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

namespace {

CardSpec card(const QString& kind, int width = 6, int height = 4)
{
    CardSpec spec;
    spec.kind = kind;
    spec.width = width;
    spec.height = height;
    return spec;
}

QStringList kinds(const ComparisonLayout& layout, std::size_t section = 0)
{
    QStringList all;
    for (const auto& spec : layout.sections().at(section).cards)
        all << spec.kind;
    return all;
}

} // namespace

// How the cards of a comparison are arranged, kept, and brought back.
class TestComparisonLayout : public QObject
{
    Q_OBJECT
private slots:
    void cardsFillRowsFromTheLeft()
    {
        const CardSize sizes[] = {{7, 6}, {5, 4}, {5, 2}, {12, 3}, {20, 1}};
        const auto places = packCards(sizes, 12);
        QCOMPARE(places[0], (CardPlace{0, 0}));
        QCOMPARE(places[1], (CardPlace{7, 0}));
        QCOMPARE(places[2], (CardPlace{7, 4})); // fills the hole under the second
        QCOMPARE(places[3], (CardPlace{0, 6}));
        QCOMPARE(places[4], (CardPlace{0, 9})); // too wide: as wide as the grid
        QVERIFY(packCards({}, 12).empty());
    }

    void cardsNeverOverlap()
    {
        std::vector<CardSize> sizes;
        for (int i = 0; i < 300; ++i)
            sizes.push_back({2 + (i * 7) % 11, 2 + (i * 5) % 9});
        const auto places = packCards(sizes, 12);
        for (std::size_t a = 0; a < sizes.size(); ++a)
            for (std::size_t b = a + 1; b < sizes.size(); ++b) {
                const bool apart = places[a].x + sizes[a].width <= places[b].x ||
                                   places[b].x + sizes[b].width <= places[a].x ||
                                   places[a].y + sizes[a].height <= places[b].y ||
                                   places[b].y + sizes[b].height <= places[a].y;
                QVERIFY2(apart, qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
            }
    }

    void everyChangeIsUndoneAndRedone()
    {
        ComparisonLayout layout;
        const auto lines = layout.addCard(card(QStringLiteral("lines")));
        const auto scatter = layout.addCard(card(QStringLiteral("scatter")));
        const auto bar = layout.addCard(card(QStringLiteral("bar")), 0, 0);
        QCOMPARE(kinds(layout), QStringList({QStringLiteral("bar"), QStringLiteral("lines"),
                                             QStringLiteral("scatter")}));
        std::vector<ComparisonLayout::State> states{layout.state()};
        layout.moveCard(scatter, 0, 0);
        states.push_back(layout.state());
        layout.resizeCard(lines, 12, 8);
        states.push_back(layout.state());
        layout.removeCard(bar);
        states.push_back(layout.state());
        layout.setTitle(lines, QStringLiteral("와인"));
        states.push_back(layout.state());
        layout.addSection({QStringLiteral("val/"), false, QStringLiteral("val/"), {}});
        states.push_back(layout.state());
        for (std::size_t i = states.size() - 1; i-- > 0;) {
            QVERIFY(layout.canUndo());
            layout.undo();
            QCOMPARE(layout.state(), states[i]);
        }
        for (std::size_t i = 1; i < states.size(); ++i) {
            layout.redo();
            QCOMPARE(layout.state(), states[i]);
        }
        QVERIFY(!layout.canRedo());
        layout.undo();
        layout.setTitle(lines, QStringLiteral("other"));
        QVERIFY(!layout.canRedo()); // another way was taken
    }

    void aSliderIsOneStepBack()
    {
        ComparisonLayout layout;
        (void)layout.addCard(card(QStringLiteral("lines")));
        const auto before = layout.state();
        for (int i = 1; i <= 50; ++i)
            layout.setLineOption(QStringLiteral("smoothing"), i / 100.0);
        layout.undo();
        QCOMPARE(layout.state(), before);
    }

    void whatIsOutOfRangeIsBroughtIn()
    {
        ComparisonLayout layout;
        const auto id = layout.addCard(card(QStringLiteral("lines")));
        layout.resizeCard(id, 500, -3);
        QCOMPARE(layout.card(id)->width, gridColumns);
        QCOMPARE(layout.card(id)->height, 2);
        layout.moveCard(id, 7, 0); // no such section
        layout.moveCard(QStringLiteral("nobody"), 0, 0);
        layout.removeCard(QStringLiteral("nobody"));
        layout.removeSection(9);
        QCOMPARE(layout.sections().size(), std::size_t(1));
    }

    void aPrefixMakesACardForEachOfItsMetrics()
    {
        ComparisonLayout layout;
        layout.addSection({QStringLiteral("val/"), false, QStringLiteral("val/"), {}});
        QStringList metrics{QStringLiteral("loss")};
        for (int i = 0; i < 5000; ++i)
            metrics << QStringLiteral("val/%1").arg(i);
        auto cards = layout.cardsOf(0, metrics);
        QCOMPARE(cards.size(), std::size_t(5000));
        QCOMPARE(cards[7].options.value(u"metric").toString(), QStringLiteral("val/7"));
        QVERIFY(layout.sections()[0].cards.empty()); // nothing is kept for them
        // One that a person changed is kept, and only that.
        layout.setOptions(cards[7], {{QStringLiteral("metric"), QStringLiteral("val/7")},
                                     {QStringLiteral("log_y"), true}});
        QCOMPARE(layout.sections()[0].cards.size(), std::size_t(1));
        cards = layout.cardsOf(0, metrics);
        QCOMPARE(cards.size(), std::size_t(5000));
        QVERIFY(cards[7].options.value(u"log_y").toBool());
        // An empty prefix takes all metrics; no prefix takes none.
        layout.addSection({QStringLiteral("All"), false, QString(), {}});
        QCOMPARE(layout.cardsOf(1, metrics).size(), std::size_t(5001));
        layout.addSection({QStringLiteral("Mine"), false, {}, {}});
        QVERIFY(layout.cardsOf(2, metrics).empty());
    }

    void linesShareTheirOptionsUnlessTheySayOtherwise()
    {
        ComparisonLayout layout;
        const auto id = layout.addCard(card(QStringLiteral("lines")));
        layout.setLineOption(QStringLiteral("smoothing"), 0.6);
        QCOMPARE(layout.effectiveOptions(*layout.card(id)).value(u"smoothing").toDouble(), 0.6);
        auto options = layout.effectiveOptions(*layout.card(id));
        options.insert(QStringLiteral("log_y"), true);
        layout.setOptions(*layout.card(id), options);
        QVERIFY(!layout.card(id)->options.contains(u"smoothing")); // still the shared one
        layout.setLineOption(QStringLiteral("smoothing"), 0.9);
        QCOMPARE(layout.effectiveOptions(*layout.card(id)).value(u"smoothing").toDouble(), 0.9);
        QVERIFY(layout.effectiveOptions(*layout.card(id)).value(u"log_y").toBool());
        const auto bar = layout.addCard(card(QStringLiteral("bar")));
        QVERIFY(layout.effectiveOptions(*layout.card(bar)).isEmpty());
    }

    void isTheSameAfterAFile()
    {
        ComparisonLayout layout;
        (void)layout.addCard(card(QStringLiteral("lines"), 7, 6));
        layout.addSection({QStringLiteral("All"), true, QString(), {}});
        layout.addSection({QStringLiteral("Mine"), false, {}, {}});
        layout.setLineOption(QStringLiteral("log_y"), true);
        QCOMPARE(ComparisonLayout::fromJson(ComparisonLayout::toJson(layout.state())),
                 layout.state());
    }

    void aDamagedFileGivesWhatCanBeRead()
    {
        const QJsonObject one{{QStringLiteral("id"), QStringLiteral("a")},
                              {QStringLiteral("kind"), QStringLiteral("lines")},
                              {QStringLiteral("width"), 99},
                              {QStringLiteral("height"), QStringLiteral("high")}};
        const QJsonObject section{{QStringLiteral("cards"), QJsonArray{one, one, 5}},
                                  {QStringLiteral("title"), 3}};
        const auto state = ComparisonLayout::fromJson(
            {{QStringLiteral("sections"), QJsonArray{section, QStringLiteral("x")}}});
        QCOMPARE(state.sections.size(), std::size_t(2));
        const auto& cards = state.sections[0].cards;
        QCOMPARE(cards.size(), std::size_t(3));
        QCOMPARE(cards[0].width, gridColumns);
        QCOMPARE(cards[0].height, CardSpec().height);
        QVERIFY(cards[0].id != cards[1].id); // two with one id could not be told apart
        QVERIFY(ComparisonLayout::fromJson({}).sections.empty());
    }

    void columnsAreTickedInTheirOrder()
    {
        ColumnChoicesModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const RunColumn lr{RunColumn::Kind::Param, "lr"}, depth{RunColumn::Kind::Param, "depth"},
            name{RunColumn::Kind::Param, "model"};
        model.setChoices({{name, false, true}, {lr, true, false}, {depth, true, true}}, true, false,
                         true);
        QCOMPARE(model.rowCount(), 2);                                       // numbers only
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("depth")); // varies: first
        QSignalSpy changed(&model, &ColumnChoicesModel::chosenChanged);
        QVERIFY(model.setData(model.index(1), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.setData(model.index(0), Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(model.chosen(), (std::vector<RunColumn>{lr, depth}));
        QVERIFY(model.setData(model.index(1), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(model.chosen(), std::vector<RunColumn>{depth});
        QCOMPARE(changed.size(), 3);
        model.setChoices({{lr, true, true}}, false, true, false);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("None"));
        QCOMPARE(model.index(0).data(ColumnChoicesModel::TextRole).toString(), QString());
    }
};

QTEST_GUILESS_MAIN(TestComparisonLayout)
#include "test_comparison_layout.moc"
