#include "services/workspace/run_reader.h"
#include "services/workspace/view_store.h"
#include "tests/gui/runs/runs_fixture.h"
#include "widgets/common/buttons.h"
#include "widgets/runs/column_chooser.h"
#include "widgets/runs/header_menu.h"
#include "widgets/runs/source_pane.h"

#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QTreeView>

using namespace binnacle;
using namespace binnacle::test;

// The page as a whole: scope, columns, groups, trash, copies, views.
class TestRunsPage : public QObject
{
    Q_OBJECT
    std::unique_ptr<RunsFixture> window;

    QTreeView* tree() const { return window->find<QTreeView>("experimentTree"); }
    QModelIndex experiment(const char* name) const
    {
        const auto* model = tree()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            const QModelIndex source = model->index(row, 0);
            for (int child = 0; child < model->rowCount(source); ++child) {
                const QModelIndex index = model->index(child, 0, source);
                if (index.data().toString() == QString::fromUtf8(name))
                    return index;
            }
        }
        return {};
    }
    void clickExperiment(const char* name, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::mouseClick(tree()->viewport(), Qt::LeftButton, modifiers,
                          tree()->visualRect(experiment(name)).center());
    }
    bool isHidden(const char* title) const
    {
        const int column = window->column(title);
        return window->main()->isColumnHidden(column) && window->pinned()->isColumnHidden(column);
    }
    static QAction* actionNamed(QMenu* menu, const char* text)
    {
        for (QAction* action : menu->actions()) {
            if (action->text() == QString::fromUtf8(text))
                return action;
        }
        return nullptr;
    }

private slots:
    void init()
    {
        window = std::make_unique<RunsFixture>();
        QTRY_VERIFY(window->isSettled(allRuns));
    }
    void cleanup() { window.reset(); }

    void emptyWorkspaceSaysSo()
    {
        RunsFixture empty(false);
        QTRY_COMPARE(empty.model()->state(), RunTableModel::State::Ready);
        QTRY_VERIFY(!empty.page->contextLine().isEmpty());
        QVERIFY(!empty.main()->isVisible());
    }

    void headerTellsRunsAndSources()
    {
        QTRY_COMPARE(window->page->contextLine(), QStringLiteral("90 runs in 3 sources"));
    }

    void experimentsNarrowTheTableSeveralAtOnce()
    {
        QTRY_VERIFY(experiment("wine-quality").isValid());
        clickExperiment("wine-quality");
        QTRY_COMPARE(window->model()->rowCount(), TrainingStore::wineRuns);
        clickExperiment("digits", Qt::ControlModifier);
        QTRY_COMPARE(window->model()->rowCount(), TrainingStore::wineRuns + 24);
        clickExperiment("digits", Qt::ControlModifier);
        clickExperiment("wine-quality", Qt::ControlModifier);
        QTRY_COMPARE(window->model()->rowCount(), allRuns); // nothing chosen: all
    }

    void usualColumnsAreThoseThatTellRunsApart()
    {
        for (const char* title : {"Run", "State", "val_accuracy", "val_loss", "Source", "Duration"})
            QVERIFY2(window->column(title) >= 0, title);
        QVERIFY(window->column("max_depth") > 0 || window->column("lr") > 0);
        QCOMPARE(window->column("seed"), -1); // the same in all runs
    }

    void equalColumnsHideAndComeBack()
    {
        const auto before = window->model()->columns();
        ColumnChooser* chooser = window->find<ColumnChooser>("columnChooser");
        emit chooser->toggled({RunColumn::Kind::Param, "seed", {}}, true);
        QVERIFY(!isHidden("seed"));
        window->press("hideEqual");
        QTRY_VERIFY(isHidden("seed"));
        QVERIFY(!isHidden("val_accuracy"));
        window->press("hideEqual");
        QTRY_VERIFY(!isHidden("seed"));
        QCOMPARE(window->model()->columns().size(), before.size() + 1);
    }

    void columnsAreSearchedAndTickedInTheChooser()
    {
        window->press("columnsButton");
        auto* chooser = window->find<ColumnChooser>("columnChooser");
        QVERIFY(chooser->isVisible());
        auto* search = chooser->findChild<QLineEdit*>(QStringLiteral("columnSearch"));
        QTest::keyClicks(search, QStringLiteral("tea"));
        auto* list = chooser->findChild<QListView*>(QStringLiteral("columnList"));
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("team"));
        QCOMPARE(list->model()->index(0, 0).data(ColumnChooserModel::RunsRole).toString(),
                 QStringLiteral("90"));
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_VERIFY(window->column("team") > 0);
        QCOMPARE(list->model()->index(0, 0).data(Qt::CheckStateRole).toInt(),
                 static_cast<int>(Qt::Checked));
        QTRY_VERIFY(window->isFilled());
        QCOMPARE(window->text(0, "team"), QStringLiteral("tabular"));
        chooser->hide();
    }

    void columnsAreRememberedForEachExperiment()
    {
        QTRY_VERIFY(experiment("wine-quality").isValid());
        clickExperiment("wine-quality");
        QTRY_VERIFY(window->isSettled(TrainingStore::wineRuns));
        emit window->find<ColumnChooser>("columnChooser")
            ->toggled({RunColumn::Kind::Tag, "team", {}}, true);
        QVERIFY(window->column("team") > 0);
        const auto key =
            "runs.columns:" +
            std::to_string(
                experiment("wine-quality").data(ExperimentTreeModel::ExperimentRole).toLongLong());
        QTRY_VERIFY(ViewStore(window->workspace).setting(key)->has_value()); // after a pause
        clickExperiment("digits");
        QTRY_VERIFY(window->isSettled(24));
        QTRY_COMPARE(window->column("team"), -1);
        clickExperiment("wine-quality");
        QTRY_VERIFY(window->column("team") > 0);
    }

    void headMenuShowsAnotherFigureOfAMetric()
    {
        HeaderMenu menu(*window->model(), window->column("val_loss"), window->page.get());
        menu.setAttribute(Qt::WA_DeleteOnClose, false);
        ColumnList wanted;
        connect(&menu, &HeaderMenu::columnsWanted, this,
                [&](const ColumnList& columns) { wanted = columns; });
        QAction* figure = actionNamed(&menu, "Figure");
        QVERIFY(figure);
        actionNamed(figure->menu(), "Greatest")->trigger();
        emit window->page->table()->columnsArranged(wanted);
        QTRY_VERIFY(window->column("val_loss, max") > 0);
        QTRY_VERIFY(window->isFilled());
        // A loss that falls is greatest at the start.
        QVERIFY(window->text(0, "val_loss, max").toDouble() > 0.5);
    }

    void groupsShowAggregatesAndUnfold()
    {
        emit window->find<ColumnChooser>("groupChooser")
            ->picked({RunColumn::Kind::Param, "model", {}});
        QTRY_COMPARE(window->model()->rowCount(), 4); // gbm, rf, mlp, svm
        std::int64_t runs = 0;
        for (int row = 0; row < 4; ++row) {
            QVERIFY(window->model()->isGroup(row));
            runs += window->model()->group(row)->runs;
            const double mean = window->text(row, "val_accuracy").toDouble();
            QVERIFY(mean > 0.86 && mean < 0.98);
        }
        QCOMPARE(runs, allRuns);
        const auto inFirst = window->model()->group(0)->runs;
        const QRect cell = window->pinned()->visualRect(window->model()->index(0, 0));
        QTest::mouseClick(window->pinned()->viewport(), Qt::LeftButton, {},
                          cell.topLeft() + QPoint(12, 12));
        QTRY_COMPARE(window->model()->rowCount(), 4 + static_cast<int>(inFirst));
        // Groups stand in the order of the figure they show.
        QTest::mouseClick(window->pinned()->viewport(), Qt::LeftButton, {},
                          cell.topLeft() + QPoint(12, 12));
        QTRY_COMPARE(window->model()->rowCount(), 4);
        window->clickHead("val_accuracy"); // descending
        const auto figures = [&] {
            std::vector<double> shown;
            for (int row = 0; row < 4; ++row)
                shown.push_back(window->text(row, "val_accuracy").toDouble());
            return shown;
        };
        QTRY_VERIFY(std::ranges::is_sorted(figures(), std::greater<>()));
        auto* figure = window->find<QPushButton>("groupFigure");
        QVERIFY(figure->isVisible());
        QCOMPARE(figure->text(), QStringLiteral("Groups: mean"));
        const auto means = figures();
        figure->click();
        auto* menu = window->page->findChild<QMenu*>(QStringLiteral("figureMenu"));
        QVERIFY(menu);
        menu->actions().at(1)->trigger();
        QCOMPARE(figure->text(), QStringLiteral("Groups: least"));
        QTRY_VERIFY(figures() != means);
        QTRY_VERIFY(std::ranges::is_sorted(figures(), std::greater<>()));
        menu->close();
        // The count of a group is that of its values, not of its runs.
        window->model()->setAggregate(RunTableModel::Aggregate::Count);
        QVERIFY(window->text(0, "val_accuracy").toInt() < static_cast<int>(inFirst));
    }

    void nestedRunsStandBelowTheirParent()
    {
        window->store->addSweep(5);
        QTRY_COMPARE(window->model()->rowCount(), allRuns + 6);
        window->press("nestedTree");
        QTRY_COMPARE(window->model()->rowCount(), allRuns + 1);
        const int row = window->model()->rowOf(*RunReader(window->workspace).find("sweep-lr"));
        QVERIFY(window->model()->shape(row).expandable);
        QCOMPARE(window->model()->childCount(row), 5);
        window->clickRow(row);
        QTest::keyClick(window->main(), Qt::Key_Right);
        QTRY_COMPARE(window->model()->rowCount(), allRuns + 6);
        QCOMPARE(window->model()->shape(row + 1).level, std::uint8_t(1));
        QTest::keyClick(window->main(), Qt::Key_Left);
        QTRY_COMPARE(window->model()->rowCount(), allRuns + 1);
    }

    void deletedRunsWaitInTheTrashAndComeBack()
    {
        window->clickRow(0);
        window->clickRow(1, Qt::ControlModifier);
        QTest::keyClick(window->main(), Qt::Key_Delete);
        QTRY_COMPARE(window->model()->rowCount(), allRuns - 2);
        QTRY_COMPARE(window->find<ChipToggle>("deletedRuns")->text(), QStringLiteral("Deleted 2"));
        window->press("noticeFirst"); // Undo
        QTRY_COMPARE(window->model()->rowCount(), allRuns);

        window->clickRow(0);
        QTest::keyClick(window->main(), Qt::Key_Delete);
        QTRY_COMPARE(window->model()->rowCount(), allRuns - 1);
        window->press("deletedRuns");
        QTRY_COMPARE(window->model()->rowCount(), 1);
        auto* notice = window->find<QLabel>("noticeText");
        QTRY_VERIFY(notice->text().startsWith(QStringLiteral("1 run in the trash · ")));
        QVERIFY(notice->text().contains(QStringLiteral(" points, ")));
        window->clickRow(0);
        // Without a source at hand that can purge, only restoring is offered.
        QTRY_VERIFY(window->find<QWidget>("noticeFirst")->isVisible());
        QVERIFY(!window->find<QWidget>("noticeSecond")->isVisible());
        window->press("noticeFirst");
        QTRY_COMPARE(window->model()->rowCount(), 0);
        window->press("deletedRuns");
        QTRY_COMPARE(window->model()->rowCount(), allRuns);
    }

    void freeTextFindsNamesAndTags()
    {
        QTest::keyClicks(window->find<QLineEdit>("freeText"), QStringLiteral("digits"));
        QTRY_COMPARE(window->model()->rowCount(), 24);
        window->find<QLineEdit>("freeText")->clear();
        QTRY_COMPARE(window->model()->rowCount(), allRuns);
    }

    void runsAreCopiedAsCsvMarkdownAndPython()
    {
        window->clickHead("val_accuracy");
        QTRY_VERIFY(window->isFilled());
        window->clickRow(0);
        window->clickRow(1, Qt::ControlModifier);
        const auto copy = [&](const char* name) {
            QGuiApplication::clipboard()->setText({});
            QTest::keyClick(window->main(), Qt::Key_C, Qt::ControlModifier);
            auto* menu = window->page->findChild<QMenu*>(QStringLiteral("copyMenu"));
            if (!menu)
                return;
            menu->findChild<QAction*>(QString::fromLatin1(name))->trigger();
            delete menu;
        };
        copy("copyCsv");
        QTRY_VERIFY(!QGuiApplication::clipboard()->text().isEmpty());
        const QStringList lines =
            QGuiApplication::clipboard()->text().split(QStringLiteral("\r\n"));
        QCOMPARE(lines.size(), 4); // head, two runs, end
        QVERIFY(lines[0].startsWith(QStringLiteral("run_id,run_name,status,metrics.val_accuracy")));
        QVERIFY(lines[1].contains(window->text(0, 0)));
        QVERIFY(lines[1].contains(QStringLiteral(",FINISHED,") + window->text(0, "val_accuracy")));

        copy("copyMarkdown");
        QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("| run_id |")));
        copy("copyPython");
        QTRY_VERIFY(
            QGuiApplication::clipboard()->text().startsWith(QStringLiteral("import mlflow")));
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("client.get_run")));
    }

    void savedViewComesBackAsItWas()
    {
        RunsView view = window->page->view();
        view.query.filter = "metrics.val_accuracy > 0.95";
        window->page->apply(view);
        window->clickHead("val_loss");
        window->press("hideEqual");
        QTRY_VERIFY(window->model()->rowCount() < allRuns && window->isFilled());
        const int rows = window->model()->rowCount();
        const RunsView kept = window->page->view();
        window->prompts->text = QStringLiteral("Best of the week");
        window->press("saveView");
        auto* list = window->find<QListView>("savedViews");
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QTRY_COMPARE(list->model()->index(0, 0).data(SavedViewModel::RunsRole).toInt(), rows);

        window->open();
        QTRY_VERIFY(window->isSettled(allRuns));
        list = window->find<QListView>("savedViews");
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(0, 0)).center());
        QTRY_COMPARE(window->model()->rowCount(), rows);
        QVERIFY(window->page->view() == kept);
    }

    void sourceOutOfReachMakesItsRunningRunsUnknown()
    {
        const int row = window->rowNamed(QStringLiteral("digits-cnn-000"));
        QVERIFY(row > 0 || window->model()->rowCount() > 60);
        auto* pane = window->page->findChild<SourcePane*>();
        QTRY_COMPARE(pane->sourcesOutOfReach().size(), 1U);
        QVERIFY(pane->sourcesOutOfReach().contains(window->store->lab));
    }
};

QTEST_MAIN(TestRunsPage)
#include "test_runs_page.moc"
