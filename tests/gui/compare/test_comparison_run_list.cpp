#include "tests/gui/compare/table_cards_fixture.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/compare/add_runs_popup.h"
#include "widgets/compare/run_list_delegate.h"

#include <QHeaderView>
#include <QSignalSpy>
#include <QToolButton>

using namespace binnacle;
using namespace binnacle::fixture;

// The list of runs beside the cards, by mouse and keyboard.
class TestComparisonRunList : public QObject
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
    void listHasColumnsFilterAndOrder();
    void listHidesColoursMovesAndRemoves();
    void runsAreAddedFromThePopup();

private:
    std::unique_ptr<TableCardsBench> bench_;
};

void TestComparisonRunList::listHasColumnsFilterAndOrder()
{
    auto* list = bench_->addList();
    // Until a person chooses, the metric that tells most.
    QTRY_COMPARE(list->shown().columnCount(), 2);
    QSignalSpy changed(list, &ComparisonRunList::stateChanged);
    list->setColumns({{RunColumn::Kind::Param, "lr"},
                      {RunColumn::Kind::Metric, "val_accuracy"},
                      {RunColumn::Kind::Attribute, "status"}});
    QCOMPARE(changed.size(), 1);
    QTRY_COMPARE(list->shown().index(1, 1).data().toString(), QStringLiteral("0.10"));
    QCOMPARE(list->shown().index(2, 1).data().toString(), QStringLiteral("–"));
    auto* header = list->view()->horizontalHeader();
    const auto clickHeader = [&](int column) {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          QPoint(header->sectionViewportPosition(column) + 20, 8));
    };
    clickHeader(1);
    QCOMPARE(names(list->shown()).front(), QStringLiteral("와인-로지스틱-002"));
    QCOMPARE(names(list->shown()).back(), QStringLiteral("wine-rf-009"));
    const auto saved = list->save();
    clickHeader(1);
    QCOMPARE(names(list->shown()).front(), QStringLiteral("wine-gbm-016"));
    clickHeader(1);
    QCOMPARE(names(list->shown()).front(), QStringLiteral("wine-gbm-017"));
    list->restore(saved);
    QTRY_COMPARE(names(list->shown()).front(), QStringLiteral("와인-로지스틱-002"));
    clickHeader(1);
    clickHeader(1);

    auto* filter = list->findChild<SearchField*>(QStringLiteral("runFilter"));
    filter->setFocus();
    QTest::keyClicks(filter, QStringLiteral("metrics.val_accuracy > 0.97"));
    QTRY_COMPARE(list->shown().rowCount(), 3);
    QTRY_COMPARE(list->findChild<TextLabel*>(QStringLiteral("runCount"))->text(),
                 QStringLiteral("3 of 5"));
    filter->setText(QStringLiteral("metrics.val_accuracy > 'x"));
    QTRY_VERIFY(list->findChild<TextLabel*>(QStringLiteral("runFilterProblem"))->isVisibleTo(list));
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(list->shown().rowCount(), 5);
}

void TestComparisonRunList::listHidesColoursMovesAndRemoves()
{
    auto* list = bench_->addList();
    auto* view = list->view();
    QTRY_COMPARE(list->shown().columnCount(), 2);
    QTRY_VERIFY(view->columnWidth(0) > 100);
    const QRect name = view->visualRect(list->shown().index(1, 0));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      RunListDelegate::hideButton(name).center());
    QVERIFY(bench_->model->isHidden(bench_->rows[1]));
    view->setFocus();
    view->setCurrentIndex(list->shown().index(1, 0));
    QTest::keyClick(view, Qt::Key_Space);
    QVERIFY(!bench_->model->isHidden(bench_->rows[1]));

    QTest::keyClick(view, Qt::Key_Down, Qt::AltModifier);
    QTRY_COMPARE(names(list->shown())[2], QStringLiteral("wine-gbm-016"));
    QTRY_COMPARE(view->currentIndex().row(), 2); // the same run stays chosen
    QCOMPARE(bench_->model->scope().runs()[2].row, bench_->rows[1]);

    emit view->customContextMenuRequested(view->visualRect(list->shown().index(2, 0)).center());
    auto* menu = list->findChild<QMenu*>(QStringLiteral("comparedRunMenu"));
    auto* colours = menu->findChild<QMenu*>(QStringLiteral("runColours"));
    QCOMPARE(colours->actions().size(), 8);
    actionOf(colours, QStringLiteral("Purple"))->trigger();
    QCOMPARE(bench_->model->scope().find(bench_->rows[1])->slot, 6);
    menu->close();

    QSignalSpy opened(list, &ComparisonRunList::runActivated);
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QTest::keyClick(view, Qt::Key_Delete);
    QTRY_COMPARE(list->shown().rowCount(), 4);
    QVERIFY(!bench_->model->scope().find(bench_->rows[1]));
}

void TestComparisonRunList::runsAreAddedFromThePopup()
{
    const auto other = makeRun("other", "churn-lstm-01");
    const auto added = bench_->store.add(other);
    auto* list = bench_->addList();
    QTest::mouseClick(list->findChild<QToolButton*>(QStringLiteral("addRuns")), Qt::LeftButton);
    auto* popup = list->findChild<AddRunsPopup*>();
    QVERIFY(popup && popup->isVisible());
    QTRY_COMPARE(popup->model().found(), 6);
    auto* search = popup->findChild<SearchField*>(QStringLiteral("addRunsSearch"));
    QTest::keyClicks(search, QStringLiteral("churn"));
    QTRY_COMPARE(popup->model().rowCount(), 1);
    QTest::keyClick(search, Qt::Key_Return);
    QTRY_COMPARE(list->shown().rowCount(), 6);
    QCOMPARE(bench_->model->runs().back(), added);
    // The popup stays and shows that the run is there; Return takes it out again.
    QTRY_VERIFY(popup->model().index(0).data(FoundRunsModel::TakenRole).toBool());
    QTest::keyClick(search, Qt::Key_Return);
    QTRY_COMPARE(list->shown().rowCount(), 5);
    QTest::keyClick(search, Qt::Key_Escape);
    QTRY_VERIFY(!list->findChild<AddRunsPopup*>());
}

QTEST_MAIN(TestComparisonRunList)
#include "test_comparison_run_list.moc"
