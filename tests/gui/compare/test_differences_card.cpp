#include "tests/gui/compare/table_cards_fixture.h"
#include "widgets/common/buttons.h"
#include "widgets/common/search_field.h"
#include "widgets/compare/add_runs_popup.h"
#include "widgets/compare/cards/differences_card.h"
#include "widgets/compare/differences_view.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>

using namespace binnacle;
using namespace binnacle::fixture;

// The table of differences as a card, and what brushes and the mouse on the list do to it.
class TestDifferencesCard : public QObject
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
    void differencesHoldRunsAgainstABaseline();
    void differencesAreSearchedAndSwitched();
    void directionIsChosenInTheRow();
    void brushedOutRunsArePaleOrLeftOut();
    void hoverReachesTheCards();
    void fiveHundredRuns();

private:
    std::unique_ptr<TableCardsBench> bench_;
};

void TestDifferencesCard::differencesHoldRunsAgainstABaseline()
{
    auto* card = bench_->addCard<DifferencesCard>(QStringLiteral("differences"), {});
    QCOMPARE(card->note(), QStringLiteral("8 of 13 rows differ"));
    QSignalSpy edited(card, &ComparisonCard::optionsEdited);
    auto* table = card->findChild<QTableView*>(QStringLiteral("differences"));
    auto* header = table->horizontalHeader();
    const QPoint second(header->sectionViewportPosition(2) + 20, 10);
    emit header->customContextMenuRequested(second);
    auto* menu = card->findChild<QMenu*>(QStringLiteral("runMenu"));
    QVERIFY(menu);
    actionOf(menu, QStringLiteral("Use wine-gbm-016 as baseline"))->trigger();
    QCOMPARE(edited.size(), 1);
    QCOMPARE(card->spec().options.value(u"baseline").toString(), QStringLiteral("id1"));
    QCOMPARE(card->note(), QStringLiteral("8 of 13 rows differ · baseline wine-gbm-016"));
    const auto best = card->model().index(rowOf(card->model(), QStringLiteral("val_accuracy")), 1);
    QCOMPARE(best.data().toString(), QStringLiteral("0.9831"));
    QCOMPARE(best.data(ComparisonTableModel::DeltaRole).toString(), QStringLiteral("+0.56 %"));
    // What it shows as a table: the value and its delta.
    const auto shown = card->table();
    QCOMPARE(shown.header.size(), 2 + 5 * 2);
    QCOMPARE(shown.rows.size(), std::size_t(8));
    menu->close();
    card->setSpec({QStringLiteral("differences"), QStringLiteral("differences"), {}, {}});
    QVERIFY(card->model().baselineName().isEmpty());
}

void TestDifferencesCard::differencesAreSearchedAndSwitched()
{
    auto* card = bench_->addCard<DifferencesCard>(QStringLiteral("differences"),
                                                  {{QStringLiteral("hideTags"), true}});
    QCOMPARE(rowOf(card->model(), QStringLiteral("team")), -1);
    QCOMPARE(rowOf(card->model(), QStringLiteral("seed")), -1);
    QTest::mouseClick(card->findChild<ChipToggle*>(QStringLiteral("onlyDiffering")),
                      Qt::LeftButton);
    QVERIFY(rowOf(card->model(), QStringLiteral("seed")) > 0);
    QCOMPARE(card->spec().options.value(u"all").toBool(), true);
    auto* search = card->findChild<SearchField*>(QStringLiteral("rowSearch"));
    search->setFocus();
    QTest::keyClicks(search, QStringLiteral("val_"));
    QCOMPARE(card->model().rowCount(), 3);
    QTest::keyClick(search, Qt::Key_Escape);
    QVERIFY(card->model().rowCount() > 3);
}

void TestDifferencesCard::directionIsChosenInTheRow()
{
    auto* card = bench_->addCard<DifferencesCard>(QStringLiteral("differences"), {});
    auto* view = card->findChild<DifferencesView*>();
    const int loss = rowOf(card->model(), QStringLiteral("val_loss"));
    QVERIFY(card->model().index(loss, 1).data(ComparisonTableModel::BestRole).toBool());
    view->showRowMenu(card->model().index(loss, 1), view->mapToGlobal(QPoint(10, 10)));
    auto* menu = card->findChild<QMenu*>(QStringLiteral("rowMenu"));
    actionOf(menu, QStringLiteral("Higher is better"))->trigger();
    QVERIFY(card->model().index(loss, 5).data(ComparisonTableModel::BestRole).toBool());
    QTRY_COMPARE(bench_->engine->direction("val_loss"), MetricDirection::HigherIsBetter);
}

void TestDifferencesCard::brushedOutRunsArePaleOrLeftOut()
{
    auto* card = bench_->addCard<DifferencesCard>(QStringLiteral("differences"), {});
    auto& scope = bench_->model->scope();
    scope.setBrush(QStringLiteral("another"), std::set{bench_->rows[0], bench_->rows[2]});
    QCOMPARE(card->model().columnCount(), 6);
    QVERIFY(card->model().index(1, 2).data(ComparisonTableModel::DimmedRole).toBool());
    card->setSpec({QStringLiteral("differences"),
                   QStringLiteral("differences"),
                   {},
                   {{QStringLiteral("brushed"), QStringLiteral("leave out")}}});
    QCOMPARE(card->model().columnCount(), 3);
    bench_->model->setHidden(bench_->rows[0], true);
    QCOMPARE(card->model().columnCount(), 2);
    scope.clearBrushes();
    QCOMPARE(card->model().columnCount(), 5);
}

void TestDifferencesCard::hoverReachesTheCards()
{
    auto* card = bench_->addCard<DifferencesCard>(QStringLiteral("differences"), {});
    auto* list = bench_->addList();
    QTRY_COMPARE(list->shown().columnCount(), 2);
    auto* view = list->view();
    pointAt(view->viewport(), view->visualRect(list->shown().index(2, 0)).center());
    QTRY_COMPARE(bench_->model->scope().hoveredRun(), std::optional(bench_->rows[2]));
    auto* table = card->findChild<QTableView*>(QStringLiteral("differences"));
    pointAt(table->viewport(), QPoint(table->columnViewportPosition(1) + 10, 40));
    QTRY_COMPARE(bench_->model->scope().hoveredRun(), std::optional(bench_->rows[0]));
    QVERIFY(list->shown().index(0, 0).data(ComparisonRunsModel::HighlightRole).toBool());
}

void TestDifferencesCard::fiveHundredRuns()
{
    std::vector<RunRowId> many = bench_->rows;
    for (int i = 0; i < 495; ++i) {
        auto run = makeRun("many" + std::to_string(i), "sweep-" + std::to_string(i));
        run.params = {{"lr", std::to_string(i * 0.001)}};
        run.metrics = {{"val_accuracy", {1, 0, i / 500.0}}};
        many.push_back(bench_->store.add(run));
    }
    auto* card = bench_->addCard<DifferencesCard>(QStringLiteral("differences"), {});
    auto* list = bench_->addList();
    bench_->model->setRuns(many);
    QTRY_COMPARE(card->model().columnCount(), 501);
    QTRY_COMPARE(list->shown().rowCount(), 500);
    auto* table = card->findChild<QTableView*>(QStringLiteral("differences"));
    auto* keys = card->findChild<QTableView*>(QStringLiteral("differenceKeys"));
    table->setFocus();
    table->setCurrentIndex(card->model().index(2, 500));
    QVERIFY(table->horizontalHeader()->sectionViewportPosition(500) < table->width());
    QCOMPARE(keys->horizontalScrollBar()->value(), 0); // the keys stay in sight
    QVERIFY(table->isColumnHidden(0));
    // The popup has no room for more.
    list->openAddRuns();
    auto* popup = list->findChild<AddRunsPopup*>();
    QTRY_COMPARE(popup->model().found(), 500);
    popup->close();
}

QTEST_MAIN(TestDifferencesCard)
#include "test_differences_card.moc"
