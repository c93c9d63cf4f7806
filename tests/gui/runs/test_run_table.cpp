#include "tests/gui/runs/runs_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace binnacle;
using namespace binnacle::test;

// Sorting, selection and scroll position of the run table, by mouse and keys.
class TestRunTable : public QObject
{
    Q_OBJECT
    std::unique_ptr<RunsFixture> window;

private slots:
    void init()
    {
        window = std::make_unique<RunsFixture>();
        QTRY_VERIFY(window->isSettled(allRuns));
    }
    void cleanup() { window.reset(); }

    void newestRunsComeFirst()
    {
        QCOMPARE(window->text(0, 0), QStringLiteral("wine-svm-059"));
        QCOMPARE(window->text(1, 0), QStringLiteral("wine-gbm-058"));
    }

    void clickOnAHeadSortsBestFirstAndASecondClickTurnsItAround()
    {
        const int accuracy = window->column("val_accuracy");
        window->clickHead("val_accuracy");
        QTRY_COMPARE(window->page->view().query.order.size(), 1);
        QTRY_VERIFY(window->isFilled());
        double before = 1;
        for (int row = 0; row < 20; ++row) {
            const double value = window->text(row, accuracy).toDouble();
            QVERIFY2(value <= before, qPrintable(QString::number(row)));
            before = value;
        }
        window->clickHead("val_accuracy");
        QTRY_VERIFY(window->isFilled());
        QTRY_VERIFY(window->text(0, accuracy).toDouble() < 0.9);
        // A loss is read from its least value on.
        window->clickHead("val_loss");
        QTRY_VERIFY(window->isFilled());
        QCOMPARE(window->page->view().query.order.front().descending, false);
    }

    void shiftClickAddsAFurtherColumn()
    {
        window->clickHead("max_depth");
        window->clickHead("val_accuracy", Qt::ShiftModifier);
        const auto order = window->page->view().query.order;
        QCOMPARE(order.size(), 2U);
        QCOMPARE(order[0].column.name, std::string("max_depth"));
        QCOMPARE(order[1].column.name, std::string("val_accuracy"));
        QTRY_VERIFY(window->isFilled());
        const int depth = window->column("max_depth"), accuracy = window->column("val_accuracy");
        for (int row = 1; row < 20; ++row) {
            const int above = window->text(row - 1, depth).toInt();
            const int here = window->text(row, depth).toInt();
            QVERIFY(above <= here);
            const QString value = window->text(row, accuracy);
            if (above == here && value != QString(QChar(0x2013)))
                QVERIFY(window->text(row - 1, accuracy).toDouble() >= value.toDouble());
        }
        window->clickHead("val_accuracy", Qt::ShiftModifier); // turned around
        window->clickHead("val_accuracy", Qt::ShiftModifier); // taken away
        QCOMPARE(window->page->view().query.order.size(), 1U);
    }

    void missingFiguresAreADashAndTheBestIsMarked()
    {
        window->clickHead("val_accuracy");
        QTRY_VERIFY(window->isFilled());
        const int accuracy = window->column("val_accuracy");
        QTRY_VERIFY(window->model()->index(0, accuracy).data(RunTableModel::BestRole).toBool());
        QVERIFY(!window->model()->index(1, accuracy).data(RunTableModel::BestRole).toBool());
        window->main()->scrollToBottom();
        QTRY_COMPARE(window->text(allRuns - 1, accuracy), QString(QChar(0x2013)));
    }

    void runsThatComeInKeepSelectionCurrentRowAndPlace()
    {
        window->main()->verticalScrollBar()->setValue(28 * 30 + 5);
        QTRY_VERIFY(window->model()->head(40) != nullptr);
        window->clickRow(40);
        window->clickRow(42, Qt::ControlModifier);
        const RunRowId top =
            window->model()->lineId(window->main()->verticalScrollBar()->value() / 28);
        const int offset = window->main()->verticalScrollBar()->value() % 28;
        const auto chosen = window->page->table()->selectedRuns();
        const auto current = window->page->table()->currentRun();
        QCOMPARE(chosen.size(), 2U);
        QSignalSpy resets(window->model(), &QAbstractItemModel::modelReset);

        window->store->addWineRuns(TrainingStore::wineRuns, 7);
        QTRY_COMPARE(window->model()->rowCount(), allRuns + 7);
        QCOMPARE(resets.size(), 0);
        QCOMPARE(window->page->table()->selectedRuns(), chosen);
        QVERIFY(window->page->table()->currentRun() == current);
        QCOMPARE(window->model()->rowOf(*current), 42 + 7);
        const int value = window->main()->verticalScrollBar()->value();
        QCOMPARE(raw(window->model()->lineId(value / 28)), raw(top));
        QCOMPARE(value % 28, offset);
    }

    void atTheTopNewRunsAppearAtTheTop()
    {
        window->store->addWineRuns(TrainingStore::wineRuns, 1);
        QTRY_COMPARE(window->model()->rowCount(), allRuns + 1);
        QCOMPARE(window->main()->verticalScrollBar()->value(), 0);
        QTRY_COMPARE(window->text(0, 0), QStringLiteral("와인-로지스틱-060"));
    }

    void dotAddsARunToTheSelection()
    {
        window->clickRow(0);
        const QRect cell = window->pinned()->visualRect(window->model()->index(3, 0));
        QTest::mouseClick(window->pinned()->viewport(), Qt::LeftButton, {},
                          cell.topLeft() + QPoint(14, 14));
        QCOMPARE(window->page->table()->selectedRuns().size(), 2U);
        // Chosen runs have a colour each, and keep it.
        QCOMPARE(window->colors.known(window->model()->lineId(0)), 0);
        QCOMPARE(window->colors.known(window->model()->lineId(3)), 1);
        QCOMPARE(window->colors.known(window->model()->lineId(4)), -1);
    }

    void allRunsAreChosenByOneKey()
    {
        window->main()->setFocus();
        QTest::keyClick(window->main(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(window->page->table()->selectedCount(), allRuns);
        QCOMPARE(window->find<QAbstractButton>("compareButton")->text(),
                 QStringLiteral("Compare %1").arg(allRuns));
    }

    void returnComparesTheChosenRuns()
    {
        QSignalSpy compared(window->page.get(), &RunsPage::compareRequested);
        window->clickRow(0);
        window->clickRow(1, Qt::ControlModifier);
        QTest::keyClick(window->main(), Qt::Key_Return);
        QCOMPARE(compared.size(), 1);
        window->press("compareButton");
        QCOMPARE(compared.size(), 2);
        QCOMPARE(compared[0][0].value<std::vector<RunRowId>>().size(), 2U);
    }

    void pinnedRunsStayOnTop()
    {
        window->clickRow(5);
        const QString name = window->text(5, 0);
        QTest::keyClick(window->main(), Qt::Key_P);
        QTRY_COMPARE(window->text(0, 0), name);
        window->clickHead("val_loss");
        QTRY_VERIFY(window->isFilled());
        QCOMPARE(window->text(0, 0), name);
        window->open(); // kept in the workspace
        QTRY_VERIFY(window->isSettled(allRuns));
        QTRY_COMPARE(window->text(0, 0), name);
    }

    void modelKeepsTheRulesWhileItChanges()
    {
        const QAbstractItemModelTester tester(
            window->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        window->clickRow(10);
        window->clickHead("val_accuracy");
        QTRY_VERIFY(window->isFilled());
        window->store->addWineRuns(TrainingStore::wineRuns, 3);
        QTRY_COMPARE(window->model()->rowCount(), allRuns + 3);
        window->model()->setGroupBy(RunColumn{RunColumn::Kind::Param, "model", {}});
        QTRY_COMPARE(window->model()->rowCount(), 4);
        window->model()->setExpanded(1, true);
        QTRY_VERIFY(window->model()->rowCount() > 4);
        window->model()->setGroupBy(std::nullopt);
        QTRY_COMPARE(window->model()->rowCount(), allRuns + 3);
    }
};

QTEST_MAIN(TestRunTable)
#include "test_run_table.moc"
