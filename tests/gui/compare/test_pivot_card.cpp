#include "tests/gui/compare/table_cards_fixture.h"
#include "widgets/compare/add_runs_popup.h"
#include "widgets/compare/card_export.h"
#include "widgets/compare/cards/differences_card.h"
#include "widgets/compare/cards/pivot_card.h"

#include <QDir>
#include <QFile>

using namespace binnacle;
using namespace binnacle::fixture;

// The pivot as a card, and the look of the cards that are tables.
class TestPivotCard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init()
    {
        bench_ = std::make_unique<TableCardsBench>();
        bench_->begin();
    }
    void cleanup() { bench_.reset(); }
    void pivotGroupsAndBrushes();
    void screenshots_data();
    void screenshots();

private:
    std::unique_ptr<TableCardsBench> bench_;
};

void TestPivotCard::pivotGroupsAndBrushes()
{
    auto* card = bench_->addCard<PivotCard>(
        QStringLiteral("pivot"),
        {{QStringLiteral("rows"), QJsonArray{QStringLiteral("params.model")}},
         {QStringLiteral("columns"), QJsonArray{QStringLiteral("params.max_depth")}},
         {QStringLiteral("metric"), QStringLiteral("val_accuracy")}});
    QTRY_COMPARE(card->model().rowCount(), 4); // gbm, logistic, rf, all
    QCOMPARE(card->heading(), QStringLiteral("Mean of val_accuracy by model and max_depth"));
    const auto& pivot = card->model();
    // model, 4, 6, 12, all
    QCOMPARE(pivot.index(0, 2).data(PivotModel::ValueRole).toDouble(), (0.9831 + 0.9776) / 2);
    QCOMPARE(pivot.index(0, 3).data().toString(), QStringLiteral("–"));
    auto* view = card->findChild<QTableView*>(QStringLiteral("pivot"));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      view->visualRect(pivot.index(0, 2)).center());
    QCOMPARE(bench_->model->scope().brushedCount(), std::size_t(2));
    QVERIFY(bench_->model->scope().passesBrush(bench_->rows[0]) &&
            !bench_->model->scope().passesBrush(bench_->rows[2]));
    QCOMPARE(card->note(), QStringLiteral("5 run(s)")); // its own brush takes nothing from it
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Escape);
    QVERIFY(!bench_->model->scope().isBrushed());
    QTest::keyClick(view, Qt::Key_Return);
    QVERIFY(bench_->model->scope().isBrushed());
    const auto table = card->table();
    QCOMPARE(table.header,
             (QStringList{QStringLiteral("model"), QStringLiteral("4"), QStringLiteral("6"),
                          QStringLiteral("12"), QStringLiteral("All")}));
    QVERIFY(!table.rows[0][3].isValid());
    delete card;
    QVERIFY(!bench_->model->scope().isBrushed());
}

void TestPivotCard::screenshots_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestPivotCard::screenshots()
{
    QFETCH(bool, dark);
    applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    auto* card = bench_->addCard<DifferencesCard>(
        QStringLiteral("differences"), {{QStringLiteral("baseline"), QStringLiteral("id1")}});
    auto* pivot = bench_->addCard<PivotCard>(
        QStringLiteral("pivot"),
        {{QStringLiteral("rows"),
          QJsonArray{QStringLiteral("params.model"), QStringLiteral("tags.team")}},
         {QStringLiteral("columns"), QJsonArray{QStringLiteral("params.max_depth")}},
         {QStringLiteral("metric"), QStringLiteral("val_accuracy")},
         {QStringLiteral("heat"), true}});
    bench_->line->setStretchFactor(card, 3);
    bench_->line->setStretchFactor(pivot, 2);
    auto* list = bench_->addList();
    list->setColumns({{RunColumn::Kind::Metric, "val_accuracy"}, {RunColumn::Kind::Param, "lr"}});
    bench_->page->resize(1600, 480);
    bench_->model->setHidden(bench_->rows[2], true);
    bench_->model->scope().setBrush(QStringLiteral("x"),
                                    std::set{bench_->rows[0], bench_->rows[1], bench_->rows[3]});
    QTRY_VERIFY(pivot->model().rowCount() > 2);
    QTRY_COMPARE(list->shown().index(0, 1).data().toString(), QStringLiteral("0.9831"));
    const QPixmap picture = bench_->page->grab();
    QVERIFY(!picture.isNull());
    const QString folder = qEnvironmentVariable("BINNACLE_SCREENSHOTS");
    if (!folder.isEmpty()) {
        const QString name = QStringLiteral("tables-%1")
                                 .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"));
        QVERIFY(picture.save(QDir(folder).filePath(name + QStringLiteral(".png"))));
        QFile svg(QDir(folder).filePath(name + QStringLiteral(".svg")));
        QVERIFY(svg.open(QIODevice::WriteOnly));
        svg.write(cardBytes(*pivot, CardFormat::Svg, QSize(600, 300)));
        list->openAddRuns();
        auto* popup = list->findChild<AddRunsPopup*>();
        QTRY_COMPARE(popup->model().found(), 5);
        QVERIFY(popup->grab().save(QDir(folder).filePath(name + QStringLiteral("-add.png"))));
        popup->close();
    }
    applyTheme(*qApp, ThemeChoice::Light);
}

QTEST_MAIN(TestPivotCard)
#include "test_pivot_card.moc"
